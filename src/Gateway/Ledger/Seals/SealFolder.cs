using System.Globalization;

namespace Gateway.Ledger.Seals;

/// <summary>A head that an e-certificate signed.</summary>
/// <param name="Note">The checkpoint as the log alone signed it: exactly what the seal is over.</param>
/// <param name="Signature">CMS, detached, CAdES-B.</param>
internal sealed record SealedHead(long Size, byte[] Note, byte[] Signature);

//
//  Seals of one shard
//
//  References:
//
//      FORMATS.md 5 - <YYYY>/seals/<size>.p7s
//
//  Shape:
//
//      <YYYY>/seals/<size>.p7s            the seal
//      <YYYY>/seals/<size>.checkpoint     what it is over: the published head has moved on since
//
internal static class SealFolder
{
    private const string Name = "seals";
    private const string NoteEnding = ".checkpoint";
    private const string SignatureEnding = ".p7s";

    /// <summary>Durable when it returns. The note first, so that a seal that is there has one.</summary>
    internal static void Write(LedgerDisk disk, ShardFolder shard, SealedHead head)
    {
        var folder = FolderOf(shard);
        if (!Directory.Exists(folder))
        {
            disk.CreateFolder(folder);
            disk.FlushFolder(shard.Root);
        }

        disk.ReplaceDurably(PathOf(shard, head.Size, NoteEnding), head.Note);
        disk.ReplaceDurably(PathOf(shard, head.Size, SignatureEnding), head.Signature);
    }

    /// <summary>The smallest sealed head of at least this size; null where none is there yet.</summary>
    internal static SealedHead? Covering(ShardFolder shard, long size) =>
        Sizes(shard).Where(number => number >= size).Select(number => Read(shard, number)).FirstOrDefault(
            head => head is not null);

    /// <summary>The sizes that a seal is there for, smallest first.</summary>
    internal static IReadOnlyList<long> Sizes(ShardFolder shard)
    {
        var folder = FolderOf(shard);
        var files = Directory.Exists(folder) ? Directory.GetFiles(folder, "*" + SignatureEnding) : [];
        return
        [
            .. files.Select(file => long.TryParse(
                    Path.GetFileNameWithoutExtension(file),
                    NumberStyles.None,
                    CultureInfo.InvariantCulture,
                    out var number)
                    ? number
                    : -1)
                .Where(number => number >= 0)
                .Order(),
        ];
    }

    /// <summary>Null where the seal or what it is over is not there.</summary>
    internal static SealedHead? Read(ShardFolder shard, long size) =>
        File.Exists(PathOf(shard, size, NoteEnding)) && File.Exists(PathOf(shard, size, SignatureEnding))
            ? new SealedHead(
                size,
                File.ReadAllBytes(PathOf(shard, size, NoteEnding)),
                File.ReadAllBytes(PathOf(shard, size, SignatureEnding)))
            : null;

    private static string FolderOf(ShardFolder shard) => Path.Combine(shard.Root, Name);

    private static string PathOf(ShardFolder shard, long size, string ending) =>
        Path.Combine(FolderOf(shard), size.ToString(CultureInfo.InvariantCulture) + ending);
}
