using Gateway.Policies.Catalogue;
using Gateway.Policies.Instruments;
using Gateway.Policies.Parties;

namespace Gateway.Policies.Bundle;

/// <summary>What must hold between an instrument, its parties and the catalogue.</summary>
internal static class InstrumentLint
{
    internal static void Check(BundleDraft draft)
    {
        var versions = new Dictionary<CategoryId, int>();
        foreach (var category in draft.Categories)
        {
            versions[category.Id] = category.Version;
        }

        foreach (var instrument in draft.Instruments)
        {
            var exporter = draft.FindParty(instrument.Exporter);
            var recipient = draft.FindParty(instrument.Recipient);
            if (exporter is not null && recipient is not null)
            {
                CheckSides(instrument, exporter, recipient, draft);
            }

            CheckPins(instrument, versions, draft);
        }
    }

    private static void CheckSides(Instrument instrument, Party exporter, Party recipient, BundleDraft draft)
    {
        if (!MechanismRules.Fits(instrument.Mechanism, exporter.Zone, recipient.Zone))
        {
            var sides = $"'{exporter.Id}' in {exporter.Zone.Wire()}, '{recipient.Id}' in {recipient.Zone.Wire()}";
            draft.Faults.Add(
                MarkOf(instrument, "mechanism", draft),
                "instrument.sides",
                $"{instrument.Mechanism.Wire()} does not carry from here to there: {sides}");
        }
        else if (MechanismRules.IsGreaterBayArea(instrument.Mechanism))
        {
            var mainland = exporter.Zone == Zone.CN ? exporter : recipient;
            if (!CityCode.IsInNineCities(mainland.City))
            {
                draft.Faults.Add(
                    MarkOf(instrument, "mechanism", draft),
                    "instrument.city",
                    $"the GBA contract is for the nine cities: check 'city' of '{mainland.Id}'");
            }
        }
    }

    // Not a fault: a category may be amended before its instrument is. Until then its legs are refused.
    private static void CheckPins(Instrument instrument, Dictionary<CategoryId, int> versions, BundleDraft draft)
    {
        foreach (var pin in instrument.Categories)
        {
            if (versions.TryGetValue(pin.Id, out var version) && version != pin.Version)
            {
                draft.Faults.Warn(
                    MarkOf(instrument, "categories", draft),
                    "instrument.pin",
                    $"'{pin.Id}' is version {version}, the instrument covers {pin.Version}: its legs are refused");
            }
        }
    }

    private static Mark MarkOf(Instrument instrument, string member, BundleDraft draft) =>
        draft.Marks.GetValueOrDefault((instrument.Mark.File, $"{instrument.Mark.Path}.{member}"), instrument.Mark);
}
