using System.Collections.Frozen;
using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Gateway.Trust;

//
//  What X509Chain lets pass and we do not
//
//  References:
//
//      RFC 5280 section 4.2 - extensions; RFC 3161 section 2.3 - timestamping certificates
//      Facts: the platform accepts a CA, a leaf that may sign certificates, any extended key usage, short keys, no
//      authority key identifier; and enforces no policy
//
internal static class CertificateProfile
{
    internal const string ClientAuth = "1.3.6.1.5.5.7.3.2";
    internal const string ServerAuth = "1.3.6.1.5.5.7.3.1";
    internal const string TimeStamping = "1.3.6.1.5.5.7.3.8";

    private const string AuthorityKeyIdentifier = "2.5.29.35";
    private const string CertificatePolicies = "2.5.29.32";
    private const string ExtendedKeyUsage = "2.5.29.37";
    private const string Rsa = "1.2.840.113549.1.1.1";
    private const string EllipticCurve = "1.2.840.10045.2.1";
    private const int LeastRsaBits = 2048;
    private const int MostRsaBits = 8192;

    private static readonly FrozenSet<string> Curves =
        FrozenSet.Create(StringComparer.Ordinal, "1.2.840.10045.3.1.7", "1.3.132.0.34");

    // Key usage, basic constraints, subject alternative name, extended key usage and policies are checked here; name
    // constraints by X509Chain. Policy constraints only tighten what is always asked: an explicit policy, unmapped.
    private static readonly FrozenSet<string> Understood = FrozenSet.Create(
        StringComparer.Ordinal,
        "2.5.29.15", "2.5.29.19", "2.5.29.17", "2.5.29.30", "2.5.29.36", "2.5.29.54",
        ExtendedKeyUsage, CertificatePolicies);

    /// <summary>What a leaf lacks for this use, as words before its fingerprint; null when nothing.</summary>
    internal static string? UsageFault(X509Certificate2 leaf, TrustUse use, PeerRole role) =>
        ExtensionFault(leaf)
        ?? AuthorityFault(leaf)
        ?? (leaf.Extensions[AuthorityKeyIdentifier] is null ? "no authority key identifier in" : null)
        ?? KeyUsageFault(leaf, use, role)
        ?? ExtendedKeyUsageFault(leaf, use, role);

    /// <summary>
    /// An extension that stands twice, or is critical and not understood: in any certificate below the anchor.
    /// </summary>
    internal static string? ExtensionFault(X509Certificate2 certificate)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var extension in certificate.Extensions)
        {
            var identifier = extension.Oid?.Value ?? "";
            if (!seen.Add(identifier))
            {
                return "an extension stands twice in";
            }

            if (extension.Critical && !Understood.Contains(identifier))
            {
                return "a critical extension is not understood in";
            }
        }

        return null;
    }

    /// <summary>RSA of 2048 bits and more, P-256 and P-384; nothing else.</summary>
    internal static bool HasStrongKey(X509Certificate2 certificate)
    {
        if (certificate.PublicKey.Oid.Value == EllipticCurve)
        {
            var curve = new AsnReader(certificate.PublicKey.EncodedParameters?.RawData, AsnEncodingRules.DER);
            return curve.PeekTag() == Asn1Tag.ObjectIdentifier && Curves.Contains(curve.ReadObjectIdentifier());
        }

        if (certificate.PublicKey.Oid.Value != Rsa)
        {
            return false;
        }

        using var key = certificate.GetRSAPublicKey();
        return key is { KeySize: >= LeastRsaBits and <= MostRsaBits };
    }

    /// <summary>The policy identifiers of a certificate, in order; empty where it has none.</summary>
    internal static IReadOnlyList<string> Policies(X509Certificate2 certificate)
    {
        if (certificate.Extensions[CertificatePolicies] is not { } extension)
        {
            return [];
        }

        var policies = new List<string>();
        var sequence = new AsnReader(extension.RawData, AsnEncodingRules.DER).ReadSequence();
        while (sequence.HasData)
        {
            policies.Add(sequence.ReadSequence().ReadObjectIdentifier());
        }

        return policies;
    }

    private static string? AuthorityFault(X509Certificate2 leaf) =>
        leaf.Extensions.OfType<X509BasicConstraintsExtension>().Any(basic => basic.CertificateAuthority)
            ? "a CA may not speak for a party:"
            : null;

    private static string? KeyUsageFault(X509Certificate2 leaf, TrustUse use, PeerRole role)
    {
        if (leaf.Extensions.OfType<X509KeyUsageExtension>().SingleOrDefault() is not { KeyUsages: var usages })
        {
            return "no key usage in";
        }

        if ((usages & (X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign)) != 0)
        {
            return "the key may sign certificates or CRLs:";
        }

        // A connection needs digitalSignature; a signed document may stand on nonRepudiation alone.
        var isConnection = use == TrustUse.TlsPeer || role != PeerRole.None;
        var enough = isConnection
            ? X509KeyUsageFlags.DigitalSignature
            : X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.NonRepudiation;
        return (usages & enough) == 0 ? "the key usage does not allow signatures:" : null;
    }

    private static string? ExtendedKeyUsageFault(X509Certificate2 leaf, TrustUse use, PeerRole role)
    {
        var extended = leaf.Extensions.OfType<X509EnhancedKeyUsageExtension>().SingleOrDefault();
        var usages = extended is null ? [] : extended.EnhancedKeyUsages.Cast<Oid>().Select(oid => oid.Value).ToList();
        var isEnough = (use, role) switch
        {
            (_, PeerRole.Client) => usages.Contains(ClientAuth),
            (_, PeerRole.Server) => usages.Contains(ServerAuth),
            (TrustUse.TlsPeer, _) => false,
            (TrustUse.Timestamp, _) => usages is [TimeStamping] && extended!.Critical,

            // A signer's certificate is not one for connections only.
            _ => extended is null || usages.Exists(usage => usage is not (ClientAuth or ServerAuth or TimeStamping)),
        };
        return isEnough ? null : "the extended key usage does not allow this:";
    }
}
