using Gateway.Policies;
using Gateway.Policies.Parties;
using Gateway.Policies.Routes;

namespace Gateway.Identity;

/// <summary>
/// Who knocks at the north door is from the mainland, who knocks at the south door is not (DESIGN.md 3, row 2).
/// </summary>
internal static class ZoneCheck
{
    internal static Outcome<Party> Admit(Party party, CallerSide listener) =>
        (party.Zone == Zone.CN) == (listener == CallerSide.North)
            ? party
            : new Refusal(
                RefusalCode.PartyZone,
                $"party '{party.Id}' is of zone '{party.Zone}', which is not the side of this listener");
}
