using System.Numerics;

namespace Gateway.Ledger.Tree;

/// <summary>
/// The roots of the complete subtrees that make up a tree, at most one per power of two: all that is needed to
/// append and to know the root. Not thread-safe: the writer owns one.
/// </summary>
internal sealed class CompactRange
{
    private const int MaxHeight = 63;

    // Slot h holds a subtree of 2^h leaves, valid where bit h of the size is set.
    private readonly byte[] _nodes = new byte[MaxHeight * MerkleTree.HashSize];
    private readonly byte[] _tile = new byte[MerkleTree.HashSize];
    private bool _hasFilledTile;

    internal long Size { get; private set; }

    /// <summary>
    /// The root over the last full tile of leaves, where an append has just filled it: the publisher need not hash the
    /// tile again. Empty otherwise.
    /// </summary>
    internal ReadOnlySpan<byte> FilledTile => _hasFilledTile ? _tile : default;

    internal void Append(ReadOnlySpan<byte> leafHash)
    {
        Span<byte> hash = stackalloc byte[MerkleTree.HashSize];
        leafHash.CopyTo(hash);
        var height = 0;
        _hasFilledTile = false;
        for (; (Size >> height & 1) == 1; height++)
        {
            MerkleTree.Node(Slot(height), hash, hash);
            if (height == TilePath.HeightBits - 1)
            {
                hash.CopyTo(_tile);
                _hasFilledTile = true;
            }
        }

        hash.CopyTo(Slot(height));
        Size++;
    }

    internal void Root(Span<byte> root)
    {
        if (Size == 0)
        {
            MerkleTree.EmptyRoot.CopyTo(root);
            return;
        }

        var height = BitOperations.TrailingZeroCount(Size);
        Slot(height).CopyTo(root);
        for (height++; height < MaxHeight; height++)
        {
            if ((Size >> height & 1) == 1)
            {
                MerkleTree.Node(Slot(height), root, root);
            }
        }
    }

    internal byte[] Root()
    {
        var root = new byte[MerkleTree.HashSize];
        Root(root);
        return root;
    }

    /// <summary>
    /// The range of a size from its tiles: <paramref name="level"/> gives the hashes of the last, partial tile of a
    /// level, as many as the size has there.
    /// </summary>
    internal static CompactRange FromTiles(long size, Func<int, ReadOnlyMemory<byte>> level)
    {
        var range = new CompactRange { Size = size };
        for (var l = 0; l < TilePath.Levels(size); l++)
        {
            var width = TilePath.PartialWidth(size, l);
            var hashes = width == 0 ? default : level(l).Span;
            for (var bit = TilePath.HeightBits - 1; bit >= 0; bit--)
            {
                if ((width >> bit & 1) == 1)
                {
                    var count = 1 << bit;
                    MerkleTree.Subtree(hashes[..(count * MerkleTree.HashSize)],
                        range.Slot((l * TilePath.HeightBits) + bit));
                    hashes = hashes[(count * MerkleTree.HashSize)..];
                }
            }
        }

        return range;
    }

    private Span<byte> Slot(int height) => _nodes.AsSpan(height * MerkleTree.HashSize, MerkleTree.HashSize);
}
