using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;

namespace Gateway.Stamping;

//
//  CMS signatures over a file beside them
//
//  References:
//
//      RFC 5652 - Cryptographic Message Syntax, SignedData (sections 5, 11)
//      RFC 5035 - Enhanced Security Services, signing-certificate-v2 (section 3)
//      ETSI EN 319 122-1 - CAdES baseline, level B-B (section 6)
//
//  Shape:
//
//      Detached SignedData over id-data; each SignerInfo signs content-type, message-digest, signing-time and
//      signing-certificate-v2, with SHA-256 or better. One .p7s may hold several signers.
//

/// <summary>Makes and checks detached CAdES-B signatures. Trust in a signer is the caller's question.</summary>
internal static class CadesSignature
{
    // A signature of a dozen certificates stays far below; more is somebody wasting our memory.
    private const int MaxSize = 256 * 1024;

    /// <summary>Signs a file's exact bytes.</summary>
    /// <param name="withKey">An RSA or ECDSA certificate with its private key.</param>
    /// <param name="time">The signing-time attribute.</param>
    internal static byte[] Sign(X509Certificate2 withKey, ReadOnlySpan<byte> content, DateTimeOffset time)
    {
        var cms = new SignedCms(new ContentInfo(content.ToArray()), detached: true);
        cms.ComputeSignature(SignerFor(withKey, time), silent: true);
        return cms.Encode();
    }

    /// <summary>Adds one more signer to a signature that stands already; the earlier ones stay as they are.</summary>
    /// <exception cref="CryptographicException">The signature cannot be read.</exception>
    internal static byte[] AddSigner(
        ReadOnlySpan<byte> p7s, X509Certificate2 withKey, ReadOnlySpan<byte> content, DateTimeOffset time)
    {
        var cms = new SignedCms(new ContentInfo(content.ToArray()), detached: true);
        cms.Decode(p7s);
        if (!cms.Detached)
        {
            throw new CryptographicException("the signature holds content of its own");
        }

        cms.ComputeSignature(SignerFor(withKey, time), silent: true);
        return cms.Encode();
    }

    /// <summary>Checks every signer; builds no chain.</summary>
    /// <returns>The signers whose signatures are right, and what is wrong with the others.</returns>
    internal static CadesVerdict Verify(ReadOnlySpan<byte> content, ReadOnlySpan<byte> p7s)
    {
        if (p7s.Length > MaxSize || !IsOneDerValue(p7s))
        {
            return CadesVerdict.Unreadable;
        }

        try
        {
            var cms = new SignedCms(new ContentInfo(content.ToArray()), detached: true);
            cms.Decode(p7s);

            // Content inside the signature would be what is verified, instead of the file beside it.
            return cms.Detached && cms.ContentInfo.ContentType.Value == CadesAttributes.IdData
                ? Judge(cms, content)
                : new CadesVerdict([], ["the signature is not detached over plain data"]);
        }
        catch (CryptographicException)
        {
            return CadesVerdict.Unreadable;
        }
    }

    private static CadesVerdict Judge(SignedCms cms, ReadOnlySpan<byte> content)
    {
        var signers = new List<CadesSigner>();
        var faults = new List<string>();
        for (var i = 0; i < cms.SignerInfos.Count; i++)
        {
            var fault = CadesAttributes.Check(cms.SignerInfos[i], content, out var signer);
            if (fault is not null)
            {
                faults.Add($"signer {i + 1}: {fault}");
            }
            else if (!signers.Exists(other => other.IsSameCertificate(signer!)))
            {
                signers.Add(signer!);
            }
        }

        if (cms.SignerInfos.Count == 0)
        {
            faults.Add("nobody signed");
        }

        return new CadesVerdict(signers, faults);
    }

    private static CmsSigner SignerFor(X509Certificate2 withKey, DateTimeOffset time)
    {
        // No chain: the trust list holds the issuers, and what a signature brings along is not evidence.
        var signer = new CmsSigner(SubjectIdentifierType.IssuerAndSerialNumber, withKey)
        {
            DigestAlgorithm = new Oid(CadesAttributes.Sha256),
            IncludeOption = X509IncludeOption.EndCertOnly,
        };
        signer.SignedAttributes.Add(new Pkcs9SigningTime(time.UtcDateTime));
        signer.SignedAttributes.Add(CadesAttributes.SigningCertificate(withKey));
        return signer;
    }

    // SignedCms reads on past the end of the value; bytes after it are covered by nothing.
    private static bool IsOneDerValue(ReadOnlySpan<byte> p7s) =>
        AsnDecoder.TryReadEncodedValue(p7s, AsnEncodingRules.BER, out _, out _, out _, out var consumed)
        && consumed == p7s.Length;
}
