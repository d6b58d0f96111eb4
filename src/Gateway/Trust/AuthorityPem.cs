using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Gateway.Policies;

namespace Gateway.Trust;

/// <summary>
/// A CA certificate in a member of a trust list: exactly one PEM block (RFC 7468), a CA that may sign.
/// </summary>
internal static class AuthorityPem
{
    private const string Label = "CERTIFICATE";

    /// <summary>The certificate; a fault and null (which no fault-free list holds) for anything else.</summary>
    internal static X509Certificate2 Read(TrustListObject item, string member, ICollection<Fault> faults)
    {
        var text = item.Text(member);
        if (text.Length == 0)
        {
            return null!;
        }

        if (Decode(text) is not { } certificate)
        {
            item.Wrong(member, "exactly one certificate in PEM is needed");
            return null!;
        }

        if (!IsAuthority(certificate))
        {
            faults.Add(item.At(member).Fault(
                "trust.authority", "a CA certificate that may sign certificates is needed"));
        }

        return certificate;
    }

    private static X509Certificate2? Decode(string text)
    {
        if (!PemEncoding.TryFind(text, out var fields)
            || !text.AsSpan()[fields.Label].SequenceEqual(Label)
            || PemEncoding.TryFind(text.AsSpan()[fields.Location.End..], out _))
        {
            return null;
        }

        try
        {
            return X509CertificateLoader.LoadCertificate(Convert.FromBase64String(text[fields.Base64Data]));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static bool IsAuthority(X509Certificate2 certificate)
    {
        try
        {
            var extensions = certificate.Extensions;
            return extensions.OfType<X509BasicConstraintsExtension>().Any(basic => basic.CertificateAuthority)
                && extensions.OfType<X509KeyUsageExtension>().Any(
                    usage => usage.KeyUsages.HasFlag(X509KeyUsageFlags.KeyCertSign));
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
