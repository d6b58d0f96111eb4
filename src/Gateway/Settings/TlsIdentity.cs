using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Gateway.Settings;

/// <summary>
/// What the gateway shows in a handshake: a certificate, its private key and its issuers, read from their two files at
/// one moment and known to fit. Connections go on using it after it was replaced, so it is left to the collector.
/// </summary>
internal sealed class TlsIdentity
{
    private TlsIdentity(X509Certificate2 leaf, X509Certificate2Collection issuers, byte[] file)
    {
        Leaf = leaf;
        Context = SslStreamCertificateContext.Create(leaf, issuers, offline: true);
        FileSha256 = Convert.ToHexStringLower(SHA256.HashData(file));
    }

    internal X509Certificate2 Leaf { get; }

    /// <summary>For TLS: made once, used by every handshake. Nothing is ever fetched for it.</summary>
    internal SslStreamCertificateContext Context { get; }

    /// <summary>Of the certificate file. The key is that certificate's, so this tells identities apart.</summary>
    internal string FileSha256 { get; }

    internal bool IsInForce(DateTimeOffset now) =>
        Leaf.NotBefore.ToUniversalTime() <= now.UtcDateTime && now.UtcDateTime < Leaf.NotAfter.ToUniversalTime();

    /// <exception cref="SettingsFileException">
    /// A file is missing, others can read the key, or they do not fit.
    /// </exception>
    internal static TlsIdentity Load(string certificateFile, string keyFile)
    {
        if (SecretFile.Fault(keyFile) is { } fault)
        {
            throw new SettingsFileException(keyFile, fault);
        }

        byte[]? key = null;
        char[]? keyText = null;
        try
        {
            // Each file once, so that leaf and issuers are of one version; a half-written pair does not fit.
            var file = File.ReadAllBytes(certificateFile);
            var text = Encoding.UTF8.GetString(file);
            key = File.ReadAllBytes(keyFile);
            keyText = Encoding.UTF8.GetChars(key);
            var leaf = X509Certificate2.CreateFromPem(text, keyText);
            var issuers = new X509Certificate2Collection();
            issuers.ImportFromPem(text);
            issuers.RemoveAt(0);
            return new TlsIdentity(leaf, issuers, file);
        }
        catch (Exception e) when (
            e is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new SettingsFileException(certificateFile, "certificate and key cannot be read, or do not fit", e);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
            Array.Clear(keyText ?? []);
        }
    }
}
