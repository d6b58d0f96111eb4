using Gateway.Ledger.Entries;
using Gateway.Ledger.Index;
using Gateway.Policies;
using Gateway.Policies.Bundle;
using Gateway.Policies.Parties;
using Gateway.Policies.Routes;

namespace Gateway.Audit.Desk;

/// <summary>
/// What one reader may see, under the bundle in force (docs/decisions/0056). A decision is seen where a party that it
/// names is within the scope, and its category too; an outcome where a decision before it, of the same transfer, is.
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
        _categories = new HashSet<string>(scope?.Categories ?? [], StringComparer.Ordinal);
        var named = scope?.Parties ?? [];
        _parties = bundle.Parties.Values
            .Where(party => _zones.Contains(party.Zone))
            .Select(party => party.Id.ToString())
            .Where(id => named.Contains(Everything) || named.Contains(id, StringComparer.Ordinal))
            .ToHashSet(StringComparer.Ordinal);
        SeesAll = named.Contains(Everything) && _categories.Contains(Everything)
            && Enum.GetValues<Zone>().All(_zones.Contains);
    }

    /// <summary>
    /// True where no entry is kept back: every zone, party and category. Only then are entry bundles served.
    /// </summary>
    internal bool SeesAll { get; }

    /// <summary>Of a decision.</summary>
    internal bool Sees(IndexFacet facet) =>
        SeesAll
        || (facet.IsDecision && IsOfCategory(facet) && facet.Parties.Any(_parties.Contains)
            && (!facet.NamesRule || SeesRules(facet)));

    /// <summary>
    /// How the exporter's policy is made is told within the exporter's zone: at the far side callers are not told the
    /// detail of a refusal either.
    /// </summary>
    internal bool SeesRules(IndexFacet facet) =>
        SeesAll || (ExporterZone(facet) is { } zone && _zones.Contains(zone));

    /// <summary>Those of one transfer's entries, in the order of the log, that are seen.</summary>
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

    private bool IsOfCategory(IndexFacet facet) =>
        _categories.Contains(Everything) || (facet.Category is { } category && _categories.Contains(category));

    private Zone? ExporterZone(IndexFacet facet)
    {
        if (facet.Exporter is { } id)
        {
            return PartyId.TryParse(id, out var exporter) ? ZoneOf(exporter) : null;
        }

        var route = _bundle.Routes.FirstOrDefault(route => route.Id.ToString() == facet.Route);
        return (route, facet.Leg) switch
        {
            (not null, "request") => ZoneOf(ExporterOf(route, Leg.Request)),
            (not null, "response") => ZoneOf(ExporterOf(route, Leg.Response)),
            _ => null,
        };
    }

    private static PartyId ExporterOf(RouteDefinition route, Leg leg) =>
        route.DirectionOf(leg) == Direction.NorthToSouth ? route.North : route.South;

    private Zone? ZoneOf(PartyId id) => _bundle.Parties.TryGetValue(id, out var party) ? party.Zone : null;
}
