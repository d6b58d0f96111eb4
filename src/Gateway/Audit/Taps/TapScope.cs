using Gateway.Ledger.Index;
using Gateway.Ledger.Inspection;
using Gateway.Policies.Bundle;
using Gateway.Policies.Parties;

namespace Gateway.Audit.Taps;

/// <summary>
/// The scope of a tap's receiver: in the gateway's own zone, without a party, everything, for it is the operator's own.
/// Else what the bundle in force scopes to the regulator that is named. Of everything else it gets place and leaf hash,
/// which hash tiles say too, and those may cross (DESIGN.md 7). Owned by the tap's loop.
/// </summary>
/// <param name="zone">Where the receiver stands.</param>
/// <param name="party">The regulator it reads for; null: nobody's.</param>
/// <param name="home">Where the gateway and its ledger stand; null where that is not said.</param>
internal sealed class TapScope(Zone zone, PartyId? party, Zone? home, Func<PolicyBundle> inForce)
{
    // An outcome names no party: it is seen where the transfer was, as long as that is remembered.
    private const int Remembered = 16 * 1024;

    private readonly HashSet<Guid> _shown = [];
    private readonly Queue<Guid> _order = new();
    private PolicyBundle? _bundle;
    private EntryScope _scope = EntryScope.Nothing;

    internal bool Sees(EntryOutline entry)
    {
        Follow();
        var sees = _scope.Sees(IndexFacet.Of(entry), entry.Transfer is { } ended && _shown.Contains(ended));
        if (sees && !_scope.SeesAll && entry.Transfer is { } transfer)
        {
            Remember(transfer);
        }

        return sees;
    }

    // What was shown under another bundle says nothing of what may be shown under this one.
    private void Follow()
    {
        if (party is not { } reader)
        {
            _scope = zone == home ? EntryScope.Everything : EntryScope.Nothing;
            return;
        }

        var bundle = inForce();
        if (ReferenceEquals(bundle, _bundle))
        {
            return;
        }

        _bundle = bundle;
        _shown.Clear();
        _order.Clear();
        _scope = bundle.Parties.TryGetValue(reader, out var regulator) && regulator.Zone == zone
            && regulator.Roles.Contains(PartyRole.Regulator)
                ? new EntryScope(regulator.Reads, bundle, home)
                : EntryScope.Nothing;
    }

    private void Remember(Guid transfer)
    {
        if (!_shown.Add(transfer))
        {
            return;
        }

        _order.Enqueue(transfer);
        if (_order.Count > Remembered)
        {
            _shown.Remove(_order.Dequeue());
        }
    }
}
