using Gateway.Ledger.Tree;

namespace Gateway.Mirroring;

/// <summary>
/// The hash tiles that a log serves for a tree of one size. They are hearsay until they lead to a signed root.
/// </summary>
internal sealed class RemoteTiles(LogSource source, long size)
{
    private readonly Dictionary<(int Level, long Index), byte[]> _tiles = [];

    internal long Size => size;

    /// <summary>A tile as wide as the tree has it; kept for <see cref="Known"/>.</summary>
    /// <exception cref="MirrorFindingException">It is not served, or has another length.</exception>
    internal async Task<byte[]> FetchAsync(int level, long index)
    {
        if (_tiles.TryGetValue((level, index), out var known))
        {
            return known;
        }

        var tile = await FetchOnceAsync(level, index);
        _tiles[(level, index)] = tile;
        return tile;
    }

    /// <summary>The same, not kept: there are as many as the log is long.</summary>
    internal async Task<byte[]> FetchOnceAsync(int level, long index)
    {
        var width = TilePath.WidthAt(size, level, index);
        var path = TilePath.Of(level, index, width);
        var bytes = await source.GetAsync(path);
        if (bytes is null && width < TilePath.FullWidth)
        {
            // The log has grown since, and only keeps the full tile.
            path = TilePath.Of(level, index, 0);
            bytes = await source.GetAsync(path) is { Length: TilePath.FullWidth * MerkleTree.HashSize } full
                ? full[..(width * MerkleTree.HashSize)]
                : null;
        }

        return bytes?.Length == width * MerkleTree.HashSize
            ? bytes
            : throw (bytes is null
                ? new MirrorFindingException("log.gap", path, "the checkpoint needs a tile that is not served")
                : new MirrorFindingException("tile.mismatch", path, "it has another length than its name says"));
    }

    /// <summary>A tile that was fetched.</summary>
    internal byte[] Known(int level, long index) => _tiles[(level, index)];

    /// <summary>The last, partial tile of each level that has one.</summary>
    internal async Task<IReadOnlyList<(int Level, long Index)>> FetchEdgeAsync(long ofSize)
    {
        var edge = new List<(int Level, long Index)>();
        for (var level = 0; level < TilePath.Levels(ofSize); level++)
        {
            if (TilePath.PartialWidth(ofSize, level) > 0)
            {
                var index = TilePath.FullTiles(ofSize, level);
                await FetchAsync(level, index);
                edge.Add((level, index));
            }
        }

        return edge;
    }

    /// <summary>The root of a size up to that of the tree, as these tiles have it. Its edge was fetched.</summary>
    internal byte[] RootAt(long ofSize) => CompactRange.FromTiles(ofSize, level =>
        Known(level, TilePath.FullTiles(ofSize, level))
            .AsMemory(0, TilePath.PartialWidth(ofSize, level) * MerkleTree.HashSize)).Root();

    /// <summary>The proof that the tree of an older size is the start of this one, as these tiles have it.</summary>
    internal async Task<IReadOnlyList<byte[]>> ProofAsync(long older)
    {
        // Made twice: once to see which tiles it needs, once of them.
        var needed = new HashSet<(int Level, long Index)>();
        MerkleProof.Consistency(older, size, (height, index, _) =>
        {
            var (level, tile, _, _) = PlaceOf(height, index);
            needed.Add((level, tile));
        });
        foreach (var (level, tile) in needed)
        {
            await FetchAsync(level, tile);
        }

        return MerkleProof.Consistency(older, size, (height, index, hash) =>
        {
            var (level, tile, slot, count) = PlaceOf(height, index);
            MerkleTree.Subtree(
                Known(level, tile).AsSpan(slot * MerkleTree.HashSize, count * MerkleTree.HashSize), hash);
        });
    }

    private static (int Level, long Tile, int Slot, int Count) PlaceOf(int height, long index)
    {
        var (level, bits) = (height / TilePath.HeightBits, height % TilePath.HeightBits);
        var first = index << bits;
        return (level, first / TilePath.FullWidth, (int)(first % TilePath.FullWidth), 1 << bits);
    }
}
