using Gateway.Ledger.Entries;
using Gateway.Ledger.Inspection;
using Gateway.Policies;
using Gateway.Policies.Bundle;
using Gateway.Policies.Parties;
using Gateway.Policies.Routes;

namespace Gateway.Audit.Taps;

/// <summary>
/// What the receiver of a tap may see of an entry. In the gateway's own zone, without a party: all, it is the
/// operator's own. Else what the bundle scopes to the regulator that is named. Everything else: place and leaf hash,
/// which hash tiles say too, and those may cross (DESIGN.md 7). What cannot be told is not seen.
/// </summary>
/// <param name="zone">Where the receiver stands.</param>
/// <param name="party">The regulator it reads for; null: nobody's.</param>
/// <param name="home">Where the gateway and its ledger stand; null where that is not said.</param>
internal sealed class TapSight(Zone zone, PartyId? party, Zone? home, Func<PolicyBundle> inForce)
{
    // An outcome names no party: it is seen where the transfer was, as long as that is remembered.
    private const int Remembered = 16 * 1024;

    private readonly HashSet<Guid> _seen = [];
    private readonly Queue<Guid> _order = new();

    internal bool Sees(EntryOutline entry)
    {
        if (party is not { } reader)
        {
            return zone == home;
        }

        var bundle = inForce();
        if (!bundle.Parties.TryGetValue(reader, out var regulator) || regulator.Zone != zone
            || !regulator.Roles.Contains(PartyRole.Regulator) || regulator.Scope is not { } scope)
        {
            return false;
        }

        if (EntryKinds.OfTheLog.Contains(entry.Kind))
        {
            return home is { } own && scope.Zones.Contains(own);
        }

        if (entry is { Kind: EntryKind.Outcome, Transfer: { } ended })
        {
            return _seen.Contains(ended);
        }

        var sees = EntryFilter.Decisions.Contains(entry.Kind)
            && ZoneOf(entry, bundle) is { } exporter && scope.Zones.Contains(exporter)
            && (scope.Parties.Contains("*") || entry.Parties.Any(scope.Parties.Contains))
            && (scope.Categories.Contains("*")
                || entry.Category is { } category && scope.Categories.Contains(category));
        if (sees && entry.Transfer is { } transfer)
        {
            Remember(transfer);
        }

        return sees;
    }

    // Whose side the data leaves: the exporter's. A decision from before that was known has the zone of the one party
    // it names.
    private static Zone? ZoneOf(EntryOutline entry, PolicyBundle bundle)
    {
        if (entry.Exporter is { } exporter)
        {
            return ZoneOf(exporter, bundle);
        }

        if (entry.Leg is { } leg && RouteOf(entry, bundle) is { } route)
        {
            var direction = route.DirectionOf(leg == "request" ? Leg.Request : Leg.Response);
            return ZoneOf((direction == Direction.NorthToSouth ? route.North : route.South).ToString(), bundle);
        }

        return entry.Parties is [var only] ? ZoneOf(only, bundle) : null;
    }

    private static RouteDefinition? RouteOf(EntryOutline entry, PolicyBundle bundle) =>
        bundle.Routes.FirstOrDefault(route => route.Id.ToString() == entry.Route);

    private static Zone? ZoneOf(string id, PolicyBundle bundle) =>
        PartyId.TryParse(id, out var known) && bundle.Parties.TryGetValue(known, out var named) ? named.Zone : null;

    private void Remember(Guid transfer)
    {
        if (!_seen.Add(transfer))
        {
            return;
        }

        _order.Enqueue(transfer);
        if (_order.Count > Remembered)
        {
            _seen.Remove(_order.Dequeue());
        }
    }
}
