using System.Security.Cryptography;

namespace Gateway.Stamping;

//
//  Content-Digest
//
//  References:
//
//      RFC 9530 - section 2 (Content-Digest), section 5 (algorithms: sha-256 and sha-512 are the active ones)
//
//  Shape:
//
//      sha-256=:base64:, over exactly the bytes sent, after content coding and before transfer coding.
//
internal static class ContentDigest
{
    internal const string FieldName = "Content-Digest";

    private const string Sha256 = "sha-256";
    private const string Sha512 = "sha-512";

    /// <summary>The field value for a body of that SHA-256.</summary>
    internal static string Of(ReadOnlySpan<byte> sha256)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(sha256.Length, SHA256.HashSizeInBytes);
        return $"{Sha256}=:{Convert.ToBase64String(sha256)}:";
    }

    /// <summary>
    /// The value that stands for the caller's body in a response's "content-digest";req: the caller's own field where
    /// it is right, else the digest of what was received, which the caller can compute too.
    /// </summary>
    internal static string OfCaller(string? received, ReadOnlySpan<byte> body) =>
        received is not null && Check(received, body) is null ? received.Trim(' ', '\t') : Of(SHA256.HashData(body));

    /// <summary>The sha-256 that a value claims, lower-case hex; null where it claims none.</summary>
    internal static string? Claimed(string value) =>
        StructuredFields.TryParseDictionary(value, out var digests) && !digests.HasDuplicates
            && digests[Sha256] is StructuredItem { Value: BareItem.Bytes { Value: var claimed } }
            ? Convert.ToHexStringLower(claimed)
            : null;

    /// <summary>Null when the value holds sha-256 and every digest of a known algorithm is right.</summary>
    internal static string? Check(string value, ReadOnlySpan<byte> body)
    {
        if (!StructuredFields.TryParseDictionary(value, out var digests) || digests.HasDuplicates)
        {
            return "is not a dictionary of distinct digests";
        }

        if (digests[Sha256] is null)
        {
            return "has no sha-256 digest";
        }

        // One wrong digest is enough: falling back to another would let the weaker one decide.
        foreach (var (algorithm, member) in digests.All)
        {
            if (member is not StructuredItem { Value: BareItem.Bytes { Value: var claimed } })
            {
                return "holds a member that is no byte sequence";
            }

            var actual = algorithm switch
            {
                Sha256 => SHA256.HashData(body),
                Sha512 => SHA512.HashData(body),
                _ => null,
            };
            if (actual is not null && !CryptographicOperations.FixedTimeEquals(claimed, actual))
            {
                return $"{algorithm} is not that of the body";
            }
        }

        return null;
    }
}
