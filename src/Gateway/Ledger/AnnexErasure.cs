using Gateway.Ledger.Entries;
using Gateway.Ledger.Inspection;

namespace Gateway.Ledger;

/// <summary>
/// Overwrites annexes, in this order: an <c>erase</c> entry for each is durable, then their bytes are zeros, durably. A
/// crash in between leaves an annex that is named as erased and still there, and the same order again erases it.
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
        var releases = Releases(wanted, cancellationToken);
        if (releases.DistinctBy(release => release.Annex).Count() != wanted.Count)
        {
            return 0;
        }

        foreach (var release in releases)
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

    private List<(LedgerCursor Cursor, Guid Transfer, Sha256Digest Annex)> Releases(
        HashSet<string> wanted, CancellationToken cancellationToken)
    {
        var releases = new List<(LedgerCursor, Guid, Sha256Digest)>();
        foreach (var entry in new PublishedEntries(settings.Folder).From(LedgerCursor.Start, cancellationToken))
        {
            if (EntryFacts.TryRead(entry.Bytes.Span, out var facts) && facts.Kind == EntryKind.Release
                && facts.Annex is { } annex && wanted.Contains(annex.ToString()))
            {
                releases.Add((entry.Cursor, facts.TransferId, annex));
            }
        }

        return releases;
    }
}
