namespace Gateway.Ledger.Tree;

//
//  Merkle tree hashing
//
//  References:
//
//      RFC 6962 section 2.1 (the same tree as RFC 9162 section 2.1), SHA-256 only
//
//  Shape:
//
//      leaf(d) = SHA256(0x00 || d), node(l, r) = SHA256(0x01 || l || r), MTH(empty) = SHA256("")
//
internal static class MerkleTree
{
    internal const int HashSize = 32;

    /// <summary>The byte before a leaf's data; the WAL stores it, so that a leaf is hashed where it lies.</summary>
    internal const byte LeafPrefix = 0x00;

    private const byte NodePrefix = 0x01;

    /// <summary>MTH of the empty tree; not the hash of the empty leaf.</summary>
    internal static ReadOnlySpan<byte> EmptyRoot =>
    [
        0xe3, 0xb0, 0xc4, 0x42, 0x98, 0xfc, 0x1c, 0x14, 0x9a, 0xfb, 0xf4, 0xc8, 0x99, 0x6f, 0xb9, 0x24,
        0x27, 0xae, 0x41, 0xe4, 0x64, 0x9b, 0x93, 0x4c, 0xa4, 0x95, 0x99, 0x1b, 0x78, 0x52, 0xb8, 0x55,
    ];

    internal static void Leaf(ReadOnlySpan<byte> data, Span<byte> hash) => ThreadSha256.Hash([LeafPrefix], data, hash);

    /// <summary>The leaf hash of data that already has <see cref="LeafPrefix"/> before it.</summary>
    internal static void LeafOfPrefixed(ReadOnlySpan<byte> prefixed, Span<byte> hash) =>
        ThreadSha256.Hash(prefixed, hash);

    internal static void Node(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, Span<byte> hash)
    {
        Span<byte> input = stackalloc byte[1 + HashSize + HashSize];
        input[0] = NodePrefix;
        left[..HashSize].CopyTo(input[1..]);
        right[..HashSize].CopyTo(input[(1 + HashSize)..]);
        ThreadSha256.Hash(input, hash);
    }

    /// <summary>
    /// The root over hashes of one level that lie side by side; their number is a power of two, at most 256.
    /// </summary>
    internal static void Subtree(ReadOnlySpan<byte> hashes, Span<byte> root)
    {
        Span<byte> work = stackalloc byte[TilePath.FullWidth / 2 * HashSize];
        var count = hashes.Length / HashSize;
        if (count == 1)
        {
            hashes.CopyTo(root);
            return;
        }

        scoped var source = hashes;
        for (; count > 1; count /= 2)
        {
            for (var i = 0; i < count / 2; i++)
            {
                var pair = source.Slice(i * 2 * HashSize, 2 * HashSize);
                Node(pair, pair[HashSize..], work.Slice(i * HashSize, HashSize));
            }

            source = work;
        }

        work[..HashSize].CopyTo(root);
    }
}
