using Gateway.Policies.Bundle;
using Gateway.Policies.Routes;

namespace Gateway.Policies.Comparison;

/// <summary>The doors: who calls whom, and what each leg carries.</summary>
internal static class RouteChanges
{
    internal static void Compare(PolicyBundle then, PolicyBundle now, List<BundleChange> changes)
    {
        var pairs = BundleComparison.Pairs(then.Routes, now.Routes, route => route.Id.ToString());
        foreach (var (id, old, current) in pairs)
        {
            var list = new ChangeList(changes, ChangedThing.Route, id, (current ?? old)!.Mark);
            if (old is null || current is null)
            {
                list.Add(
                    old is null ? ChangeEffect.Wider : ChangeEffect.Narrower,
                    old is null ? ChangeKind.Added : ChangeKind.Removed,
                    null,
                    old is null ? null : Spell(old),
                    current is null ? null : Spell(current));
                continue;
            }

            Compare(old, current, list);
        }
    }

    private static void Compare(RouteDefinition then, RouteDefinition now, ChangeList list)
    {
        list.Text("match.path", then.Path.Text, now.Path.Text, ChangeEffect.Wider);
        list.Set("match.methods", then.Methods, now.Methods);
        CompareParameters(then.Parameters, now.Parameters, list);
        list.Set("responseHeaders", then.ResponseHeaders, now.ResponseHeaders);
        list.Text("north", then.North.ToString(), now.North.ToString(), ChangeEffect.Wider);
        list.Text("south", then.South.ToString(), now.South.ToString(), ChangeEffect.Wider);
        list.Text("caller", Spell(then.Caller), Spell(now.Caller), ChangeEffect.Wider);
        list.Set("upstream", then.Upstream.Select(Spell), now.Upstream.Select(Spell));
        foreach (var leg in new[] { Leg.Request, Leg.Response })
        {
            var (before, after) = (Spell(then.CargoOf(leg)), Spell(now.CargoOf(leg)));
            list.Text(leg.Wire(), before, after, after is null ? ChangeEffect.Narrower : ChangeEffect.Wider);
        }

        var toVerify = now.Mode == RouteMode.Verify;
        list.Text("mode", then.Mode.Wire(), now.Mode.Wire(), toVerify ? ChangeEffect.Narrower : ChangeEffect.Wider);
    }

    private static void CompareParameters(
        IReadOnlyList<RouteParameter> then, IReadOnlyList<RouteParameter> now, ChangeList list)
    {
        foreach (var (name, old, current) in BundleComparison.Pairs(then, now, Name))
        {
            // Whether one pattern matches less than another is not worked out: another pattern may match more.
            var effect = current is null ? ChangeEffect.Narrower : ChangeEffect.Wider;
            list.Text($"params {name}", old?.PatternText, current?.PatternText, effect);
        }
    }

    private static string Name(RouteParameter parameter) => $"{parameter.In.Wire()} {parameter.Name}";

    private static string Spell(CallerSide side) => WireNames.CallerSides.NameOf(side);

    private static string Spell(Uri upstream) => upstream.GetLeftPart(UriPartial.Authority);

    private static string? Spell(Cargo? cargo) => cargo is null ? null : $"{cargo.Category} for {cargo.Purpose}";

    private static string Spell(RouteDefinition route) =>
        $"{string.Join(" ", route.Methods)} {route.Path.Text}, {route.CallerParty} calls {route.CalleeParty}";
}
