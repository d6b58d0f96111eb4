using Gateway.Ledger.Entries;
using Gateway.Ledger.Index;
using Gateway.Policies;
using Gateway.Policies.Bundle;
using Gateway.Policies.Parties;

namespace Gateway.Audit;

/// <summary>
/// What a reader at the audit listener, or the receiver of a tap, may see under the bundle in force
/// (docs/decisions/0056, 0058, 0067): decisions about data that left, or would have left, a zone of the scope, where a
/// party and the category are within it too; the outcomes that follow them; and the log's own entries where its zone is
/// one of the scope's. What cannot be placed is seen by nobody but a reader of everything. One rule for both: nobody
/// sees by one way what is kept back by the other.
/// </summary>
internal sealed class EntryScope
{
    private const string Every = "*";

    private readonly PolicyBundle? _bundle;
    private readonly Zone? _home;
    private readonly HashSet<Zone> _zones;
    private readonly HashSet<string> _parties;
    private readonly HashSet<string> _categories;

    /// <param name="home">
    /// Where the ledger stands, which is the zone of its own entries; null where that is not said: they are not seen.
    /// </param>
    internal EntryScope(ReadScope? scope, PolicyBundle bundle, Zone? home)
        : this(scope) => (_bundle, _home) = (bundle, home);

    private EntryScope(ReadScope? scope)
    {
        _zones = [.. scope?.Zones ?? []];
        _parties = new HashSet<string>(scope?.Parties ?? [], StringComparer.Ordinal);
        _categories = new HashSet<string>(scope?.Categories ?? [], StringComparer.Ordinal);
        SeesAll = _parties.Contains(Every) && _categories.Contains(Every)
            && Enum.GetValues<Zone>().All(_zones.Contains);
    }

    /// <summary>Every entry, whatever a bundle says: the operator's own.</summary>
    internal static EntryScope Everything { get; } = new(new ReadScope(Enum.GetValues<Zone>(), [Every], [Every]));

    internal static EntryScope Nothing { get; } = new(null);

    /// <summary>Of a reader at the desk, whose index holds entries of transfers and none of the log's own.</summary>
    internal static EntryScope AtDesk(ReadScope? scope, PolicyBundle bundle) => new(scope, bundle, home: null);

    /// <summary>
    /// True where no entry is kept back: every zone, party and category. Only then are entry bundles served.
    /// </summary>
    internal bool SeesAll { get; }

    /// <param name="isKnown">
    /// Whether a decision before it, of the same transfer, is seen: an outcome names no party and goes by that.
    /// </param>
    internal bool Sees(IndexFacet facet, bool isKnown = false) =>
        SeesAll
        || (facet.Kind == EntryKind.Outcome ? isKnown
            : EntryKinds.OfTheLog.Contains(facet.Kind) ? _home is { } home && _zones.Contains(home)
            : facet.IsDecision && IsWithin(facet));

    /// <summary>Those of one transfer's entries, in the order of the log, that are seen.</summary>
    internal IEnumerable<IndexedEntry> Visible(IReadOnlyList<IndexedEntry> entries)
    {
        var isKnown = false;
        foreach (var entry in entries)
        {
            if (Sees(entry.Facet, isKnown))
            {
                isKnown = true;
                yield return entry;
            }
        }
    }

    private bool IsWithin(IndexFacet facet) =>
        ZoneOf(facet) is { } zone && _zones.Contains(zone)
        && (_parties.Contains(Every) || facet.Parties.Any(_parties.Contains))
        && (_categories.Contains(Every) || (facet.Category is { } name && _categories.Contains(name)));

    // Where the data left, or would have: the exporter's zone. An exporter that the bundle no longer names is still one
    // of the mainland where it sent from north to south: no other party may stand there. Before a leg was under way it
    // is the leg that carries, the request's first; before a route was known, nothing but who asked can be placed.
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

        if (_bundle?.Routes.FirstOrDefault(route => route.Id.ToString() == facet.Route) is not { } route)
        {
            return null;
        }

        var leg = facet.Leg is { } known && known == Leg.Response.Wire() || (facet.Leg is null && route.Request is null)
            ? Leg.Response
            : Leg.Request;
        return ZoneOf((route.DirectionOf(leg) == Direction.NorthToSouth ? route.North : route.South).ToString());
    }

    private Zone? ZoneOf(string? party) =>
        PartyId.TryParse(party, out var id) && _bundle is { } bundle && bundle.Parties.TryGetValue(id, out var known)
            ? known.Zone
            : null;
}
