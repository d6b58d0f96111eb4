using System.Net.Security;
using System.Runtime.CompilerServices;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Gateway.Settings;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Gateway.Listening;

//
//  TLS at the door
//
//  References:
//
//      RFC 8446 - TLS 1.3; RFC 5246 - TLS 1.2 (ECDHE with AEAD only)
//      RFC 9113 - HTTP/2, section 9.2
//
//  A client certificate is asked for and taken whatever it is: the answer to a bad one is a 403 that can be audited,
//  given by Identity, not a bare close. Nothing is fetched while the handshake runs.
//
internal static class TlsFront
{
    /// <summary>TLS 1.2 and 1.3, towards callers and towards the far side.</summary>
    internal const SslProtocols Versions = SslProtocols.Tls12 | SslProtocols.Tls13;

    // Made once for each certificate, and gone with it.
    private static readonly ConditionalWeakTable<TlsIdentity, SslServerAuthenticationOptions> Made = [];

    internal static readonly CipherSuitesPolicy Suites = new(
    [
        TlsCipherSuite.TLS_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_CHACHA20_POLY1305_SHA256,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
    ]);

    /// <summary>Puts TLS on a listener. Each handshake shows what is in force at that moment.</summary>
    internal static void UseTls(this ListenOptions listen, IdentitySettings identity, Func<TlsIdentity> inForce)
    {
        listen.UseHttps(new TlsHandshakeCallbackOptions
        {
            HandshakeTimeout = identity.HandshakeTimeout,
            OnConnection = _ => ValueTask.FromResult(Made.GetValue(inForce(), Options)),
        });
    }

    private static SslServerAuthenticationOptions Options(TlsIdentity shown) => new()
    {
        ServerCertificateContext = shown.Context,
        EnabledSslProtocols = Versions,
        CipherSuitesPolicy = Suites,
        ApplicationProtocols = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11],
        AllowRenegotiation = false,
        ClientCertificateRequired = true,
#pragma warning disable CA5359 // Identity judges it, on the record; a bare close would leave none.
        RemoteCertificateValidationCallback = (_, _, _, _) => true,
#pragma warning restore CA5359
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
