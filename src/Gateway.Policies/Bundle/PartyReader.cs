using Gateway.Policies.Parties;

namespace Gateway.Policies.Bundle;

/// <summary>Reads one entry of "parties".</summary>
internal static class PartyReader
{
    internal static void Read(YamlNode node, BundleDraft draft)
    {
        if (MapReader.From(node, draft.Faults) is not { } map)
        {
            return;
        }

        var id = draft.Declare<PartyId>(map, IdKind.Party, PartyId.TryParse);
        var zone = map.RequiredChoice("zone", WireNames.Zones);
        var party = new Party(
            id,
            zone ?? default,
            TitlesReader.Read(map, "name", id.ToString(), draft.Faults),
            map.RequiredText("registration") ?? "",
            map.Text("city"),
            ReadEntity(map, draft),
            map.Flag("ciio") ?? false,
            map.Flag("stateOrgan") ?? false,
            map.Choices("roles", WireNames.PartyRoles).ToHashSet(),
            CertificateReader.ReadAll(map.Items("certificates"), draft.Faults),
            ScopeReader.Read(map.Map("scope"), draft),
            map.Mark);
        map.Close();
        CheckScope(party, map, draft.Faults);

        // Without a zone nothing about the party can be judged: it is missing, not of some zone by default.
        if (zone is not null)
        {
            CheckNumbers(party, map, draft.Faults);
            draft.Parties.Add(party);
        }
    }

    private static PartyId? ReadEntity(MapReader map, BundleDraft draft) =>
        map.Optional("branchOf") is { } node ? draft.Refer<PartyId>(node, IdKind.Party, PartyId.TryParse) : null;

    private static void CheckNumbers(Party party, MapReader map, FaultList faults)
    {
        if (party.Registration.Length > 0 && !RegistrationNumber.IsPlausible(party.Zone, party.Registration))
        {
            var wanted = party.Zone == Zone.CN
                ? "check the number: its USCC check character does not fit (GB 32100-2015)"
                : "check the number: it is not a business registration or company number";
            faults.Add(map.MarkOf("registration"), "party.registration", wanted);
        }

        if (party.City is { } city && !CityCode.IsPlausible(party.Zone, city))
        {
            const string Advice = "check the code: six digits of GB/T 2260, in the party's zone, are wanted";
            faults.Add(map.MarkOf("city"), "party.city", Advice);
        }
    }

    private static void CheckScope(Party party, MapReader map, FaultList faults)
    {
        if (party.Scope is not null && !party.Roles.Contains(PartyRole.Regulator))
        {
            faults.Add(map.MarkOf("scope"), "party.scope", "remove it: only a regulator has something to read");
        }
    }
}
