# The daemon in a container. Mount the configuration at /etc/gateway, the ledger and state at /var/lib/gateway:
#   docker run --read-only --user 1654 -v …:/etc/gateway:ro -v …:/var/lib/gateway -p 8443:8443 -p 9443:9443 gateway
# Key files must belong to that user, mode 0600. The probe listener must be at 127.0.0.1:8081, or say otherwise with
# PROBE.

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY global.json Directory.Build.props Directory.Packages.props BannedSymbols.txt .editorconfig ./
COPY src/ src/
# CI=true: restores from the lock files, and refuses to change them.
RUN CI=true dotnet publish src/Gateway -c Release -o /app --nologo -p:UseAppHost=false

FROM mcr.microsoft.com/dotnet/aspnet:10.0
# libsodium: Ed25519. ICU: screening folds full-width digits with NFKC, and the daemon refuses to start without it.
# curl: the health check.
RUN apt-get update \
    && apt-get install -y --no-install-recommends libsodium23 curl \
    && apt-get install -y --no-install-recommends "$(apt-cache search --names-only '^libicu[0-9]+$' | sort -V | tail -n 1 | cut -d' ' -f1)" \
    && rm -rf /var/lib/apt/lists/*
ENV DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=0 \
    DOTNET_EnableDiagnostics=0 \
    PROBE=http://127.0.0.1:8081/healthz
COPY --from=build /app /app
RUN install -d -o app -g app -m 0700 /var/lib/gateway
USER app
WORKDIR /var/lib/gateway
EXPOSE 8443 9443
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 CMD curl -fsS "$PROBE" >/dev/null || exit 1
STOPSIGNAL SIGTERM
ENTRYPOINT ["dotnet", "/app/gateway.dll"]
CMD ["run", "--config", "/etc/gateway/gateway.json"]
