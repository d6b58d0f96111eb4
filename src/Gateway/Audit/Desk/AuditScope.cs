using Gateway.Ledger.Entries;
using Gateway.Ledger.Index;
using Gateway.Policies;
using Gateway.Policies.Bundle;
using Gateway.Policies.Parties;

namespace Gateway.Audit.Desk;

/// <summary>
/// What one reader may see, under the bundle in force (docs/decisions/0056): decisions about data that left, or would
/// have left, a zone of the scope, where a party and the category are within it too; and the outcomes that follow them.
/// What cannot be placed is seen by nobody but a reader of everything.
/// </summary>
internal sealed class AuditScope
{
    private const string Everything = "*";

    private readonly PolicyBundle _bundle;
    private readonly HashSet<Zone> _zones;
    private readonly HashSet<string> _parties;
    private readonly HashSet<string> _categories;

    internal AuditScope(ReadScope? scope, PolicyBundle bundle)
    {
        _bundle = bundle;
        _zones = [.. scope?.Zones ?? []];
        _parties = new HashSet<string>(scope?.Parties ?? [], StringComparer.Ordinal);
        _categories = new HashSet<string>(scope?.Categories ?? [], StringComparer.Ordinal);
        SeesAll = _parties.Contains(Everything) && _categories.Contains(Everything)
            && Enum.GetValues<Zone>().All(_zones.Contains);
    }

    /// <summary>
    /// True where no entry is kept back: every zone, party and category. Only then are entry bundles served.
    /// </summary>
    internal bool SeesAll { get; }

    /// <summary>Of a decision; false of anything else, but for a reader of everything.</summary>
    internal bool Sees(IndexFacet facet) =>
        SeesAll
        || (facet.IsDecision
            && ZoneOf(facet) is { } zone && _zones.Contains(zone)
            && (_parties.Contains(Everything) || facet.Parties.Any(_parties.Contains))
            && (_categories.Contains(Everything) || (facet.Category is { } name && _categories.Contains(name))));

    /// <summary>
    /// Those of one transfer's entries, in the order of the log, that are seen: an outcome where a decision before it is.
    /// </summary>
    internal IEnumerable<IndexedEntry> Visible(IReadOnlyList<IndexedEntry> entries)
    {
        var isKnown = SeesAll;
        foreach (var entry in entries)
        {
            if (entry.Facet.Kind == EntryKind.Outcome ? isKnown : Sees(entry.Facet))
            {
                isKnown = true;
                yield return entry;
            }
        }
    }

    // Where the data left, or would have: the exporter's zone. Before a leg was under way it is the leg that carries,
    // the request's first; before a route was known, nothing but who asked can be placed.
    private Zone? ZoneOf(IndexFacet facet)
    {
        if (facet.Exporter is not null)
        {
            return ZoneOf(facet.Exporter) ?? (facet.Direction == Direction.NorthToSouth.Wire() ? Zone.CN : null);
        }

        if (facet.Route is null)
        {
            return ZoneOf(facet.Asker);
        }

        if (_bundle.Routes.FirstOrDefault(route => route.Id.ToString() == facet.Route) is not { } route)
        {
            return null;
        }

        var leg = facet.Leg is { } known && known == Leg.Response.Wire() || (facet.Leg is null && route.Request is null)
            ? Leg.Response
            : Leg.Request;
        return ZoneOf((route.DirectionOf(leg) == Direction.NorthToSouth ? route.North : route.South).ToString());
    }

    private Zone? ZoneOf(string? party) =>
        PartyId.TryParse(party, out var id) && _bundle.Parties.TryGetValue(id, out var known) ? known.Zone : null;
}
