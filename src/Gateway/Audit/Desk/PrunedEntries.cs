using Gateway.Ledger.Entries;
using Gateway.Ledger.Inspection;

namespace Gateway.Audit.Desk;

/// <summary>What no report can count, because it was pruned: nothing there is not the same as nothing left.</summary>
internal static class PrunedEntries
{
    /// <summary>The pruned parts of the log with entries that are, or may be, of the period.</summary>
    /// <exception cref="LedgerUnreadableException">The ledger does not prove the entry behind one.</exception>
    internal static IReadOnlyList<PrunedRange> In(
        string ledgerFolder, ReportPeriod period, CancellationToken cancellationToken)
    {
        var entries = new PublishedEntries(ledgerFolder);
        return
        [
            .. entries.Pruned().Where(pruned =>
                pruned.Year >= period.Since.Year && pruned.Year <= period.Until.AddTicks(-1).Year
                && !(TimeFrom(entries, pruned.End, cancellationToken) < period.Since)),
        ];
    }

    // Times never go back in a log: where the first entry that is left is older than the period, all that went is.
    private static DateTimeOffset? TimeFrom(
        PublishedEntries entries, LedgerCursor from, CancellationToken cancellationToken) =>
        entries.From(from, cancellationToken).FirstOrDefault() is { } first
        && EntryFacts.TryRead(first.Bytes.Span, out var facts)
            ? facts.Time
            : null;
}
