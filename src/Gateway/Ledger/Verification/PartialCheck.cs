using System.Globalization;
using Gateway.Ledger.Tree;

namespace Gateway.Ledger.Verification;

/// <summary>
/// Partial tiles and bundles of sizes that were published before: nobody computes with them any more, and they are
/// still served, to be kept by caches for long. Each is the beginning of what is there now.
/// </summary>
internal sealed class PartialCheck(ShardFolder shard, Findings findings)
{
    private readonly string _name = Path.GetFileName(shard.Root);

    /// <param name="hashes">What the tile has in the published tree.</param>
    internal void Tiles(int level, long index, ReadOnlySpan<byte> hashes)
    {
        foreach (var (width, bytes) in Files(level, index, hashes.Length / MerkleTree.HashSize))
        {
            if (!bytes.AsSpan().SequenceEqual(hashes[..(width * MerkleTree.HashSize)]))
            {
                findings.Add("tile.mismatch", Where(level, index, width), "not the hashes of the entries");
            }
        }
    }

    /// <param name="leaves">The leaf hashes of the bundle in the published tree.</param>
    internal void Bundles(long index, ReadOnlySpan<byte> leaves)
    {
        foreach (var (width, bytes) in Files(TilePath.EntriesLevel, index, leaves.Length / MerkleTree.HashSize))
        {
            if (!AreEntries(bytes, width, leaves))
            {
                findings.Add(
                    "bundle.mismatch",
                    Where(TilePath.EntriesLevel, index, width),
                    "not the entries whose hashes are in the tile");
            }
        }
    }

    // One that is wider than what is published is of a head that came since: it is nobody's to judge yet.
    private IEnumerable<(int Width, byte[] Bytes)> Files(int level, long index, int most)
    {
        foreach (var file in FilesIn(shard.FileOf(level, index, 0) + ".p"))
        {
            if (int.TryParse(Path.GetFileName(file), NumberStyles.None, CultureInfo.InvariantCulture, out var width)
                && width > 0 && width <= most && FileBytes.TryRead(file) is { } read)
            {
                using (read)
                {
                    yield return (width, read.Span.ToArray());
                }
            }
        }
    }

    // A running daemon takes the folder away when the full tile is there, perhaps just now.
    private static string[] FilesIn(string folder)
    {
        try
        {
            return Directory.Exists(folder) ? Directory.GetFiles(folder) : [];
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
    }

    private static bool AreEntries(byte[] bytes, int width, ReadOnlySpan<byte> leaves)
    {
        if (ShardFolder.Split(bytes, width) is not { } entries || entries[^1].End.Value != bytes.Length)
        {
            return false;
        }

        var hash = new byte[MerkleTree.HashSize];
        for (var i = 0; i < width; i++)
        {
            MerkleTree.Leaf(bytes.AsSpan(entries[i]), hash);
            if (!leaves.Slice(i * MerkleTree.HashSize, MerkleTree.HashSize).SequenceEqual(hash))
            {
                return false;
            }
        }

        return true;
    }

    private string Where(int level, long index, int width) => $"{_name}/{TilePath.Of(level, index, width)}";
}
