using System.Text;
using Gateway.Ledger;
using Gateway.Ledger.Inspection;
using Gateway.Ledger.Seals;
using Gateway.Ledger.Tree;
using Gateway.Policies;
using Gateway.Witnessing;

namespace Gateway.Audit.Desk;

/// <summary>
/// The files of the log as any web server could serve them (C2SP tlog-tiles): to any reader checkpoints,
/// cosignatures, keys, seals, hash tiles and the list of logs, which say nothing of an entry; entry bundles to a
/// reader of everything.
/// </summary>
internal sealed class TreeAnswers(string ledgerFolder)
{
    private const string Plain = "text/plain; charset=utf-8";
    private const string Binary = "application/octet-stream";
    private const string Json = "application/json";
    private const string Signature = "application/pkcs7-signature";

    internal Outcome<AuditAnswer> Find(AuditQuestion.Head asked)
    {
        var shard = new ShardFolder(ledgerFolder, asked.Year);
        return asked.File == ShardFolder.CheckpointName
            ? Answer(PublishedShard.Open(shard) is { } published ? CosignFolder.Served(published) : null, Plain)
            : Answer(shard.ReadVkey() is { } key ? Encoding.UTF8.GetBytes($"{key}\n") : null, Plain);
    }

    internal Outcome<AuditAnswer> Find(AuditQuestion.Logs asked) =>
        LogListFile.Read(ledgerFolder) is not { Json.Length: > 0, Signature.Length: > 0 } list ? Missing
            : asked.File == LogList.FileName ? new AuditAnswer(Json, list.Json)
            : new AuditAnswer(Signature, list.Signature);

    internal Outcome<AuditAnswer> Find(AuditQuestion.Cosigned asked) =>
        Answer(CosignFolder.Read(new ShardFolder(ledgerFolder, asked.Year), asked.File)?.Note, Plain);

    internal Outcome<AuditAnswer> Find(AuditQuestion.Seal asked)
    {
        var path = Path.Combine(new ShardFolder(ledgerFolder, asked.Year).Root, "seals", asked.File);
        var type = asked.File.EndsWith(".p7s", StringComparison.Ordinal) ? Signature : Plain;
        return Answer(File.Exists(path) ? File.ReadAllBytes(path) : null, type);
    }

    internal Outcome<AuditAnswer> Find(AuditQuestion.Tile asked, EntryScope scope)
    {
        if (asked.Level == TilePath.EntriesLevel && !scope.SeesAll)
        {
            return new Refusal(
                RefusalCode.PartyScope, "bundles hold every entry, and the scope does not: read the transfers");
        }

        if (PublishedShard.Open(new ShardFolder(ledgerFolder, asked.Year)) is not { } shard
            || Math.Max(1, asked.Width == 0 ? TilePath.FullWidth : asked.Width) is var need
                && TilePath.WidthAt(shard.Head.Size, asked.Level, asked.Index) < need)
        {
            return Missing;
        }

        var bytes = asked.Level == TilePath.EntriesLevel
            ? Bundle(shard, asked.Index, need)
            : shard.Folder.ReadTile(asked.Level, asked.Index, shard.Head.Size, need)?.ToArray();
        return Answer(bytes, Binary, isImmutable: true);
    }

    // A partial bundle that grew: what was asked for is the beginning of what is there.
    private static byte[]? Bundle(PublishedShard shard, long index, int need) =>
        shard.ReadBundle(index) is { } bytes && ShardFolder.Split(bytes, need) is { } entries
            ? bytes[..entries[^1].End.Value]
            : null;

    private static Refusal Missing => new(RefusalCode.RouteUnknown, "the log has no such file");

    private static Outcome<AuditAnswer> Answer(byte[]? bytes, string type, bool isImmutable = false) => bytes is null
        ? Missing
        : new AuditAnswer(type, bytes) { IsImmutable = isImmutable };
}
