using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;

namespace Gateway.Stamping;

//
//  The signed attributes of a CAdES-B signer
//
//  References:
//
//      RFC 5652 section 11 - content-type, message-digest, signing-time
//      RFC 5035 section 3 - SigningCertificateV2 { certs SEQUENCE OF ESSCertIDv2 { hashAlgorithm DEFAULT sha256,
//          certHash, issuerSerial OPTIONAL } }; the first names the signer's certificate
//
internal static class CadesAttributes
{
    internal const string IdData = "1.2.840.113549.1.7.1";
    internal const string Sha256 = "2.16.840.1.101.3.4.2.1";

    private const string Sha384 = "2.16.840.1.101.3.4.2.2";
    private const string Sha512 = "2.16.840.1.101.3.4.2.3";
    private const string ContentType = "1.2.840.113549.1.9.3";
    private const string MessageDigest = "1.2.840.113549.1.9.4";
    private const string SigningTime = "1.2.840.113549.1.9.5";
    private const string SigningCertificateV2 = "1.2.840.113549.1.9.16.2.47";

    // RSA PKCS#1 (bare, and with SHA-256, 384, 512), RSA-PSS, ECDSA with SHA-256, 384, 512. Nothing with SHA-1.
    private static readonly HashSet<string> SignatureAlgorithms = new(StringComparer.Ordinal)
    {
        "1.2.840.113549.1.1.1", "1.2.840.113549.1.1.11", "1.2.840.113549.1.1.12", "1.2.840.113549.1.1.13",
        "1.2.840.113549.1.1.10", "1.2.840.10045.4.3.2", "1.2.840.10045.4.3.3", "1.2.840.10045.4.3.4",
    };

    /// <summary>Ties a signature to one certificate, and not to another one of the same key.</summary>
    internal static AsnEncodedData SigningCertificate(X509Certificate2 certificate)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        using (writer.PushSequence())
        using (writer.PushSequence())
        {
            // hashAlgorithm is SHA-256, its default, and so is left out (DER).
            writer.WriteOctetString(certificate.GetCertHash(HashAlgorithmName.SHA256));
            using (writer.PushSequence())
            {
                using (writer.PushSequence())
                using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 4)))
                {
                    writer.WriteEncodedValue(certificate.IssuerName.RawData);
                }

                writer.WriteInteger(certificate.SerialNumberBytes.Span);
            }
        }

        return new AsnEncodedData(SigningCertificateV2, writer.Encode());
    }

    /// <summary>Null when the signer's attributes, digest and signature are right; else what is not.</summary>
    internal static string? Check(SignerInfo info, ReadOnlySpan<byte> content, out CadesSigner? signer)
    {
        signer = null;
        try
        {
            if (Digest(info.DigestAlgorithm.Value, content) is not { } digest
                || !SignatureAlgorithms.Contains(info.SignatureAlgorithm.Value ?? ""))
            {
                return "its algorithm is not accepted";
            }

            if (info.Certificate is not { } certificate)
            {
                return "its certificate is not in the signature";
            }

            if (CheckAttributes(info, certificate, digest, out var time) is { } fault)
            {
                return fault;
            }

            info.CheckSignature(verifySignatureOnly: true);
            if (!SignatureTimestamp.TryRead(info, out var timestamp))
            {
                return "its timestamp is wrong";
            }

            signer = new CadesSigner(certificate, time) { Timestamp = timestamp };
            return null;
        }
        catch (CryptographicException)
        {
            return "its signature is wrong";
        }
        catch (AsnContentException)
        {
            return "its signed attributes cannot be read";
        }
    }

    private static string? CheckAttributes(
        SignerInfo info, X509Certificate2 certificate, byte[] digest, out DateTimeOffset time)
    {
        time = default;
        if (Only(info, ContentType) is not { } type || ReadObjectIdentifier(type) != IdData)
        {
            return "content-type is absent or wrong";
        }

        if (Only(info, MessageDigest) is not { } attribute || !ReadOctets(attribute).AsSpan().SequenceEqual(digest))
        {
            return "message-digest is absent or is not that of the content";
        }

        if (Only(info, SigningTime) is not { } signingTime)
        {
            return "signing-time is absent";
        }

        time = new DateTimeOffset(new Pkcs9SigningTime(signingTime).SigningTime.ToUniversalTime(), TimeSpan.Zero);
        return Only(info, SigningCertificateV2) is { } ess && NamesCertificate(ess, certificate)
            ? null
            : "signing-certificate-v2 is absent or names another certificate";
    }

    private static bool NamesCertificate(byte[] attribute, X509Certificate2 certificate)
    {
        var reader = new AsnReader(attribute, AsnEncodingRules.BER);
        var first = reader.ReadSequence().ReadSequence().ReadSequence();
        reader.ThrowIfNotEmpty();
        var algorithm = Sha256;
        if (first.PeekTag().HasSameClassAndValue(Asn1Tag.Sequence))
        {
            algorithm = first.ReadSequence().ReadObjectIdentifier();
        }

        return Digest(algorithm, certificate.RawDataMemory.Span) is { } expected
            && first.ReadOctetString().AsSpan().SequenceEqual(expected)
            && (!first.HasData || IsIssuerAndSerial(first.ReadSequence(), certificate));
    }

    private static bool IsIssuerAndSerial(AsnReader issuerSerial, X509Certificate2 certificate)
    {
        var names = issuerSerial.ReadSequence();
        var directory = names.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 4));
        return directory.ReadEncodedValue().Span.SequenceEqual(certificate.IssuerName.RawData)
            && !names.HasData
            && issuerSerial.ReadInteger() == new BigInteger(certificate.SerialNumberBytes.Span, isBigEndian: true);
    }

    // An attribute counts only when it stands once with one value: of two, a reader might take the other.
    private static byte[]? Only(SignerInfo info, string oid)
    {
        byte[]? only = null;
        foreach (var attribute in info.SignedAttributes)
        {
            if (attribute.Oid.Value == oid)
            {
                if (only is not null || attribute.Values.Count != 1)
                {
                    return null;
                }

                only = attribute.Values[0].RawData;
            }
        }

        return only;
    }

    private static string ReadObjectIdentifier(byte[] value) =>
        AsnDecoder.ReadObjectIdentifier(value, AsnEncodingRules.DER, out _);

    private static byte[] ReadOctets(byte[] value) => AsnDecoder.ReadOctetString(value, AsnEncodingRules.DER, out _);

    private static byte[]? Digest(string? algorithm, ReadOnlySpan<byte> content) => algorithm switch
    {
        Sha256 => SHA256.HashData(content),
        Sha384 => SHA384.HashData(content),
        Sha512 => SHA512.HashData(content),
        _ => null,
    };
}
