using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Gateway.Commands.Dev;

/// <summary>Writes certificates, and private keys that only their owner can read.</summary>
internal static class DevFiles
{
    /// <summary>NAME.crt and NAME.key, both PEM; the key is PKCS#8, mode 0600.</summary>
    /// <param name="issuer">Stands behind the leaf, for peers that know only the root.</param>
    internal static void WritePair(
        string folder, string name, X509Certificate2 withKey, X509Certificate2? issuer = null)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(
            Path.Combine(folder, name + ".crt"),
            withKey.ExportCertificatePem() + "\n" + issuer?.ExportCertificatePem() + "\n");
        using var key = KeyOf(withKey);
        var pem = Encoding.ASCII.GetBytes(key!.ExportPkcs8PrivateKeyPem() + "\n");
        WriteSecret(Path.Combine(folder, name + ".key"), pem);
        CryptographicOperations.ZeroMemory(pem);
    }

    private static AsymmetricAlgorithm? KeyOf(X509Certificate2 certificate) =>
        (AsymmetricAlgorithm?)certificate.GetRSAPrivateKey()
        ?? (AsymmetricAlgorithm?)certificate.GetECDsaPrivateKey()
        ?? certificate.GetECDiffieHellmanPrivateKey();

    /// <summary>A new file of mode 0600, from its first byte on.</summary>
    internal static void WriteSecret(string path, ReadOnlySpan<byte> secret)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var file = new FileStream(path, options);
        file.Write(secret);
    }

    /// <summary>A certificate with its key, from the two files.</summary>
    internal static X509Certificate2 Read(string certificate, string key) =>
        X509Certificate2.CreateFromPemFile(certificate, key);
}
