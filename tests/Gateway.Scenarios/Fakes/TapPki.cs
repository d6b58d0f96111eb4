using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Gateway.Scenarios.Fakes;

/// <summary>An authority of the receiver's own, its certificate, and the one the gateway shows it; PEM files.</summary>
internal sealed class TapPki : IDisposable
{
    internal const string ServerName = "logs.example";
    internal const string ClientName = "tap.gateway.example";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gateway-tap-pki-");

    internal TapPki()
    {
        using var authority = Authority("tap receivers");
        using var stranger = Authority("somebody else");
        File.WriteAllText(AuthorityFile, authority.ExportCertificatePem());
        File.WriteAllText(StrangerFile, stranger.ExportCertificatePem());
        Issue("server", authority, ServerName, "1.3.6.1.5.5.7.3.1");
        Issue("client", authority, ClientName, "1.3.6.1.5.5.7.3.2");
        Issue("foreign", stranger, ServerName, "1.3.6.1.5.5.7.3.1");
    }

    internal string AuthorityFile => Path.Combine(_folder.FullName, "ca.crt");

    /// <summary>An authority that issued nothing the tap meets.</summary>
    internal string StrangerFile => Path.Combine(_folder.FullName, "stranger.crt");

    internal string Certificate(string name) => Path.Combine(_folder.FullName, name + ".crt");

    internal string Key(string name) => Path.Combine(_folder.FullName, name + ".key");

    internal X509Certificate2 Load(string name) => X509Certificate2.CreateFromPemFile(Certificate(name), Key(name));

    public void Dispose() => _folder.Delete(recursive: true);

    private static X509Certificate2 Authority(string name)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(30));
    }

    private void Issue(string name, X509Certificate2 authority, string host, string use)
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
            authority, now.AddHours(-1), now.AddDays(20), RandomNumberGenerator.GetBytes(16));
        File.WriteAllText(Certificate(name), certificate.ExportCertificatePem());
        File.WriteAllText(Key(name), key.ExportPkcs8PrivateKeyPem());
        File.SetUnixFileMode(Key(name), UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }
}
