using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Gateway.Trust;

/// <summary>How a certificate is named wherever it is named: SHA-256 of its DER, lower-case hex.</summary>
internal static class Fingerprint
{
    // A connection shows the same object with each request; gone with it.
    private static readonly ConditionalWeakTable<X509Certificate2, string> Known = [];

    internal static string Of(X509Certificate2 certificate) => Known.GetValue(
        certificate, static made => Convert.ToHexStringLower(SHA256.HashData(made.RawDataMemory.Span)));
}
