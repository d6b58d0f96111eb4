using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Gateway.Trust;

//
//  Signature algorithms of certificates and CRLs
//
//  References:
//
//      RFC 4055 - RSA PKCS#1 v1.5 and PSS with SHA-2; RFC 5758 - ECDSA with SHA-2
//
//  What is not here is refused: MD5, SHA-1, DSA, and Ed25519 and SM2, which the platform cannot check in a chain.
//
internal sealed record SignatureScheme(string Name, HashAlgorithmName Hash, RSASignaturePadding? Padding)
{
    private const string RsaPss = "1.2.840.113549.1.1.10";

    private static readonly Dictionary<string, SignatureScheme> Known = new(StringComparer.Ordinal)
    {
        ["1.2.840.113549.1.1.11"] = new("RSA-SHA256", HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
        ["1.2.840.113549.1.1.12"] = new("RSA-SHA384", HashAlgorithmName.SHA384, RSASignaturePadding.Pkcs1),
        ["1.2.840.113549.1.1.13"] = new("RSA-SHA512", HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1),
        ["1.2.840.10045.4.3.2"] = new("ECDSA-SHA256", HashAlgorithmName.SHA256, null),
        ["1.2.840.10045.4.3.3"] = new("ECDSA-SHA384", HashAlgorithmName.SHA384, null),
        ["1.2.840.10045.4.3.4"] = new("ECDSA-SHA512", HashAlgorithmName.SHA512, null),
    };

    private static readonly Dictionary<string, SignatureScheme> KnownPss = new(StringComparer.Ordinal)
    {
        ["2.16.840.1.101.3.4.2.1"] = new("RSA-PSS-SHA256", HashAlgorithmName.SHA256, RSASignaturePadding.Pss),
        ["2.16.840.1.101.3.4.2.2"] = new("RSA-PSS-SHA384", HashAlgorithmName.SHA384, RSASignaturePadding.Pss),
        ["2.16.840.1.101.3.4.2.3"] = new("RSA-PSS-SHA512", HashAlgorithmName.SHA512, RSASignaturePadding.Pss),
    };

    /// <summary>The scheme of an AlgorithmIdentifier, or null.</summary>
    /// <exception cref="AsnContentException">It is none.</exception>
    internal static SignatureScheme? Read(AsnReader algorithmIdentifier)
    {
        var algorithm = algorithmIdentifier.ReadSequence();
        var identifier = algorithm.ReadObjectIdentifier();
        return identifier == RsaPss ? ReadPss(algorithm) : Known.GetValueOrDefault(identifier);
    }

    /// <summary>The scheme of a certificate's outer signatureAlgorithm, or null.</summary>
    internal static SignatureScheme? Of(X509Certificate2 certificate)
    {
        var outer = new AsnReader(certificate.RawDataMemory, AsnEncodingRules.DER).ReadSequence();
        outer.ReadEncodedValue();
        return Read(outer);
    }

    /// <summary>True only for a right signature by the certificate's key; a key of another kind is no.</summary>
    internal bool Verify(X509Certificate2 signer, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        try
        {
            if (Padding is not null)
            {
                using var rsa = signer.GetRSAPublicKey();
                return rsa is not null && rsa.VerifyData(data, signature, Hash, Padding);
            }

            using var ecdsa = signer.GetECDsaPublicKey();
            return ecdsa is not null
                && ecdsa.VerifyData(data, signature, Hash, DSASignatureFormat.Rfc3279DerSequence);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    // RSASSA-PSS-params: [0] hashAlgorithm DEFAULT sha1. The default is refused with the rest of SHA-1.
    private static SignatureScheme? ReadPss(AsnReader algorithm)
    {
        var hashTag = new Asn1Tag(TagClass.ContextSpecific, 0);
        if (!algorithm.HasData)
        {
            return null;
        }

        var parameters = algorithm.ReadSequence();
        return parameters.HasData && parameters.PeekTag().HasSameClassAndValue(hashTag)
            ? KnownPss.GetValueOrDefault(parameters.ReadSequence(hashTag).ReadSequence().ReadObjectIdentifier())
            : null;
    }
}
