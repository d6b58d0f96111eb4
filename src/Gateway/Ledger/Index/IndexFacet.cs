using Gateway.Ledger.Entries;
using Gateway.Ledger.Inspection;

namespace Gateway.Ledger.Index;

/// <summary>
/// What an entry is looked for by, without time and transfer. There are few of them, however long the ledger:
/// every name in it is one that a bundle declares. So who may see what is asked once for each facet, not each entry.
/// </summary>
/// <param name="Asker">The caller, or the one turned back; null in a release.</param>
internal sealed record IndexFacet(
    EntryKind Kind,
    string? Leg,
    string? Direction,
    string? Exporter,
    string? Recipient,
    string? Asker,
    string? Category,
    string? Purpose,
    string? Instrument,
    string? Code,
    string? Route)
{
    /// <summary>True for the kinds that decide about a transfer.</summary>
    internal bool IsDecision => EntryFilter.Decisions.Contains(Kind);

    /// <summary>Every party it names.</summary>
    internal IEnumerable<string> Parties => new[] { Exporter, Recipient, Asker }.OfType<string>();

    internal static IndexFacet Of(EntryOutline entry) => new(
        entry.Kind,
        entry.Leg,
        entry.Direction,
        entry.Exporter,
        entry.Recipient,
        entry.Asker,
        entry.Category,
        entry.Purpose,
        entry.Instrument,
        entry.Code,
        entry.Route);
}

/// <summary>How many entries of one facet there are, and what they add up to.</summary>
/// <param name="Decisions">Entries, and for a counted one as many as it stands for.</param>
/// <param name="Counted">Null where none of them says.</param>
internal sealed record FacetSum(
    IndexFacet Facet, long Entries, long Decisions, long Records, long Subjects, long? Counted);

/// <summary>What wanted entries add up to, as of one moment of the index.</summary>
/// <param name="End">The place after the last entry that is in the index.</param>
/// <param name="Sums">By facet, in the order in which facets first came.</param>
/// <param name="Transfers">How many transfers the decisions among them are of.</param>
internal sealed record IndexTotals(LedgerCursor End, IReadOnlyList<FacetSum> Sums, long Transfers);
