using System.Formats.Asn1;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Gateway.Commands.Dev;

/// <summary>
/// What one certificate is to say. The defaults are a good organisation's; each test or demo bends one thing.
/// </summary>
internal sealed record DevSubject(X500DistinguishedName Name, DateTimeOffset NotBefore, DateTimeOffset NotAfter)
{
    internal X509KeyUsageFlags KeyUsage { get; init; } = X509KeyUsageFlags.DigitalSignature;

    internal IReadOnlyList<string> ExtendedKeyUsage { get; init; } = [];

    internal IReadOnlyList<string> Policies { get; init; } = [];

    internal IReadOnlyList<string> DnsNames { get; init; } = [];

    internal bool IsAuthority { get; init; }

    internal bool HasAuthorityKeyIdentifier { get; init; } = true;

    internal HashAlgorithmName Hash { get; init; } = HashAlgorithmName.SHA256;

    /// <summary>Further extensions, as they are.</summary>
    internal IReadOnlyList<X509Extension> Extensions { get; init; } = [];
}

/// <summary>A throw-away certificate authority: issues certificates and CRLs.</summary>
internal sealed class DevAuthority : IDisposable
{
    private const int SerialSize = 16;

    private readonly AsymmetricAlgorithm _key;

    private DevAuthority(AsymmetricAlgorithm key, X509Certificate2 certificate)
    {
        _key = key;
        Certificate = certificate;
    }

    /// <summary>With its private key.</summary>
    internal X509Certificate2 Certificate { get; }

    /// <summary>An authority that signed itself. The key is the authority's to dispose.</summary>
    internal static DevAuthority Root(DevSubject subject, AsymmetricAlgorithm key)
    {
        var request = Request(subject with { IsAuthority = true, KeyUsage = AuthorityUsage }, key);
        using var bare = request.Create(
            subject.Name, Generator(key), subject.NotBefore, subject.NotAfter, NewSerial());
        return new DevAuthority(key, WithKey(bare, key));
    }

    internal DevAuthority Subordinate(DevSubject subject, AsymmetricAlgorithm key) =>
        new(key, Issue(subject with { IsAuthority = true, KeyUsage = AuthorityUsage }, key));

    /// <summary>A certificate with its private key.</summary>
    internal X509Certificate2 Issue(DevSubject subject, AsymmetricAlgorithm key)
    {
        var request = Request(subject, key);
        if (subject.HasAuthorityKeyIdentifier)
        {
            request.CertificateExtensions.Add(
                X509AuthorityKeyIdentifierExtension.CreateFromCertificate(Certificate, true, false));
        }

        using var bare = request.Create(
            Certificate.SubjectName, Generator(_key), subject.NotBefore, subject.NotAfter, NewSerial());
        return WithKey(bare, key);
    }

    /// <summary>A certificate with a fresh P-256 key.</summary>
    internal X509Certificate2 Issue(DevSubject subject)
    {
        using var key = NewCurveKey();
        return Issue(subject, key);
    }

    /// <summary>A full CRL in DER.</summary>
    internal byte[] RevocationList(
        IEnumerable<X509Certificate2> revoked, DateTimeOffset thisUpdate, DateTimeOffset nextUpdate)
    {
        var builder = new CertificateRevocationListBuilder();
        foreach (var certificate in revoked)
        {
            builder.AddEntry(certificate, thisUpdate, X509RevocationReason.KeyCompromise);
        }

        var padding = _key is RSA ? RSASignaturePadding.Pkcs1 : null;
        return builder.Build(Certificate, 1, nextUpdate, HashAlgorithmName.SHA256, padding, thisUpdate);
    }

    internal static ECDsa NewCurveKey() => ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>The certificatePolicies extension (RFC 5280 section 4.2.1.4), without qualifiers.</summary>
    internal static X509Extension PoliciesExtension(IEnumerable<string> policies)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            foreach (var policy in policies)
            {
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(policy);
                }
            }
        }

        return new X509Extension("2.5.29.32", writer.Encode(), critical: false);
    }

    public void Dispose()
    {
        Certificate.Dispose();
        _key.Dispose();
    }

    private const X509KeyUsageFlags AuthorityUsage = X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign;

    private static CertificateRequest Request(DevSubject subject, AsymmetricAlgorithm key)
    {
        var request = key is RSA rsa
            ? new CertificateRequest(subject.Name, rsa, subject.Hash, RSASignaturePadding.Pkcs1)
            : new CertificateRequest(subject.Name, (ECDsa)key, subject.Hash);
        var extensions = request.CertificateExtensions;
        extensions.Add(new X509BasicConstraintsExtension(subject.IsAuthority, false, 0, critical: true));
        extensions.Add(new X509KeyUsageExtension(subject.KeyUsage, critical: true));
        extensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        if (subject.ExtendedKeyUsage.Count > 0)
        {
            var usages = new OidCollection();
            subject.ExtendedKeyUsage.ToList().ForEach(usage => usages.Add(new Oid(usage)));
            extensions.Add(new X509EnhancedKeyUsageExtension(usages, critical: false));
        }

        if (subject.Policies.Count > 0)
        {
            extensions.Add(PoliciesExtension(subject.Policies));
        }

        if (subject.DnsNames.Count > 0)
        {
            extensions.Add(LoopbackNames(subject.DnsNames));
        }

        subject.Extensions.ToList().ForEach(extensions.Add);
        return request;
    }

    private static X509Extension LoopbackNames(IReadOnlyList<string> dnsNames)
    {
        var names = new SubjectAlternativeNameBuilder();
        dnsNames.ToList().ForEach(names.AddDnsName);
        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.IPv6Loopback);
        return names.Build();
    }

    private static X509SignatureGenerator Generator(AsymmetricAlgorithm key) => key is RSA rsa
        ? X509SignatureGenerator.CreateForRSA(rsa, RSASignaturePadding.Pkcs1)
        : X509SignatureGenerator.CreateForECDsa((ECDsa)key);

    private static X509Certificate2 WithKey(X509Certificate2 bare, AsymmetricAlgorithm key)
    {
        if (key is RSA rsa)
        {
            return bare.CopyWithPrivateKey(rsa);
        }

        // A certificate for key agreement alone is none for signatures, to the framework either.
        using var signing = bare.GetECDsaPublicKey();
        if (signing is not null)
        {
            return bare.CopyWithPrivateKey((ECDsa)key);
        }

        using var agreement = ECDiffieHellman.Create(((ECDsa)key).ExportParameters(includePrivateParameters: true));
        return bare.CopyWithPrivateKey(agreement);
    }

    // Positive and of one length: the first octet is neither negative nor zero.
    private static byte[] NewSerial()
    {
        var serial = RandomNumberGenerator.GetBytes(SerialSize);
        serial[0] = (byte)((serial[0] & 0x3f) | 0x40);
        return serial;
    }
}
