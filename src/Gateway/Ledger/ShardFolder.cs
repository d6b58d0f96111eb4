using System.Buffers.Binary;
using System.Globalization;
using Gateway.Ledger.Notes;
using Gateway.Ledger.Tree;

namespace Gateway.Ledger;

/// <summary>One year of the log as it lies on the disk, for reading: what a regulator's tap sees.</summary>
internal sealed class ShardFolder(string ledgerFolder, int year)
{
    internal const string CheckpointName = "checkpoint";
    internal const string VkeyName = "vkey";

    private const string MinimumName = "minimum";

    internal int Year => year;

    internal string Root { get; } = Path.Combine(ledgerFolder, year.ToString("D4", CultureInfo.InvariantCulture));

    internal string CheckpointFile => Path.Combine(Root, CheckpointName);

    internal string VkeyFile => Path.Combine(Root, VkeyName);

    internal string MinimumFile => Path.Combine(Root, MinimumName);

    /// <summary>The shards that a ledger folder holds, oldest first.</summary>
    internal static IReadOnlyList<ShardFolder> All(string ledgerFolder) =>
        !Directory.Exists(ledgerFolder)
            ? []
            : [.. Directory.GetDirectories(ledgerFolder)
                .Select(path => Path.GetFileName(path)!)
                .Where(name => name.Length == 4 && name.All(char.IsAsciiDigit))
                .Order(StringComparer.Ordinal)
                .Select(name => new ShardFolder(
                    ledgerFolder, int.Parse(name, NumberStyles.None, CultureInfo.InvariantCulture)))];

    /// <summary>
    /// Whether a folder is a ledger, a mirror's copy of one or an archive, if only a begun one. Any other folder holds
    /// no entries either, and to say just that would tell whoever mistyped a path that nothing had happened.
    /// </summary>
    internal static bool IsLedger(string folder) =>
        All(folder).Count > 0
        || Directory.Exists(Path.Combine(folder, "wal"))
        || File.Exists(Path.Combine(folder, CopyMark.FileName));

    internal string FileOf(int level, long index, int width) => Path.Combine(Root, TilePath.Of(level, index, width));

    internal byte[]? ReadCheckpoint() => Read(CheckpointFile);

    /// <summary>
    /// C2SP tlog-tiles: entries below it are not kept any more; 0 where all are. The <c>prune</c> entries say whether
    /// that is so, and <c>ledger verify</c> asks them.
    /// </summary>
    internal long ReadMinimum() =>
        Read(MinimumFile) is { } bytes
        && long.TryParse(
            System.Text.Encoding.ASCII.GetString(bytes).TrimEnd('\n'),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var minimum)
                ? minimum
                : 0;

    /// <summary>
    /// The vkey, whose name must be the shard's origin; null where the file is missing or not one line with one.
    /// </summary>
    internal NoteKey? ReadVkey() =>
        Read(VkeyFile) is { } bytes
        && NoteKey.TryParse(System.Text.Encoding.UTF8.GetString(bytes).TrimEnd('\n'), out var key) ? key : null;

    /// <summary>
    /// The first <paramref name="need"/> hashes of a tile, as a tree of the published size has it: the file of that
    /// width, or the full tile that took its place. Null where neither is there or it is too short.
    /// </summary>
    internal ReadOnlyMemory<byte>? ReadTile(int level, long index, long size, int need)
    {
        var width = TilePath.WidthAt(size, level, index);
        var bytes = Read(FileOf(level, index, width))
            ?? (width < TilePath.FullWidth ? Read(FileOf(level, index, 0)) : null);

        // Not by a conditional: its null would become an empty Memory, which is a value.
        if (bytes is null || bytes.Length < need * MerkleTree.HashSize)
        {
            return null;
        }

        return bytes.AsMemory(0, need * MerkleTree.HashSize);
    }

    /// <summary>An entry bundle as a tree of the published size has it, or the full one that took its place.</summary>
    internal byte[]? ReadBundle(long index, long size)
    {
        var width = TilePath.WidthAt(size, 0, index);
        return Read(FileOf(TilePath.EntriesLevel, index, width))
            ?? (width < TilePath.FullWidth ? Read(FileOf(TilePath.EntriesLevel, index, 0)) : null);
    }

    /// <summary>The same in a pooled buffer, which the caller gives back.</summary>
    internal FileBytes? OpenBundle(long index, long size)
    {
        var width = TilePath.WidthAt(size, 0, index);
        return FileBytes.TryRead(FileOf(TilePath.EntriesLevel, index, width))
            ?? (width < TilePath.FullWidth ? FileBytes.TryRead(FileOf(TilePath.EntriesLevel, index, 0)) : null);
    }

    /// <summary>Where the entries of a bundle start and end; null if the bytes do not hold so many.</summary>
    internal static List<Range>? Split(ReadOnlySpan<byte> bundle, int count)
    {
        var entries = new List<Range>(count);
        var at = 0;
        for (var i = 0; i < count; i++)
        {
            if (bundle.Length - at < sizeof(ushort))
            {
                return null;
            }

            var start = at + sizeof(ushort);
            at = start + BinaryPrimitives.ReadUInt16BigEndian(bundle[at..]);
            if (at > bundle.Length)
            {
                return null;
            }

            entries.Add(start..at);
        }

        return entries;
    }

    /// <summary>
    /// The compact range of a size, out of the tiles of a published size at least as large; null if any is missing.
    /// </summary>
    internal CompactRange? ReadRange(long size, long publishedSize)
    {
        var isComplete = true;
        var range = CompactRange.FromTiles(size, level =>
        {
            var need = TilePath.PartialWidth(size, level);
            var tile = ReadTile(level, TilePath.FullTiles(size, level), publishedSize, need);
            isComplete &= tile is not null;
            return tile ?? new byte[need * MerkleTree.HashSize];
        });
        return isComplete ? range : null;
    }

    private static byte[]? Read(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }
}
