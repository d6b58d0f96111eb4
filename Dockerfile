# The daemon in a container. Mount the configuration at /etc/gateway, the ledger and state at /var/lib/gateway:
#   docker run --read-only --cap-drop ALL --security-opt no-new-privileges \
#     -v …:/etc/gateway:ro -v gateway-state:/var/lib/gateway -p 8443:8443 -p 9443:9443 gateway
# Key files belong to user 10001, mode 0600. The probe listener is at 127.0.0.1:8081, or HEALTHCHECK must be told.
# What is in the last stage is exactly what two scripts leave, so that deploy/image/prove.sh can build and run it where
# there is no engine.

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY global.json Directory.Build.props Directory.Build.targets Directory.Packages.props BannedSymbols.txt .editorconfig ./
COPY deploy/package/build.sh deploy/package/
COPY tests/vectors/fhir/patient-bundle-1.json tests/vectors/fhir/
COPY config/policy/ config/policy/
COPY src/ src/
RUN deploy/package/build.sh /app

FROM debian:12-slim AS files
COPY deploy/image/rootfs.sh /source/
RUN apt-get update && /source/rootfs.sh /image

FROM scratch
COPY --from=files /image/ /
COPY --from=build /app/ /app/
COPY --from=files --chown=10001:10001 /image/var/lib/gateway/ /var/lib/gateway/
# ICU must be there: screening folds full-width digits with NFKC, and the daemon refuses to start without it. No
# diagnostics socket: nobody may attach to a process that holds keys. HOME: the runtime asks for one, also for a user
# whom /etc/passwd does not know.
ENV DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=0 DOTNET_EnableDiagnostics=0 HOME=/var/lib/gateway
USER 10001:10001
WORKDIR /var/lib/gateway
EXPOSE 8443 9443
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 CMD ["/app/gateway", "healthcheck"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["/app/gateway"]
CMD ["run", "--config", "/etc/gateway/gateway.json"]
