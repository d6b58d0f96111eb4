using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Gateway.Tests.Ledger;

/// <summary>
/// A folder with an authority of a peer's own, one that issued nothing it should ("stranger"), and certificates of
/// both with their keys; PEM files, keys with mode 0600.
/// </summary>
internal sealed class PeerPki : IDisposable
{
    internal const string ServerUse = "1.3.6.1.5.5.7.3.1";
    internal const string ClientUse = "1.3.6.1.5.5.7.3.2";

    private readonly string _folder;
    private readonly X509Certificate2 _authority;
    private readonly X509Certificate2 _stranger;

    /// <param name="name">Of the authority.</param>
    internal PeerPki(string folder, string name)
    {
        _folder = folder;
        (_authority, _stranger) = (Authority(name), Authority("somebody else"));
        File.WriteAllText(At("ca.crt"), _authority.ExportCertificatePem());
        File.WriteAllText(At("stranger.crt"), _stranger.ExportCertificatePem());
    }

    /// <summary>Writes a certificate for a host, and its key.</summary>
    /// <param name="name">Of the files, without their endings.</param>
    /// <param name="use">Object identifier.</param>
    internal void Issue(string name, string host, string use, bool isForeign = false)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={host}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(use)], false));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.Create(
            isForeign ? _stranger : _authority, now.AddHours(-1), now.AddDays(20), RandomNumberGenerator.GetBytes(16));
        File.WriteAllText(At(name + ".crt"), certificate.ExportCertificatePem());
        File.WriteAllText(At(name + ".key"), key.ExportPkcs8PrivateKeyPem());
        File.SetUnixFileMode(At(name + ".key"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    /// <summary>The authorities' keys; the files stay.</summary>
    public void Dispose()
    {
        _authority.Dispose();
        _stranger.Dispose();
    }

    private string At(string name) => Path.Combine(_folder, name);

    private static X509Certificate2 Authority(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(30));
    }
}
