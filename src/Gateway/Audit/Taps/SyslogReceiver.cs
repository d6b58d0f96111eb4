using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Gateway.Listening;
using Gateway.Settings;

namespace Gateway.Audit.Taps;

//
//  Syslog over TLS
//
//  References:
//
//      RFC 5425 - TLS Transport Mapping for Syslog: octet counting, both sides show a certificate, close_notify
//      RFC 9662 - its cipher suites and TLS 1.2, 1.3
//      RFC 5280, RFC 6125 - the receiver's certificate leads to a configured authority and has the configured name
//
//  A delivery is a connection. Syslog acknowledges nothing, so the end of a connection has to: see SyslogDelivery.
//
internal sealed class SyslogReceiver(SyslogSettings settings, string origin, TimeProvider time) : ITapReceiver
{
    private const string ServerUse = "1.3.6.1.5.5.7.3.1";

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    public async Task<ITapDelivery> BeginAsync(CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(ConnectTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        SslStream? tls = null;
        try
        {
            await socket.ConnectAsync(settings.Host, settings.Port, either.Token);
            tls = new SslStream(new NetworkStream(socket, ownsSocket: true));
            await tls.AuthenticateAsClientAsync(Options(), either.Token);
            return new SyslogDelivery(socket, tls, new SyslogFrame(origin), time);
        }
        catch (Exception e) when (e is SocketException or IOException or AuthenticationException
            or CryptographicException or SettingsFileException or OperationCanceledException)
        {
            await (tls?.DisposeAsync() ?? ValueTask.CompletedTask);
            socket.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            throw new TapException(ReasonOf(e, tls), e);
        }
    }

    // Read for each connection: what is renewed needs no restart.
    private SslClientAuthenticationOptions Options()
    {
        var shown = CertificateFiles.LoadWithKey(settings.Certificate, settings.Key);
        var issuers = new X509Certificate2Collection();
        issuers.ImportFromPemFile(settings.Certificate);
        return new SslClientAuthenticationOptions
        {
            TargetHost = settings.ServerName,
            EnabledSslProtocols = TlsFront.Versions,
            ClientCertificateContext = SslStreamCertificateContext.Create(shown, issuers, offline: true),
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
            CertificateChainPolicy = Policy(),
            AllowRenegotiation = false,

            // rsyslog's OpenSSL driver turns every resumed session away, and each connection must show who it is.
            AllowTlsResume = false,
        };
    }

    private X509ChainPolicy Policy()
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        policy.ApplicationPolicy.Add(new Oid(ServerUse));
        policy.CustomTrustStore.ImportFromPemFile(settings.Authority);
        return policy;
    }

    private static string ReasonOf(Exception e, SslStream? tls) => e switch
    {
        AuthenticationException or CryptographicException or SettingsFileException => TapException.Untrusted,
        _ when tls is null => TapException.Unreachable,
        _ => TapException.Broken,
    };
}
