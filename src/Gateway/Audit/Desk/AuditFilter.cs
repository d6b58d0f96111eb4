using Gateway.Ledger.Entries;
using Gateway.Ledger.Index;

namespace Gateway.Audit.Desk;

/// <summary>What decisions are looked for; null asks nothing. Everything asked must hold.</summary>
/// <param name="Since">Inclusive.</param>
/// <param name="Until">Exclusive.</param>
internal sealed record AuditFilter(
    DateTimeOffset? Since = null,
    DateTimeOffset? Until = null,
    string? Direction = null,
    string? Party = null,
    string? Category = null,
    string? Purpose = null,
    string? Instrument = null,
    EntryKind? Decision = null,
    string? Code = null)
{
    internal bool Matches(IndexFacet facet) =>
        facet.IsDecision
        && (Direction is null || Direction == facet.Direction)
        && (Party is null || facet.Parties.Contains(Party, StringComparer.Ordinal))
        && (Category is null || Category == facet.Category)
        && (Purpose is null || Purpose == facet.Purpose)
        && (Instrument is null || Instrument == facet.Instrument)
        && (Decision is null || Decision == facet.Kind)
        && (Code is null || Code == facet.Code);
}
