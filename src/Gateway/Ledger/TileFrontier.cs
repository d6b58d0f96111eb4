using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using Gateway.Ledger.Tree;

namespace Gateway.Ledger;

/// <summary>
/// The right edge of a shard: the last, partial tile of each level and the last, partial bundle. Full ones are handed
/// out as they fill. Owned by the publisher.
/// </summary>
internal sealed class TileFrontier(TileFrontier.TileDone tileDone)
{
    /// <summary>Called for each tile (or bundle, under <see cref="TilePath.EntriesLevel"/>) that is full.</summary>
    internal delegate void TileDone(int level, long index, ReadOnlySpan<byte> bytes);

    private readonly List<byte[]> _levels = [];
    private readonly ArrayBufferWriter<byte> _bundle = new(64 * 1024);

    internal long Size { get; private set; }

    internal ReadOnlySpan<byte> PartialBundle => _bundle.WrittenSpan;

    internal ReadOnlySpan<byte> PartialTile(int level) =>
        _levels[level].AsSpan(0, TilePath.PartialWidth(Size, level) * MerkleTree.HashSize);

    /// <summary>Levels that have a tile, full or partial.</summary>
    internal int Levels => _levels.Count;

    /// <param name="entry">The entry.</param>
    /// <param name="leafHash">Its leaf hash.</param>
    /// <param name="filledTile">
    /// The root over the tile that this leaf fills, where it is known already; empty: it is worked out.
    /// </param>
    internal void Append(ReadOnlySpan<byte> entry, ReadOnlySpan<byte> leafHash, ReadOnlySpan<byte> filledTile)
    {
        var item = _bundle.GetSpan(sizeof(ushort) + entry.Length);
        BinaryPrimitives.WriteUInt16BigEndian(item, (ushort)entry.Length);
        entry.CopyTo(item[sizeof(ushort)..]);
        _bundle.Advance(sizeof(ushort) + entry.Length);
        var index = Size++;
        if (TilePath.PartialWidth(Size, 0) == 0)
        {
            tileDone(TilePath.EntriesLevel, index / TilePath.FullWidth, _bundle.WrittenSpan);
            _bundle.ResetWrittenCount();
        }

        Push(0, index, leafHash, filledTile);
    }

    /// <summary>For readers, who have the bundles already.</summary>
    internal void AppendHash(ReadOnlySpan<byte> leafHash) => Push(0, Size++, leafHash, default);

    /// <summary>
    /// The frontier of what is published; null where the tiles or the bundle do not hold what the root says.
    /// </summary>
    internal static TileFrontier? Load(ShardFolder shard, long size, ReadOnlySpan<byte> root, TileDone tileDone)
    {
        var frontier = new TileFrontier(tileDone) { Size = size };
        if (shard.ReadRange(size, size) is not { } range
            || !CryptographicOperations.FixedTimeEquals(range.Root(), root))
        {
            return null;
        }

        for (var level = 0; level < TilePath.Levels(size); level++)
        {
            frontier._levels.Add(new byte[TilePath.FullWidth * MerkleTree.HashSize]);
            var width = TilePath.PartialWidth(size, level);
            if (width > 0)
            {
                shard.ReadTile(level, TilePath.FullTiles(size, level), size, width)!.Value.Span.CopyTo(
                    frontier._levels[level]);
            }
        }

        return frontier.LoadBundle(shard) ? frontier : null;
    }

    private bool LoadBundle(ShardFolder shard)
    {
        var count = TilePath.PartialWidth(Size, 0);
        if (count == 0)
        {
            return true;
        }

        if (shard.ReadBundle(TilePath.FullTiles(Size, 0), Size) is not { } bundle
            || ShardFolder.Split(bundle, count) is not { } entries)
        {
            return false;
        }

        Span<byte> hash = stackalloc byte[MerkleTree.HashSize];
        for (var i = 0; i < count; i++)
        {
            MerkleTree.Leaf(bundle.AsSpan(entries[i]), hash);
            if (!hash.SequenceEqual(_levels[0].AsSpan(i * MerkleTree.HashSize, MerkleTree.HashSize)))
            {
                return false;
            }
        }

        _bundle.Write(bundle.AsSpan(0, entries[^1].End.Value));
        return true;
    }

    private void Push(int level, long index, ReadOnlySpan<byte> hash, ReadOnlySpan<byte> filled)
    {
        if (level == _levels.Count)
        {
            _levels.Add(new byte[TilePath.FullWidth * MerkleTree.HashSize]);
        }

        var slot = (int)(index % TilePath.FullWidth);
        hash.CopyTo(_levels[level].AsSpan(slot * MerkleTree.HashSize));
        if (slot < TilePath.FullWidth - 1)
        {
            return;
        }

        tileDone(level, index / TilePath.FullWidth, _levels[level]);
        Span<byte> parent = stackalloc byte[MerkleTree.HashSize];
        if (filled.IsEmpty)
        {
            MerkleTree.Subtree(_levels[level], parent);
        }
        else
        {
            filled.CopyTo(parent);
        }

        Push(level + 1, index / TilePath.FullWidth, parent, default);
    }
}
