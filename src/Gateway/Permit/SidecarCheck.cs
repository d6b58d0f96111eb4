using Gateway.Identity;
using Gateway.Policies;
using Gateway.Policies.Bundle;
using Gateway.Policies.Parties;
using Gateway.Policies.Routes;
using Gateway.Settings;

namespace Gateway.Permit;

/// <summary>What the sidecar listeners of gateway.json and a bundle must agree on.</summary>
internal static class SidecarCheck
{
    internal static IEnumerable<Fault> Check(PolicyBundle bundle, IReadOnlyList<ListenerSettings> listeners) =>
        CheckParties(bundle, listeners).Concat(CheckUpstreams(bundle, listeners));

    private static IEnumerable<Fault> CheckParties(PolicyBundle bundle, IReadOnlyList<ListenerSettings> listeners)
    {
        foreach (var listener in listeners)
        {
            if (listener.Sidecar is not { } sidecar)
            {
                continue;
            }

            if (!bundle.Parties.TryGetValue(sidecar.Party, out var party))
            {
                yield return sidecar.PartyMark.Fault(
                    "sidecar.party", $"the bundle has no party '{sidecar.Party}': name one of its zone");
            }
            else if (listener.Kind != ListenerKind.Observe
                && !ZoneCheck.Admit(party, SideOf(listener)).TryPass(out _, out _))
            {
                yield return sidecar.PartyMark.Fault(
                    "sidecar.party",
                    $"party '{party.Id}' is in {party.Zone}: a {listener.Kind.ToString().ToLowerInvariant()} listener "
                    + "is for the other side of the boundary");
            }
        }
    }

    // Without TLS nothing says who answers but that it is the application this gateway stands beside.
    private static IEnumerable<Fault> CheckUpstreams(PolicyBundle bundle, IReadOnlyList<ListenerSettings> listeners)
    {
        var own = listeners.Where(listener => listener.Kind != ListenerKind.Observe)
            .Select(listener => listener.Sidecar?.Party).OfType<PartyId>().ToHashSet();
        foreach (var route in bundle.Routes.Where(route => !own.Contains(route.CalleeParty)))
        {
            for (var i = 0; i < route.Upstream.Count; i++)
            {
                if (UpstreamOrigin.IsPlain(route.Upstream[i]))
                {
                    yield return bundle.Marks.Of(route.Mark, $"upstream[{i}]").Fault(
                        "route.upstream_plain",
                        $"write https: '{route.CalleeParty}' is not the party of a sidecar listener");
                }
            }
        }
    }

    private static CallerSide SideOf(ListenerSettings listener) =>
        listener.Kind == ListenerKind.North ? CallerSide.North : CallerSide.South;
}
