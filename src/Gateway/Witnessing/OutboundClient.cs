using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Gateway.Listening;
using Gateway.Settings;

namespace Gateway.Witnessing;

/// <summary>
/// The connection to a witness, or to whoever serves a log: no proxy, no redirect, no authority but those that are set.
/// </summary>
internal static class OutboundClient
{
    /// <summary>Null where the files that it names can be used; else what is wrong with them.</summary>
    internal static string? FaultOf(ServerSettings server)
    {
        try
        {
            Create(server, TimeSpan.FromSeconds(1), 1).Dispose();
            return null;
        }
        catch (SettingsFileException e)
        {
            return e.Message;
        }
    }

    /// <param name="timeout">For a whole answer.</param>
    /// <param name="most">Bytes of an answer, unpacked.</param>
    /// <exception cref="SettingsFileException">A file that the settings name cannot be used.</exception>
    internal static HttpClient Create(ServerSettings server, TimeSpan timeout, int most)
    {
        var tls = new SslClientAuthenticationOptions
        {
            EnabledSslProtocols = TlsFront.Versions,
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
        };
        if (server.Authority is { } authority)
        {
            tls.CertificateChainPolicy = PolicyOf(authority);
        }

        if (server is { Certificate: { } certificate, Key: { } key })
        {
            tls.ClientCertificateContext = TlsIdentity.Load(certificate, key).Context;
        }

        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            UseCookies = false,
            ActivityHeadersPropagator = null,
            AutomaticDecompression = DecompressionMethods.GZip,
            ConnectTimeout = timeout,
            MaxResponseHeadersLength = 64,
            PooledConnectionLifetime = TimeSpan.FromMinutes(10),
            SslOptions = tls,
        };
        return new HttpClient(handler, disposeHandler: true)
        {
            BaseAddress = server.Url,
            Timeout = timeout,
            MaxResponseContentBufferSize = most,
        };
    }

    private static X509ChainPolicy PolicyOf(string authority)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        try
        {
            policy.CustomTrustStore.ImportFromPemFile(authority);
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new SettingsFileException(authority, "no PEM certificate can be read from it", e);
        }

        return policy.CustomTrustStore.Count > 0
            ? policy
            : throw new SettingsFileException(authority, "no PEM certificate can be read from it");
    }
}
