using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Gateway.Settings;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Gateway.Listening;

/// <summary>
/// The one listener of a witness or a mirror: plain HTTP on loopback, or TLS for the very certificates that are named.
/// Nothing that passes here is secret, and everything is checked by signature: who may connect keeps strangers' load
/// away.
/// </summary>
internal static class SmallDoor
{
    private const int MaxConnections = 256;

    private static readonly TimeSpan DoorClose = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static readonly MinDataRate SlowestPeer = new(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));

    /// <summary>Listens until it is disposed; the address has the port that was really taken.</summary>
    /// <param name="maxBody">Longest body of a request.</param>
    /// <exception cref="SettingsFileException">A file that the settings name cannot be used.</exception>
    /// <exception cref="IOException">The address is taken.</exception>
    internal static async Task<(WebApplication App, IPEndPoint Address)> OpenAsync(
        SmallDoorSettings settings, int maxBody, RequestDelegate answer, ILoggerFactory log, TimeProvider time)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(log);
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        var tls = settings.Certificate is null ? null : Tls(settings, time);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            Limit(kestrel, maxBody);
            kestrel.Listen(settings.Address, listen =>
            {
                listen.Protocols = tls is null ? HttpProtocols.Http1 : HttpProtocols.Http1AndHttp2;
                if (tls is not null)
                {
                    listen.UseHttps(new TlsHandshakeCallbackOptions
                    {
                        HandshakeTimeout = Patience,
                        OnConnection = _ => ValueTask.FromResult(tls),
                    });
                }
            });
        });
        var app = builder.Build();
        app.Run(tls is null ? context => AnswerOwnAsync(context, settings, answer) : answer);
        await app.StartAsync();
        var bound = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        return (app, new IPEndPoint(settings.Address.Address, new Uri(bound.First()).Port));
    }

    /// <summary>Who is being answered is answered; then nobody is.</summary>
    internal static async Task CloseAsync(WebApplication app)
    {
        using var soon = new CancellationTokenSource(DoorClose);
        await app.StopAsync(soon.Token);
        await app.DisposeAsync();
    }

    // With TLS, who may connect is known by certificate; on loopback anybody on the machine connects, a browser too.
    private static Task AnswerOwnAsync(HttpContext context, SmallDoorSettings settings, RequestDelegate answer)
    {
        var hosts = CalledAs.HostsOf(context.Connection, settings);
        var why = !CalledAs.IsOurs(context.Request, hosts) ? "host\n"
            : CalledAs.IsFromElsewhere(context.Request, hosts) ? "origin\n"
            : null;
        if (why is null)
        {
            return answer(context);
        }

        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(why, context.RequestAborted);
    }

    private static void Limit(KestrelServerOptions kestrel, int maxBody)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxConcurrentConnections = MaxConnections;
        kestrel.Limits.MaxConcurrentUpgradedConnections = 0;
        kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
        kestrel.Limits.MaxRequestBodySize = maxBody;
        kestrel.Limits.RequestHeadersTimeout = Patience;
        kestrel.Limits.MinRequestBodyDataRate = SlowestPeer;
        kestrel.Limits.MinResponseDataRate = SlowestPeer;
    }

    private static SslServerAuthenticationOptions Tls(SmallDoorSettings settings, TimeProvider time)
    {
        var pinned = settings.Clients.Select(file =>
        {
            using var client = CertificateFiles.Load(file);
            return Convert.ToHexString(SHA256.HashData(client.RawDataMemory.Span));
        }).ToHashSet(StringComparer.Ordinal);
        return new SslServerAuthenticationOptions
        {
            ServerCertificateContext = TlsIdentity.Load(settings.Certificate!, settings.Key ?? "").Context,
            EnabledSslProtocols = TlsFront.Versions,
            CipherSuitesPolicy = TlsFront.Suites,
            ApplicationProtocols = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11],
            AllowRenegotiation = false,
            ClientCertificateRequired = true,
            RemoteCertificateValidationCallback = (_, shown, _, _) => IsPinned(shown, pinned, time.GetUtcNow()),
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
            // Without this, SslStream fetches issuers from addresses the client's certificate names.
            CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
                DisableCertificateDownloads = true,
            },
        };
    }

    private static bool IsPinned(X509Certificate? shown, HashSet<string> pinned, DateTimeOffset now) =>
        shown is X509Certificate2 certificate
        && pinned.Contains(Convert.ToHexString(SHA256.HashData(certificate.RawDataMemory.Span)))
        && certificate.NotBefore.ToUniversalTime() <= now.UtcDateTime
        && now.UtcDateTime < certificate.NotAfter.ToUniversalTime();
}
