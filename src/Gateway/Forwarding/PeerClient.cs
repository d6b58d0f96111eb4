using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Gateway.Identity;
using Gateway.Ledger.Entries;
using Gateway.Listening;
using Gateway.Policies.Parties;
using Gateway.Settings;
using Gateway.Trust;

namespace Gateway.Forwarding;

/// <summary>
/// The connections to one party under one pair of snapshots: our client certificate, and the check that the server's
/// certificate is that party's. A new snapshot gets a new client, so no connection outlives the trust it was made in.
/// </summary>
internal sealed class PeerClient : IPeerClient
{
    // Bounds how long a connection is used after its certificate was judged, so a CRL that ran out is noticed.
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(1);

    private readonly PartyId _party;
    private readonly PinnedSnapshots _snapshots;
    private readonly TimeProvider _time;

    // Written by handshakes, read by exchanges.
    private volatile EntryPeer? _lastPeer;

    internal PeerClient(
        PartyId party,
        PinnedSnapshots snapshots,
        SslStreamCertificateContext identity,
        ForwardingSettings settings,
        TimeProvider time)
    {
        _party = party;
        _snapshots = snapshots;
        _time = time;
        var handler = CreateHandler(settings);
        handler.SslOptions = CreateTls(identity);
        Invoker = new HttpMessageInvoker(handler, disposeHandler: true);
    }

    public HttpMessageInvoker Invoker { get; }

    public EntryPeer? LastPeer => _lastPeer;

    public void Dispose() => Invoker.Dispose();

    /// <summary>What holds for every upstream: nothing is followed, unpacked, remembered or added.</summary>
    internal static SocketsHttpHandler CreateHandler(ForwardingSettings settings) => new()
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        UseProxy = false,
        UseCookies = false,
        ActivityHeadersPropagator = null,
        ConnectTimeout = settings.ConnectTimeout,
        PooledConnectionLifetime = ConnectionLifetime,
        EnableMultipleHttp2Connections = true,
        MaxResponseHeadersLength = 64,
    };

    private SslClientAuthenticationOptions CreateTls(SslStreamCertificateContext identity) => new()
    {
        ClientCertificateContext = identity,
        EnabledSslProtocols = TlsFront.Versions,
        CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
        // SslStream would otherwise fetch issuers from addresses that the far side's certificate names.
        CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        },
        RemoteCertificateValidationCallback = (_, certificate, _, _) => IsPeer(certificate),
    };

    // The name in the URL does not matter: an e-certificate names a legal entity, and that is what must match.
    private bool IsPeer(X509Certificate? shown)
    {
        if (shown is not X509Certificate2 certificate
            || _snapshots.Trust.Judge(certificate, TrustUse.TlsPeer, PeerRole.Server, _time.GetUtcNow())
                is not CertificateVerdict.Trusted trusted
            || !PartyResolution.Resolve(_snapshots.Policy.Bundle, trusted, certificate).TryPass(out var party, out _)
            || party.Id != _party)
        {
            return false;
        }

        _lastPeer = new EntryPeer.Certificate(Sha256Digest.Of(certificate.RawDataMemory.Span));
        return true;
    }
}
