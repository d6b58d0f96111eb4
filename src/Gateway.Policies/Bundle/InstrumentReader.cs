using System.Globalization;
using System.Text.RegularExpressions;
using Gateway.Policies.Catalogue;
using Gateway.Policies.Instruments;
using Gateway.Policies.Parties;
using Gateway.Policies.Purposes;

namespace Gateway.Policies.Bundle;

/// <summary>Reads one entry of "instruments".</summary>
internal static partial class InstrumentReader
{
    internal static void Read(YamlNode node, BundleDraft draft)
    {
        if (MapReader.From(node, draft.Faults) is not { } map)
        {
            return;
        }

        var id = draft.Declare<InstrumentId>(map, IdKind.Instrument, InstrumentId.TryParse);
        var mechanism = map.RequiredChoice("mechanism", WireNames.Mechanisms);
        var instrument = new Instrument(
            id,
            mechanism ?? default,
            draft.Refer<PartyId>(map.Required("exporter"), IdKind.Party, PartyId.TryParse),
            draft.Refer<PartyId>(map.Required("recipient"), IdKind.Party, PartyId.TryParse),
            ReadPins(map.RequiredItems("categories"), draft),
            ReadPurposes(map.RequiredItems("purposes"), draft),
            ReadEnvelope(map.Map("envelope"), draft.Faults),
            map.RequiredDate("effective") ?? DateOnly.MaxValue,
            map.Date("validTo"),
            ReadFilings(map.Items("filings"), draft.Faults),
            ReadAssessment(map.Map("pia")),
            ReadCap(map.Optional("volumeCap"), draft.Faults),
            map.Mark);
        map.Close();
        if (instrument.ValidTo < instrument.Effective && instrument.Effective != DateOnly.MaxValue)
        {
            draft.Faults.Add(map.MarkOf("validTo"), "instrument.dates", "'validTo' is before 'effective'");
        }

        if (mechanism is not null)
        {
            draft.Instruments.Add(instrument);
        }
    }

    private static List<PinnedCategory> ReadPins(IReadOnlyList<YamlNode> items, BundleDraft draft)
    {
        var pins = new List<PinnedCategory>();
        foreach (var item in items)
        {
            if (ScalarTypes.Text(item, draft.Faults) is not { } text)
            {
                continue;
            }

            var at = text.LastIndexOf('@');
            if (at < 0 || !TryReadVersion(text[(at + 1)..], out var version))
            {
                const string Advice = "pin the version the instrument was made for, for example BK.cdd@3";
                draft.Faults.Add(item.Mark, "instrument.pin", Advice);
                continue;
            }

            var id = draft.Refer<CategoryId>(text[..at], item.Mark, IdKind.Category, CategoryId.TryParse);
            MapReader.AddOnce(pins, new PinnedCategory(id, version), item.Mark, draft.Faults);
        }

        return pins;
    }

    private static bool TryReadVersion(string text, out int version) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out version) && version >= 1;

    private static List<PurposeId> ReadPurposes(IReadOnlyList<YamlNode> items, BundleDraft draft)
    {
        var purposes = new List<PurposeId>();
        foreach (var item in items)
        {
            var id = draft.Refer<PurposeId>(item, IdKind.Purpose, PurposeId.TryParse);
            if (id != default)
            {
                MapReader.AddOnce(purposes, id, item.Mark, draft.Faults);
            }
        }

        return purposes;
    }

    private static Envelope? ReadEnvelope(MapReader? map, FaultList faults)
    {
        if (map is null)
        {
            return null;
        }

        var envelope = new Envelope(
            map.Text("means"),
            map.Integer("scale", 1),
            map.Text("retention"),
            map.Text("storagePlace"),
            map.Texts("subRecipients"));
        map.Close();
        if (envelope.Retention is { } retention && !Duration().IsMatch(retention))
        {
            faults.Add(map.MarkOf("retention"), "value.format", "an ISO 8601 duration is wanted, for example P3Y");
        }

        return envelope;
    }

    private static List<Filing> ReadFilings(IReadOnlyList<YamlNode> items, FaultList faults)
    {
        var filings = new List<Filing>();
        foreach (var map in items.Select(item => MapReader.From(item, faults)).OfType<MapReader>())
        {
            var zone = map.RequiredChoice("zone", WireNames.Zones);
            var filing = new Filing(zone ?? default, map.Text("number"), map.Date("date"), map.Date("due"));
            map.Close();
            if (filing.Number is null && filing.Due is null)
            {
                const string Advice = "give the filing's 'number', or until it has one its 'due' date";
                faults.Add(map.Mark, "instrument.filing", Advice);
            }

            if (zone is not null && filings.Exists(other => other.Zone == filing.Zone))
            {
                faults.Add(map.MarkOf("zone"), "value.duplicate", "remove one: a zone has one filing");
            }
            else if (zone is not null)
            {
                filings.Add(filing);
            }
        }

        return filings;
    }

    private static ImpactAssessment? ReadAssessment(MapReader? map)
    {
        if (map is null)
        {
            return null;
        }

        var id = map.RequiredText("id") ?? "";
        var date = map.RequiredDate("date") ?? DateOnly.MaxValue;
        map.Close();
        return new ImpactAssessment(id, date);
    }

    // Absent means the national thresholds: the stricter reading.
    private static VolumeCap ReadCap(YamlNode? node, FaultList faults)
    {
        switch (node)
        {
            case null or YamlScalar { Text: "national" }:
                return new VolumeCap(VolumeCapKind.National, null);
            case YamlScalar { Text: "waived" }:
                return new VolumeCap(VolumeCapKind.Waived, null);
            case YamlScalar { Text: [>= '0' and <= '9', ..] }:
                return new VolumeCap(VolumeCapKind.Number, ScalarTypes.Integer(node, 1, long.MaxValue, faults));
            default:
                ScalarTypes.Scalar(node, faults);
                if (node is YamlScalar)
                {
                    faults.Add(node.Mark, "value.unknown", "national, waived or a number of persons is wanted");
                }

                return new VolumeCap(VolumeCapKind.National, null);
        }
    }

    [GeneratedRegex(
        @"^P(?=[0-9])([0-9]{1,4}Y)?([0-9]{1,4}M)?([0-9]{1,4}W)?([0-9]{1,4}D)?\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex Duration();
}
