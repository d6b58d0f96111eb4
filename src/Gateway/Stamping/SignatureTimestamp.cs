using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;

namespace Gateway.Stamping;

//
//  A timestamp on a CMS signature (CAdES-T)
//
//  References:
//
//      RFC 3161 - TimeStampReq, TimeStampResp, TimeStampToken; section 3.4 - over HTTP
//      RFC 5816 - signing-certificate-v2 in tokens
//      ETSI EN 319 122-1 section 5.3 - signature-time-stamp, unsigned, over the value of the signature
//
//  Parameters:
//
//      SHA-256, a random nonce of 8 bytes, the authority's certificate is asked for.
//

/// <summary>The time an authority vouches for, and which one.</summary>
internal sealed record TimestampedAt(X509Certificate2 Authority, DateTimeOffset Time);

/// <summary>Asks for, attaches and checks timestamps. Whom to believe is the caller's question.</summary>
internal static class SignatureTimestamp
{
    internal const string QueryType = "application/timestamp-query";
    internal const string ReplyType = "application/timestamp-reply";

    private const string SignatureTimeStamp = "1.2.840.113549.1.9.16.2.14";
    private const int NonceSize = 8;

    /// <summary>What to ask about a signature of one signer.</summary>
    /// <exception cref="CryptographicException">It is no signature.</exception>
    internal static TimestampQuestion Ask(byte[] p7s) => new(p7s, Rfc3161TimestampRequest.CreateFromSignerInfo(
        Decode(p7s).SignerInfos[0],
        HashAlgorithmName.SHA256,
        nonce: RandomNumberGenerator.GetBytes(NonceSize),
        requestSignerCertificates: true));

    /// <summary>Null where a signer has none. False where it has one that does not hold, or several.</summary>
    internal static bool TryRead(SignerInfo signer, out TimestampedAt? at)
    {
        at = null;
        AsnEncodedData? only = null;
        foreach (var attribute in signer.UnsignedAttributes)
        {
            if (attribute.Oid.Value == SignatureTimeStamp)
            {
                if (only is not null || attribute.Values.Count != 1)
                {
                    return false;
                }

                only = attribute.Values[0];
            }
        }

        return only is null || TryRead(only.RawData, signer, out at);
    }

    internal static byte[] Attach(byte[] p7s, Rfc3161TimestampToken token)
    {
        var cms = Decode(p7s);
        cms.SignerInfos[0].AddUnsignedAttribute(
            new AsnEncodedData(SignatureTimeStamp, token.AsSignedCms().Encode()));
        return cms.Encode();
    }

    internal static bool Holds(Rfc3161TimestampToken token, byte[] p7s, [NotNullWhen(true)] out TimestampedAt? at) =>
        Holds(token, Decode(p7s).SignerInfos[0], out at);

    private static bool TryRead(byte[] attribute, SignerInfo signer, out TimestampedAt? at)
    {
        at = null;
        return Rfc3161TimestampToken.TryDecode(attribute, out var token, out var consumed)
            && consumed == attribute.Length && Holds(token, signer, out at);
    }

    // Over this signature's value, by the certificate that it names, which is one for timestamps and was in date then.
    private static bool Holds(
        Rfc3161TimestampToken token, SignerInfo signer, [NotNullWhen(true)] out TimestampedAt? at)
    {
        at = token.VerifySignatureForSignerInfo(signer, out var authority)
            && token.TokenInfo.HashAlgorithmId.Value is CadesAttributes.Sha256
            && authority is not null
                ? new TimestampedAt(authority, token.TokenInfo.Timestamp)
                : null;
        return at is not null;
    }

    private static SignedCms Decode(byte[] p7s)
    {
        var cms = new SignedCms();
        cms.Decode(p7s);
        return cms;
    }
}

/// <summary>One question to an authority; its answer makes the signature a timestamped one.</summary>
internal sealed class TimestampQuestion(byte[] p7s, Rfc3161TimestampRequest request)
{
    /// <summary>The body of the request.</summary>
    internal byte[] Bytes => request.Encode();

    /// <summary>
    /// The signature with its timestamp; null where the answer is none to this question, is a refusal, or does not
    /// hold.
    /// </summary>
    internal byte[]? Answer(byte[] reply, out TimestampedAt? at)
    {
        at = null;
        try
        {
            var token = request.ProcessResponse(reply, out var consumed);
            return consumed == reply.Length && SignatureTimestamp.Holds(token, p7s, out at)
                ? SignatureTimestamp.Attach(p7s, token)
                : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
