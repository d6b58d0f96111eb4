using System.Globalization;
using System.Text;
using Gateway.Ledger;
using Gateway.Ledger.Inspection;
using Gateway.Ledger.Notes;

namespace Gateway.Witnessing;

/// <summary>A head with the cosignatures that were kept with it.</summary>
/// <param name="Text">Of the note: what was signed.</param>
/// <param name="Lines">Signature lines of witnesses, each with its line feed.</param>
internal sealed record KeptHead(byte[] Note, string Text, IReadOnlyList<string> Lines);

//
//  Cosignatures of one shard
//
//  References:
//
//      FORMATS.md 5 - <YYYY>/cosigs/
//
//  Shape:
//
//      <YYYY>/cosigs/checkpoint    the newest head that a quorum cosigned: signed note, log and witness lines
//      <YYYY>/cosigs/<size>        the same of each sealed head, whoever cosigned it
//
internal static class CosignFolder
{
    internal const string Name = "cosigs";
    internal const string Newest = "checkpoint";

    /// <summary>Below a shard: the newest head with a quorum.</summary>
    internal const string NewestPath = $"{Name}/{Newest}";

    /// <summary>The newest head with a quorum. Durable when it returns.</summary>
    internal static void KeepNewest(LedgerDisk disk, HeadToCosign head, IEnumerable<string> lines) =>
        Write(disk, head, Newest, lines);

    /// <summary>A sealed head, for evidence under that seal. Durable when it returns.</summary>
    internal static void KeepSealed(LedgerDisk disk, HeadToCosign head, IEnumerable<string> lines) =>
        Write(disk, head, NameOf(head.Head.Size), lines);

    /// <summary>Whether anything was ever cosigned in that year.</summary>
    internal static bool IsThere(ShardFolder shard) => Directory.Exists(Path.Combine(shard.Root, Name));

    /// <summary>The newest head of the shard with a quorum; null where there is none.</summary>
    internal static KeptHead? ReadNewest(ShardFolder shard) => Read(shard, Newest);

    /// <summary>What was kept for exactly this head; null where nothing was.</summary>
    internal static KeptHead? For(ShardFolder shard, Checkpoint head) =>
        new[] { NameOf(head.Size), Newest }
            .Select(name => Read(shard, name))
            .FirstOrDefault(kept => kept?.Text == head.Text);

    /// <summary>
    /// The published head as it is served (C2SP tlog-checkpoint, tlog-witness): with the cosignatures that were kept of
    /// exactly this head. The file itself stays as the log alone signed it, because the year after quotes it.
    /// </summary>
    internal static byte[] Served(PublishedShard shard) =>
        For(shard.Folder, shard.Head) is { } kept && Checkpoint.TryOpen(kept.Note, shard.Key, out _)
            ? kept.Note
            : shard.Note.ToArray();

    /// <summary>Whether it is a name that <see cref="Read"/> takes: nothing else is looked for on the disk.</summary>
    internal static bool IsName(string name) => name == Newest
        || (long.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var size) && NameOf(size) == name);

    /// <summary>A copy of somebody else's newest head with a quorum. Durable when it returns.</summary>
    internal static void Copy(LedgerDisk disk, ShardFolder shard, byte[] note) => Write(disk, shard, Newest, note);

    /// <summary>What is kept under a name of <see cref="IsName"/>; null where nothing is, or no signed note.</summary>
    internal static KeptHead? Read(ShardFolder shard, string name)
    {
        try
        {
            var note = File.ReadAllBytes(Path.Combine(shard.Root, Name, name));
            return SignedNote.TryRead(note, out var text, out var lines)
                ? new KeptHead(note, text, [.. lines.Select(line => line + "\n")])
                : null;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private static void Write(LedgerDisk disk, HeadToCosign head, string name, IEnumerable<string> lines) =>
        Write(disk, head.Shard, name, [.. head.Note, .. Encoding.UTF8.GetBytes(string.Concat(lines))]);

    private static void Write(LedgerDisk disk, ShardFolder shard, string name, byte[] note)
    {
        var folder = Path.Combine(shard.Root, Name);
        if (!Directory.Exists(folder))
        {
            disk.CreateFolder(folder);
            disk.FlushFolder(shard.Root);
        }

        disk.ReplaceDurably(Path.Combine(folder, name), note);
    }

    internal static string NameOf(long size) => size.ToString(CultureInfo.InvariantCulture);
}
