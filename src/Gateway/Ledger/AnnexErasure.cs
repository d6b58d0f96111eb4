using Gateway.Ledger.Entries;
using Gateway.Ledger.Inspection;

namespace Gateway.Ledger;

/// <summary>
/// Overwrites annexes, in this order: an <c>erase</c> entry for each is durable, then their bytes are zeros, durably. A
/// crash in between leaves an annex that is named as erased and still there, and the same order again erases it, with
/// no second entry.
/// </summary>
internal sealed class AnnexErasure(TransparencyLedger ledger, LedgerSettings settings, LedgerDisk disk)
{
    /// <param name="digests">As the releases name them.</param>
    /// <param name="record">Makes the record of an entry.</param>
    /// <returns>How many; 0 where the ledger does not have a release for every digest, and then none.</returns>
    internal async Task<int> EraseAsync(
        IReadOnlyCollection<string> digests,
        Func<LedgerEntry, LedgerRecord> record,
        OfficersApproval approval,
        CancellationToken cancellationToken)
    {
        await ledger.PublishAsync(cancellationToken);
        var wanted = digests.ToHashSet(StringComparer.Ordinal);
        var (releases, onRecord) = Find(wanted, cancellationToken);
        if (releases.DistinctBy(release => release.Annex).Count() != wanted.Count)
        {
            return 0;
        }

        foreach (var release in releases.Where(release => !onRecord.Contains(release.Annex)))
        {
            // Not cancellable: from the first entry on it is an order that is carried out.
            var entry = new EraseEntry(release.Transfer, release.Annex, approval);
            _ = await ledger.AppendAsync(record(entry), CancellationToken.None);
        }

        foreach (var release in releases)
        {
            AnnexBundle.Erase(disk, settings.SideFolder, release.Cursor.Year, release.Cursor.Index);
        }

        return releases.Count;
    }

    // The releases, and what an earlier run of the order put on record already.
    private (List<Held> Releases, HashSet<Sha256Digest> OnRecord) Find(
        HashSet<string> wanted, CancellationToken cancellationToken)
    {
        var releases = new List<Held>();
        var onRecord = new HashSet<Sha256Digest>();
        foreach (var entry in new PublishedEntries(settings.Folder).From(LedgerCursor.Start, cancellationToken))
        {
            if (!EntryFacts.TryRead(entry.Bytes.Span, out var facts) || facts.Annex is not { } annex
                || !wanted.Contains(annex.ToString()))
            {
                continue;
            }

            if (facts.Kind == EntryKind.Release)
            {
                releases.Add(new Held(entry.Cursor, facts.TransferId, annex));
            }
            else if (facts.Kind == EntryKind.Erase)
            {
                onRecord.Add(annex);
            }
        }

        return (releases, onRecord);
    }

    /// <summary>A release, and the annex it names.</summary>
    private sealed record Held(LedgerCursor Cursor, Guid Transfer, Sha256Digest Annex);
}
