using System.Security.Cryptography;
using System.Text;
using Gateway.Ledger;
using Gateway.Ledger.Inspection;
using Gateway.Ledger.Notes;
using Gateway.Ledger.Tree;
using Gateway.Witnessing;

namespace Gateway.Mirroring;

//
//  The copy of one shard
//
//  Shape:
//
//      <YYYY>/checkpoint, vkey, tile/…    as the ledger has it (docs/formats/ledger.md): its readers read this too
//      <YYYY>/cosigs/checkpoint           the newest head that was served with cosignatures
//      <YYYY>/fork/<size>-<16 hex>        a head that contradicts the copy, and the head that was held then
//
//  What is true if we crash: tiles and entries first, each under a signed root before it is written; the checkpoint
//  last, so a head that is there has all it needs.
//
internal sealed class MirrorFolder(
    ShardFolder shard, NoteKey key, LedgerDisk disk, TimeProvider time, MirrorSpace space)
{
    private const string ForkName = "fork";

    // One pair is proof enough; a log that shows another face each round must not fill the disk with them.
    private const int MostKept = 16;

    internal ShardFolder Shard => shard;

    /// <summary>Where heads that contradict the copy are kept; a fork that was seen once stays told.</summary>
    internal bool HasFork => Directory.Exists(ForkFolder);

    private string ForkFolder => Path.Combine(shard.Root, ForkName);

    /// <exception cref="MirrorFindingException">The copy would take more room than it may.</exception>
    internal void CheckRoom(long held, long size) => space.CheckTiles(held, size, key.Name);

    /// <summary>The head that is held; null before the first.</summary>
    /// <exception cref="MirrorFindingException">The copy itself is damaged.</exception>
    internal PublishedShard? Held()
    {
        if (!File.Exists(shard.CheckpointFile))
        {
            return null;
        }

        var held = PublishedShard.Open(shard);
        if (held is null || held.Key.ToString() != key.ToString()
            || shard.ReadRange(held.Head.Size, held.Head.Size) is not { } range
            || !CryptographicOperations.FixedTimeEquals(range.Root(), held.Head.Root.Span))
        {
            throw new MirrorFindingException(
                "mirror.damaged", key.Name, "the copy on this disk is not what its own checkpoint says");
        }

        return held;
    }

    /// <exception cref="MirrorFindingException">The copy may take no more room.</exception>
    internal void WriteTile(int level, long index, int width, ReadOnlySpan<byte> bytes)
    {
        var path = shard.FileOf(level, index, width);
        var before = new FileInfo(path);
        space.Take(bytes.Length - (before.Exists ? before.Length : 0), TilePath.Of(level, index, width));
        MakeFolder(Path.GetDirectoryName(path)!);
        disk.ReplaceDurably(path, bytes);
    }

    /// <summary>The copy reaches so far now; partial tiles that became full are no longer needed.</summary>
    internal void WriteHead(ReadOnlySpan<byte> note, long before, long size)
    {
        MakeFolder(shard.Root);
        if (!File.Exists(shard.VkeyFile))
        {
            disk.ReplaceDurably(shard.VkeyFile, Encoding.UTF8.GetBytes($"{key}\n"));
        }

        disk.ReplaceDurably(shard.CheckpointFile, note);

        // By the mirror's own clock: this is how a log that has stopped is told.
        File.SetLastWriteTimeUtc(shard.CheckpointFile, time.GetUtcNow().UtcDateTime);
        for (var level = TilePath.EntriesLevel; level < TilePath.Levels(before); level++)
        {
            var index = TilePath.FullTiles(before, level);
            var partials = shard.FileOf(level, index, 0) + ".p";
            if (index < TilePath.FullTiles(size, level) && Directory.Exists(partials))
            {
                var freed = new DirectoryInfo(partials).EnumerateFiles().Sum(file => file.Length);
                disk.DeleteFolder(partials);
                space.Take(-freed, partials);
            }
        }
    }

    /// <summary>
    /// The newest head with cosignatures: never an older one than is held, nor one of the same head with a line less.
    /// </summary>
    internal void KeepCosigned(Checkpoint head, byte[] note)
    {
        var lines = OwnNote.Signatures(Encoding.UTF8.GetString(note)).ToHashSet(StringComparer.Ordinal);
        var isKept = CosignFolder.ReadNewest(shard) is { } kept && Checkpoint.TryOpen(kept.Note, key, out var older)
            && (older!.Size > head.Size || (older.Text == head.Text && !lines.IsProperSupersetOf(kept.Lines)));
        if (!isKept)
        {
            CosignFolder.Copy(disk, shard, note);
        }
    }

    /// <summary>Both heads, each signed by the log: what a person needs to hold it to account.</summary>
    internal void KeepFork(PublishedShard held, ReadOnlySpan<byte> note, long size)
    {
        MakeFolder(ForkFolder);
        var kept = Directory.GetFiles(ForkFolder).Length;
        foreach (var (bytes, number) in new[] { (held.Note.ToArray(), held.Head.Size), (note.ToArray(), size) })
        {
            var digest = Convert.ToHexStringLower(SHA256.HashData(bytes))[..16];
            var file = Path.Combine(ForkFolder, $"{number}-{digest}");
            if (kept < MostKept && !File.Exists(file))
            {
                disk.ReplaceDurably(file, bytes);
                kept++;
            }
        }
    }

    private void MakeFolder(string folder)
    {
        if (Directory.Exists(folder))
        {
            return;
        }

        var parent = Path.GetDirectoryName(folder)!;
        MakeFolder(parent);
        disk.CreateFolder(folder);
        disk.FlushFolder(parent);
    }
}
