using System.Globalization;
using System.Text;
using Gateway.Evidence;
using Gateway.Ledger;
using Gateway.Ledger.Inspection;
using Gateway.Listening;
using Gateway.Policies;
using Gateway.Settings;
using Gateway.Witnessing;

namespace Gateway.Audit.Desk;

/// <summary>
/// One transfer, as far as its reader may see it: its story, its evidence, its proofs. A transfer of which nothing may
/// be seen is not there.
/// </summary>
internal sealed class TransferAnswers(AuditLog log, GatewaySettings settings, TimeProvider time)
{
    // The origin of a shard ends in "/YYYY".
    private const int YearSuffix = 5;

    internal Outcome<AuditAnswer> Find(Guid transfer, AuditView view, EntryScope scope, PinnedSnapshots pinned)
    {
        if (Entries(transfer, view, scope) is not { Count: > 0 } entries)
        {
            return Unknown;
        }

        var story = TransferStory.Of(transfer, [.. entries.Select(Found)], [pinned.Policy.Bundle]);
        return AuditAnswer.Document(json =>
        {
            StoryJson.Write(json, story);
            json.WriteStartArray("leaves");
            foreach (var entry in entries)
            {
                PublishedEntryJson.Write(json, entry);
            }

            json.WriteEndArray();
        });
    }

    internal Outcome<AuditAnswer> Evidence(Guid transfer, AuditView view, EntryScope scope, PinnedSnapshots pinned)
    {
        if (Entries(transfer, view, scope) is not { Count: > 0 } entries)
        {
            return Unknown;
        }

        var faults = new List<Fault>();
        var now = time.GetUtcNow();
        var maker = new EvidenceMaker(log.Folder, Sources(), pinned.Secrets);
        if (maker.Make(transfer, [.. entries.Select(Found)], now, faults) is { } members)
        {
            return new AuditAnswer("application/zip", EvidenceArchive.Write(members, now))
            {
                FileName = string.Create(CultureInfo.InvariantCulture, $"{transfer:D}.zip"),
            };
        }

        var missing = faults.Where(fault => !fault.IsWarning).Select(fault => fault.Code).Distinct();
        return new Refusal(
            RefusalCode.FaultInternal, $"the evidence has a hole and is not given: {string.Join(' ', missing)}");
    }

    /// <summary>The receipt of one entry: the one that is named, or the one that decided first.</summary>
    internal Outcome<AuditAnswer> Proof(AuditQuestion.Proof asked, AuditView view, EntryScope scope)
    {
        var entries = Entries(asked.Id, view, scope);
        var entry = asked.Entry is { } cursor
            ? entries.FirstOrDefault(entry => entry.Cursor == cursor)
            : entries.MinBy(entry => TransferRecord.Read(entry.Bytes) is { } record
                ? TransferRecord.Weight(record)
                : int.MaxValue);
        if (entry is null)
        {
            return Unknown;
        }

        var shard = PublishedShard.Open(new ShardFolder(log.Folder, entry.Cursor.Year));
        return shard?.Prove(entry.Cursor.Index, entry.Bytes.Span, CosignFolder.Served(shard)) is { } proof
            ? new AuditAnswer("text/plain; charset=utf-8", Encoding.UTF8.GetBytes(proof.Write()))
            : throw new LedgerUnreadableException($"the tiles do not prove {entry.Cursor}");
    }

    private static Refusal Unknown =>
        new(RefusalCode.TransferUnknown, "the ledger has no entry of this transfer that the reader may see");

    private IReadOnlyList<PublishedEntry> Entries(Guid transfer, AuditView view, EntryScope scope) =>
        log.Read([.. scope.Visible(view.Index.Of(transfer)).Where(entry => entry.Cursor < view.End)]);

    private static FoundEntry Found(PublishedEntry entry) => new(
        new LedgerPosition(entry.Origin[..^YearSuffix], entry.Cursor.Year, entry.Cursor.Index),
        entry.Bytes,
        Inclusion.Proven);

    private EvidenceSources Sources() => new(
        new InForceFolder(log.Folder),
        [.. settings.Trust.Lists.Select(list => list.File)],
        [settings.Trust.Crls],
        [settings.Policy.Folder]);
}
