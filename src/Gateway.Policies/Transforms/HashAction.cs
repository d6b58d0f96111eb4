using System.Security.Cryptography;
using System.Text;
using Gateway.Policies.Catalogue;
using Gateway.Policies.Formats;

namespace Gateway.Policies.Transforms;

//
//  Keyed hash of a value
//
//  References:
//
//      RFC 2104 - HMAC; FIPS 180-4 - SHA-256
//      Unicode Standard Annex #15 - NFKC
//
//  Shape:
//
//      <key id> '.' <the first `length` lower-case hex digits of HMAC-SHA-256 over the folded value>
//

/// <summary>
/// Replaces a value by its keyed hash, so that equal values stay equal and nobody without the key can guess.
/// </summary>
internal sealed class HashAction(FieldAction.Hash rule, ReadOnlyMemory<byte> key) : ValueAction
{
    internal const int MinLength = 16;
    internal const int MaxLength = 2 * SHA256.HashSizeInBytes;

    private readonly byte[] _prefix = Encoding.UTF8.GetBytes($"{rule.Key}.");
    private readonly KeyedHashes _hashes = new(key);

    internal override FieldOutcome Outcome => FieldOutcome.Hashed;

    internal override void WriteText(ReadOnlySpan<byte> text, in Surroundings surroundings, PooledList<byte> target)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        var hash = _hashes.Rent();
        FoldedText.Append(text, hash);
        _hashes.Finish(hash, digest);

        _prefix.CopyTo(target.Extend(_prefix.Length));
        var hex = target.Extend(rule.Length);
        for (var i = 0; i < hex.Length; i++)
        {
            hex[i] = (byte)"0123456789abcdef"[(i & 1) == 0 ? digest[i >> 1] >> 4 : digest[i >> 1] & 0xF];
        }
    }
}
