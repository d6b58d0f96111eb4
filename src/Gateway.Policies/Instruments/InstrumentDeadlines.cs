using Gateway.Policies.Bundle;
using Gateway.Policies.Parties;
using Gateway.Policies.Routes;

namespace Gateway.Policies.Instruments;

/// <summary>The day after which an instrument no longer carries a routed leg.</summary>
/// <param name="Filing">The zone whose filing is due by then; null where the instrument itself ends.</param>
/// <param name="LastDay">Last day it holds (UTC date).</param>
public sealed record InstrumentDeadline(InstrumentId Id, Zone? Filing, DateOnly LastDay, Mark Mark);

/// <summary>
/// Until when the routes of a bundle have an instrument. A leg that several cover lasts as long as the last of them:
/// one that a successor has replaced is nobody's alarm.
/// </summary>
public static class InstrumentDeadlines
{
    /// <summary>One for each instrument that a routed leg hangs on; none for those without an end.</summary>
    public static IReadOnlyList<InstrumentDeadline> Of(PolicyBundle bundle)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        return
        [
            .. bundle.Routes
                .SelectMany(route => new[] { Leg.Request, Leg.Response }.Select(leg => LastOf(bundle, route, leg)))
                .OfType<InstrumentDeadline>()
                .Where(deadline => deadline.LastDay < DateOnly.MaxValue)
                .Distinct(),
        ];
    }

    private static InstrumentDeadline? LastOf(PolicyBundle bundle, RouteDefinition route, Leg leg) => bundle.Instruments
        .Where(instrument => Covers(bundle, instrument, route, leg))
        .Select(Of)
        .MaxBy(deadline => deadline.LastDay);

    private static bool Covers(PolicyBundle bundle, Instrument instrument, RouteDefinition route, Leg leg)
    {
        var leaves = route.DirectionOf(leg) == Direction.NorthToSouth;
        return route.CargoOf(leg) is { } cargo
            && bundle.Categories.TryGetValue(cargo.Category, out var category)
            && bundle.Parties.TryGetValue(leaves ? route.North : route.South, out var exporter)
            && bundle.Parties.TryGetValue(leaves ? route.South : route.North, out var recipient)
            && InstrumentSelection.IsBetween(bundle, instrument, exporter, recipient)
            && instrument.Categories.Contains(new PinnedCategory(category.Id, category.Version))
            && instrument.Purposes.Contains(cargo.Purpose);
    }

    // Whichever comes first: its end, or a filing that still has no number when it is due.
    private static InstrumentDeadline Of(Instrument instrument)
    {
        var last = MechanismRules.LastDay(instrument) ?? DateOnly.MaxValue;
        var due = MechanismRules.MayBeFiledLater(instrument.Mechanism)
            ? instrument.Filings.Where(filing => filing is { Number: null, Due: not null }).MinBy(filing => filing.Due)
            : null;
        return due?.Due < last
            ? new InstrumentDeadline(instrument.Id, due.Zone, due.Due!.Value, instrument.Mark)
            : new InstrumentDeadline(instrument.Id, null, last, instrument.Mark);
    }
}
