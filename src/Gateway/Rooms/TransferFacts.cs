using Gateway.Listening;
using Gateway.Policies;
using Gateway.Policies.Catalogue;
using Gateway.Policies.Parties;
using Gateway.Policies.Routes;

namespace Gateway.Rooms;

/// <summary>
/// What is known of a transfer by now, in the words of the bundle: what a refusal records, and what an exception
/// at the edge still knows. Ids and flags only; never a value.
/// </summary>
/// <param name="Leg">The leg under way; null before customs.</param>
/// <param name="Delivered">True once the request reached the far side, so a refusal of the answer says so.</param>
/// <param name="Released">True once a release or request entry is durable: an outcome is owed.</param>
internal sealed record TransferFacts(
    TransferId Id,
    PartyId? Party = null,
    Zone? PartyZone = null,
    RouteId? Route = null,
    CategoryId? Category = null,
    Leg? Leg = null,
    bool? Delivered = null,
    bool Released = false);
