using Gateway.Evidence;
using Gateway.Ledger;
using Gateway.Ledger.Entries;
using Gateway.Ledger.Inspection;
using Gateway.Ledger.Tree;
using Gateway.Settings;

namespace Gateway.Audit;

/// <summary>A release that a leaked document came from.</summary>
internal sealed record TracedTransfer(LedgerPosition Position, TransferRecord Record);

/// <summary>What a look through all annexes came to.</summary>
/// <param name="Found">In the order of the log.</param>
/// <param name="NotCompared">
/// Releases whose annex is erased, gone, not the one their entry names, under a key that is not at hand, or does not
/// list all records: the document may have left with any of them.
/// </param>
internal sealed record TracedReleases(IReadOnlyList<TracedTransfer> Found, long NotCompared);

/// <summary>
/// From a leaked document back to the transfers it left with: every annex that is still there is opened and its record
/// digests are compared. Needs the annex keys and the source keys, and nothing that was kept of a body.
/// </summary>
internal static class DocumentTrace
{
    // "/YYYY": a shard's origin is the ledger's with the year.
    private const int YearSuffix = 5;

    /// <exception cref="LedgerUnreadableException">
    /// An entry cannot be read or proven: what is not looked at could be the one, and what is not
    /// proven accuses nobody.
    /// </exception>
    internal static TracedReleases Run(
        string ledgerFolder, LeakedDocument document, KeyRing keys, CancellationToken cancellationToken)
    {
        var side = Path.Combine(ledgerFolder, "side");
        var traced = new List<TracedTransfer>();
        var notCompared = 0L;
        (int Year, long Bundle) read = default;
        AnnexBundle? annexes = null;
        foreach (var entry in new PublishedEntries(ledgerFolder).From(LedgerCursor.Start, cancellationToken))
        {
            var (bundle, item) = Math.DivRem(entry.Cursor.Index, TilePath.FullWidth);
            if (annexes is null || read != (entry.Cursor.Year, bundle))
            {
                (annexes, read) = (AnnexBundle.Read(side, entry.Cursor.Year, bundle), (entry.Cursor.Year, bundle));
            }

            if (!EntryFacts.TryRead(entry.Bytes.Span, out var facts) || facts.Kind != EntryKind.Release)
            {
                continue;
            }

            var opened = AnnexReading.OpenNamed(facts, annexes.Item((int)item).Span, keys);
            if (opened is not null && document.IsAmong(opened.RecordKey, opened.Records, keys)
                && TransferRecord.Read(entry.Bytes) is { IsRelease: true } record)
            {
                var origin = entry.Origin[..^YearSuffix];
                traced.Add(new TracedTransfer(
                    new LedgerPosition(origin, entry.Cursor.Year, entry.Cursor.Index), record));
            }
            else if (opened is not { IsWhole: true } || !LeakedDocument.CanCompare(opened.RecordKey, keys))
            {
                notCompared++;
            }
        }

        return new TracedReleases(traced, notCompared);
    }
}
