using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Gateway.Trust;

/// <summary>How a certificate is named wherever it is named: SHA-256 of its DER, lower-case hex.</summary>
internal static class Fingerprint
{
    internal static string Of(X509Certificate2 certificate) =>
        Convert.ToHexStringLower(SHA256.HashData(certificate.RawDataMemory.Span));
}
