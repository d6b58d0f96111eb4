using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Gateway.Settings;

/// <summary>PEM certificates and their private keys, whose file modes are checked.</summary>
internal static class CertificateFiles
{
    /// <summary>The first certificate of the file, without a key.</summary>
    /// <exception cref="SettingsFileException">The file is missing or is no certificate.</exception>
    internal static X509Certificate2 Load(string file)
    {
        try
        {
            return X509CertificateLoader.LoadCertificateFromFile(file);
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new SettingsFileException(file, "no PEM certificate can be read from it", e);
        }
    }

    /// <summary>A certificate with its private key.</summary>
    /// <exception cref="SettingsFileException">
    /// A file is missing, others can read the key, or they do not fit.
    /// </exception>
    internal static X509Certificate2 LoadWithKey(string certificateFile, string keyFile)
    {
        if (SecretFile.Fault(keyFile) is { } fault)
        {
            throw new SettingsFileException(keyFile, fault);
        }

        try
        {
            return X509Certificate2.CreateFromPemFile(certificateFile, keyFile);
        }
        catch (Exception e) when (
            e is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new SettingsFileException(certificateFile, "certificate and key cannot be read, or do not fit", e);
        }
    }
}

/// <summary>A file that gateway.json names cannot be used. The message says which and what to do.</summary>
internal sealed class SettingsFileException(string file, string reason, Exception? inner = null)
    : Exception($"'{Path.GetFileName(file)}': {reason}", inner)
{
    internal string File => file;

    internal string Reason => reason;
}
