using Gateway.Policies.Parties;
using Gateway.Policies.Routes;

namespace Gateway.Policies.Bundle;

/// <summary>What must hold between a route and its parties, and between two routes.</summary>
internal static class RouteLint
{
    internal static void Check(BundleDraft draft)
    {
        foreach (var route in draft.Routes)
        {
            var north = draft.FindParty(route.North);
            var south = draft.FindParty(route.South);
            CheckSide(north, Zone.CN, "north", route, draft);
            CheckSide(south, null, "south", route, draft);
            CheckRoles(north, south, route, draft);
        }

        CheckOverlaps(draft);
    }

    private static void CheckSide(Party? party, Zone? zone, string side, RouteDefinition route, BundleDraft draft)
    {
        var isRight = party is null || (zone is null ? party.Zone != Zone.CN : party.Zone == zone);
        if (!isRight)
        {
            var wanted = zone is null ? "HK or MO" : "CN";
            draft.Faults.Add(
                MarkOf(route, side, draft),
                "route.side",
                $"'{party!.Id}' is in {party.Zone.Wire()}: the {side} party is one in {wanted}");
        }
    }

    private static void CheckRoles(Party? north, Party? south, RouteDefinition route, BundleDraft draft)
    {
        foreach (var leg in new[] { Leg.Request, Leg.Response })
        {
            if (route.CargoOf(leg) is null)
            {
                continue;
            }

            var leaves = route.DirectionOf(leg) == Direction.NorthToSouth;
            CheckRole(leaves ? north : south, PartyRole.Exporter, leg, route, draft);
            CheckRole(leaves ? south : north, PartyRole.Recipient, leg, route, draft);
        }
    }

    private static void CheckRole(Party? party, PartyRole role, Leg leg, RouteDefinition route, BundleDraft draft)
    {
        if (party is not null && !party.Roles.Contains(role))
        {
            draft.Faults.Add(
                MarkOf(route, leg.Wire(), draft),
                "route.role",
                $"the {leg.Wire()} leg makes '{party.Id}' {role.Wire()}: add the role to the party, if it is one");
        }
    }

    // Two routes that one request can match would make the order of files a rule; there is no such order.
    private static void CheckOverlaps(BundleDraft draft)
    {
        var doors = draft.Routes
            .Where(route => !ReferenceEquals(route.Path, RouteReader.NoTemplate))
            .SelectMany(route => route.Methods.Select(method => (Route: route, Method: method)))
            .GroupBy(door => (door.Method, door.Route.Path.Segments.Count));
        // A pair is said once, not once per method.
        var said = new HashSet<(Mark Later, Mark Earlier)>();
        foreach (var group in doors)
        {
            var routes = group.Select(door => door.Route).ToList();
            for (var i = 0; i < routes.Count; i++)
            {
                for (var j = 0; j < i; j++)
                {
                    if (Overlap(routes[i].Path, routes[j].Path) && said.Add((routes[i].Mark, routes[j].Mark)))
                    {
                        AddOverlap(routes[i], routes[j], draft);
                    }
                }
            }
        }
    }

    private static void AddOverlap(RouteDefinition later, RouteDefinition earlier, BundleDraft draft) =>
        draft.Faults.Add(
            MarkOf(later, "match.path", draft),
            "route.overlap",
            $"change one: a request could match this route and '{earlier.Id}'");

    private static bool Overlap(PathTemplate x, PathTemplate y) =>
        x.Segments.Zip(y.Segments).All(pair =>
            pair.First.Literal is null || pair.Second.Literal is null || pair.First.Literal == pair.Second.Literal);

    private static Mark MarkOf(RouteDefinition route, string member, BundleDraft draft) =>
        draft.Marks.GetValueOrDefault((route.Mark.File, $"{route.Mark.Path}.{member}"), route.Mark);
}
