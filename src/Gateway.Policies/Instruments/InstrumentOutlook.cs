using Gateway.Policies.Bundle;
using Gateway.Policies.Catalogue;

namespace Gateway.Policies.Instruments;

/// <summary>
/// Which carrying legs of a bundle are refused at this moment for want of a legal instrument. No fault: an instrument
/// may be filed later than its route is written, and until then the refusal is the right answer. But whoever checks
/// the bundle is told.
/// </summary>
public static class InstrumentOutlook
{
    private const string Code = "route.refused";

    /// <summary>A warning for each, at the leg.</summary>
    public static IReadOnlyList<Fault> Check(PolicyBundle bundle, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        var faults = new FaultList();
        foreach (var route in bundle.Routes)
        {
            foreach (var leg in new[] { Leg.Request, Leg.Response })
            {
                // Core data never crosses, whatever is on file: its route says so every time it is asked.
                if (route.CargoOf(leg) is { } cargo
                    && bundle.Categories.GetValueOrDefault(cargo.Category) is not { Grade: Grade.Core }
                    && !InstrumentSelection.Decide(bundle, route, leg, now).TryPass(out _, out var refused))
                {
                    faults.Warn(
                        bundle.Marks.Of(route.Mark, leg.Wire()),
                        Code,
                        $"every transfer of route '{route.Id}' is refused now, {refused.Code.Wire}: {refused.Detail}");
                }
            }
        }

        return faults.InOrder();
    }
}
