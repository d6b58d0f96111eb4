using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Gateway.Ledger.Tree;
using Gateway.Policies.Transforms;

namespace Gateway.Screening;

//
//  Commitments to the values of a body
//
//  References:
//
//      RFC 6962 section 2.1 - the tree over the leaves, in the order of the body
//      docs/formats/commitments.md
//
//  Shape:
//
//      salt(i)   = the first 16 bytes of HMAC-SHA-256(seed, "gateway/v1\nfield-salt\n" || u64 i)
//      before    = SHA-256(salt || 00 || the value's JSON text as it came)
//      after     = SHA-256(salt || 01 || what left in its place), "-" where nothing did
//      leaf(i)   = "gateway-field/v1\n<path>\n<action>\n<before, hex>\n<after, hex>\n"
//

/// <summary>
/// What a release commits to, value by value. The root is signed with the statement; the rest is private to the annex:
/// without its salt a digest of a value with few possible values would be the value.
/// </summary>
/// <param name="Seed">32 random bytes that all salts are made of.</param>
internal sealed record FieldCommitments(byte[] Seed, IReadOnlyList<FieldLeaf> Leaves)
{
    internal const int SeedSize = 32;

    /// <summary>Null where the category does not keep what came.</summary>
    internal KeptOriginals? Originals { get; init; }

    private const int SaltSize = 16;
    private const byte BeforeTag = 0;
    private const byte AfterTag = 1;

    private static ReadOnlySpan<byte> SaltPurpose => "gateway/v1\nfield-salt\n"u8;

    /// <param name="body">As it came.</param>
    /// <param name="output">As it leaves.</param>
    internal static FieldCommitments Of(
        IReadOnlyList<ValuePlace> values, ReadOnlySpan<byte> body, ReadOnlySpan<byte> output, byte[] seed)
    {
        var leaves = new List<FieldLeaf>(values.Count);
        foreach (var value in values)
        {
            var salt = Salt(seed, leaves.Count);
            var before = Digest(salt, BeforeTag, body.Slice(value.Start, value.Length));
            var after = value.LeftAt < 0
                ? null
                : Digest(salt, AfterTag, output.Slice((int)value.LeftAt, (int)value.LeftLength));
            leaves.Add(new FieldLeaf(value.Path, value.Action, before, after));
        }

        return new FieldCommitments(seed, leaves);
    }

    /// <summary>What the statement says as <c>fieldsRoot</c>.</summary>
    internal byte[] Root()
    {
        var range = new CompactRange();
        foreach (var leaf in Leaves)
        {
            range.Append(leaf.Hash());
        }

        var root = new byte[MerkleTree.HashSize];
        range.Root(root);
        return root;
    }

    internal byte[] SaltOf(int index) => Salt(Seed, index);

    /// <summary>The audit path of one leaf, its sibling first.</summary>
    internal IReadOnlyList<byte[]> Prove(int index)
    {
        var hashes = Leaves.Select(leaf => leaf.Hash()).ToList();
        return MerkleProof.Inclusion(index, hashes.Count, (height, at, hash) =>
        {
            var first = (int)at << height;
            var range = new CompactRange();
            for (var i = 0; i < 1 << height; i++)
            {
                range.Append(hashes[first + i]);
            }

            range.Root(hash);
        });
    }

    /// <summary>Whether a value's JSON text is what came, or what left, under that leaf.</summary>
    internal (bool IsBefore, bool IsAfter) Compare(int index, ReadOnlySpan<byte> value)
    {
        var (salt, leaf) = (SaltOf(index), Leaves[index]);
        return (
            CryptographicOperations.FixedTimeEquals(Digest(salt, BeforeTag, value), leaf.Before),
            leaf.After is { } after
                && CryptographicOperations.FixedTimeEquals(Digest(salt, AfterTag, value), after));
    }

    private static byte[] Salt(ReadOnlySpan<byte> seed, int index)
    {
        Span<byte> input = stackalloc byte[SaltPurpose.Length + sizeof(ulong)];
        SaltPurpose.CopyTo(input);
        BinaryPrimitives.WriteUInt64BigEndian(input[SaltPurpose.Length..], (ulong)index);
        return HMACSHA256.HashData(seed, input)[..SaltSize];
    }

    private static byte[] Digest(ReadOnlySpan<byte> salt, byte tag, ReadOnlySpan<byte> value)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(salt);
        hash.AppendData([tag]);
        hash.AppendData(value);
        return hash.GetHashAndReset();
    }
}

/// <summary>One value: where it stood, what became of it, and salted digests of before and after.</summary>
/// <param name="Path">Spells names of the body: private.</param>
/// <param name="After">Null where nothing left in its place.</param>
internal sealed record FieldLeaf(string Path, string Action, byte[] Before, byte[]? After)
{
    internal byte[] ToBytes() => Encoding.UTF8.GetBytes(
        $"gateway-field/v1\n{Path}\n{Action}\n{Convert.ToHexStringLower(Before)}\n"
            + $"{(After is null ? "-" : Convert.ToHexStringLower(After))}\n");

    internal byte[] Hash()
    {
        var hash = new byte[MerkleTree.HashSize];
        MerkleTree.Leaf(ToBytes(), hash);
        return hash;
    }
}
