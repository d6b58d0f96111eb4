using System.Globalization;

namespace Gateway.Ledger.Inspection;

/// <summary>The entries of a year that were pruned: those below its minimum index.</summary>
internal readonly record struct PrunedRange(int Year, long Minimum)
{
    /// <summary>The place of the first entry that may be left.</summary>
    internal LedgerCursor End => new(Year, Minimum);

    /// <summary>Whether whoever reads from one place, and before another, comes by here.</summary>
    internal bool IsBetween(LedgerCursor from, LedgerCursor? to) =>
        from < End && (to is null || to > new LedgerCursor(Year, 0));

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Year:D4}:0-{Minimum - 1}");
}
