using Gateway.Policies.Catalogue;
using Gateway.Policies.Instruments;
using Gateway.Policies.Parties;
using Gateway.Policies.Purposes;
using Gateway.Policies.Routes;
using Gateway.Policies.Transforms;

namespace Gateway.Policies.Bundle;

/// <summary>
/// A control that this build does not enforce is a fault of the bundle where a route reaches it, never ignored
/// (DESIGN.md 1). A category that no route carries may name any control.
/// </summary>
public static class EnforcementCheck
{
    private const string Code = "bundle.unsupported";

    /// <summary>Every control a route reaches and nothing enforces; a bundle with one must not be served.</summary>
    public static IReadOnlyList<Fault> Check(PolicyBundle bundle)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        var faults = new FaultList();
        var legs = bundle.Routes.SelectMany(RoutedLeg.Of).ToList();
        foreach (var route in bundle.Routes.Where(route => route.Mode == RouteMode.Verify))
        {
            Add(faults, bundle.Marks.Of(route.Mark, "mode"), route.Id, "verification");
        }

        // Each control is said once, with the first route that reaches it.
        var carried = legs.SelectMany(leg => Carried(leg, bundle)).DistinctBy(one => one.Category.Id);
        foreach (var (category, route) in carried)
        {
            CheckCategory(category, route, bundle, faults);
        }

        foreach (var leg in legs.DistinctBy(leg => leg.Cargo.Purpose))
        {
            if (bundle.Purposes.GetValueOrDefault(leg.Cargo.Purpose) is { Basis: LawfulBasis.Consent } purpose)
            {
                Add(faults, bundle.Marks.Of(purpose.Mark, "basis"), leg.Route.Id, "consent");
            }
        }

        CheckVolume(bundle, legs, faults);
        return faults.InOrder();
    }

    private static IEnumerable<(Category Category, RouteId Route)> Carried(RoutedLeg leg, PolicyBundle bundle) =>
        bundle.Categories.TryGetValue(leg.Cargo.Category, out var category)
            ? category.Parts.Select(part => part.Of).OfType<Category>().Prepend(category)
                .Select(one => (one, leg.Route.Id))
            : [];

    private static void CheckCategory(Category category, RouteId route, PolicyBundle bundle, FaultList faults)
    {
        if (category.Consent != ConsentKind.None)
        {
            Add(faults, bundle.Marks.Of(category.Mark, "consent"), route, "consent");
        }

        CheckForm(category, route, bundle, faults);
        if (category.Commit == CommitRule.Originals && CountCustodians(bundle) < 2)
        {
            faults.Add(
                bundle.Marks.Of(category.Mark, "commit"),
                "category.custodians",
                "originals are kept for two custodians: name two officers with the role 'custodian', each with the "
                    + $"'sha256' of the certificate to encrypt to; route '{route}' reaches it");
        }

        if (category is { Format: BodyFormat.Opaque, Opaque.Release: false })
        {
            Add(faults, bundle.Marks.Of(category.Mark, "opaque"), route, "hold");
        }

        if (category.OnFinding == FindingRule.Hold || category.FindingOverrides.Values.Contains(FindingRule.Hold))
        {
            Add(faults, bundle.Marks.Of(category.Mark, "onFinding"), route, "hold");
        }
    }

    // By its fingerprint: no trust list has a use for encryption, so the bundle's signers vouch for the certificate.
    private static int CountCustodians(PolicyBundle bundle) => bundle.Officers.Values.Count(officer =>
        officer.Roles.Contains(OfficerRole.Custodian) && officer.Certificates.Any(one => one.Sha256 is not null));

    private static void CheckForm(Category category, RouteId route, PolicyBundle bundle, FaultList faults)
    {
        if (BodyForm.Of(category) is not { } form)
        {
            Add(faults, bundle.Marks.Of(category.Mark, "format"), route, $"format '{category.Format.Wire()}'");
        }
        else if (!form.Takes(category.Charset))
        {
            Add(faults, bundle.Marks.Of(category.Mark, "charset"), route, $"charset '{category.Charset}'");
        }
    }

    // FORMATS.md, volumeCap: asked for SCC, CERT, GBA-* and EX5.4 only.
    private static void CheckVolume(PolicyBundle bundle, List<RoutedLeg> legs, FaultList faults)
    {
        var capped = bundle.Instruments.Where(instrument =>
            MechanismRules.HasVolumeCap(instrument.Mechanism) && instrument.VolumeCap.Kind != VolumeCapKind.Waived);
        foreach (var instrument in capped)
        {
            if (legs.Find(leg => Reaches(leg, instrument, bundle)) is { } leg)
            {
                Add(faults, bundle.Marks.Of(instrument.Mark, "volumeCap"), leg.Route.Id, "a volume cap");
            }
        }
    }

    // Dates and filings do not count here: what is not valid today may be tomorrow.
    private static bool Reaches(RoutedLeg leg, Instrument instrument, PolicyBundle bundle) =>
        bundle.Parties.TryGetValue(leg.Exporter, out var exporter)
        && bundle.Parties.TryGetValue(leg.Recipient, out var recipient)
        && InstrumentSelection.IsBetween(bundle, instrument, exporter, recipient)
        && instrument.Categories.Any(pin => pin.Id == leg.Cargo.Category)
        && instrument.Purposes.Contains(leg.Cargo.Purpose);

    private static void Add(FaultList faults, Mark mark, RouteId route, string control) =>
        faults.Add(mark, Code, $"this build does not enforce {control}, and route '{route}' reaches it");

    /// <summary>A leg of a route that carries something.</summary>
    private sealed record RoutedLeg(RouteDefinition Route, Cargo Cargo, PartyId Exporter, PartyId Recipient)
    {
        internal static IEnumerable<RoutedLeg> Of(RouteDefinition route)
        {
            foreach (var leg in new[] { Leg.Request, Leg.Response })
            {
                var leaves = route.DirectionOf(leg) == Direction.NorthToSouth;
                if (route.CargoOf(leg) is { } cargo)
                {
                    yield return new RoutedLeg(
                        route, cargo, leaves ? route.North : route.South, leaves ? route.South : route.North);
                }
            }
        }
    }
}
