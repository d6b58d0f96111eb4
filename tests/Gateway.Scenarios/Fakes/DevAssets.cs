using System.Security.Cryptography.X509Certificates;
using Gateway.Commands.Dev;

namespace Gateway.Scenarios.Fakes;

/// <summary>One throw-away PKI for all scenarios: making one takes longer than most of them.</summary>
internal static class DevAssets
{
    private static readonly Lazy<DevLayout> Made = new(Make);

    internal static DevLayout Pki => Made.Value;

    /// <summary>A party's certificate, for example "bank-gz.client", with its key.</summary>
    internal static X509Certificate2 Certificate(string name) =>
        X509Certificate2.CreateFromPemFile(Pki.Certificate(name), Pki.Key(name));

    /// <summary>One of <see cref="DevBad"/>.</summary>
    internal static X509Certificate2 Bad(string name) =>
        X509Certificate2.CreateFromPemFile(Pki.BadCertificate(name), Pki.BadKey(name));

    /// <summary>A CRL of the mainland's issuing CA that revokes this certificate, newer than the one it replaces.</summary>
    internal static byte[] RevocationOf(X509Certificate2 certificate)
    {
        using var authority = X509Certificate2.CreateFromPemFile(
            Pki.Authority("cn-issuing"), Path.ChangeExtension(Pki.Authority("cn-issuing"), ".key"));
        var now = TimeProvider.System.GetUtcNow();
        var list = new CertificateRevocationListBuilder();
        list.AddEntry(certificate, now.AddMinutes(-1), X509RevocationReason.KeyCompromise);
        return list.Build(
            authority, 2, now.AddDays(30), System.Security.Cryptography.HashAlgorithmName.SHA256, null, now.AddMinutes(-1));
    }

    internal static void CopyFolder(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target, overwrite: true);
        }
    }

    private static DevLayout Make()
    {
        var folder = Directory.CreateTempSubdirectory("gateway-scenarios-pki-");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Delete(recursive: true);
        return DevPki.Create(new DirectoryInfo(Path.Combine(folder.FullName, "pki")), TimeProvider.System.GetUtcNow());
    }
}
