using Gateway.Policies.Parties;

namespace Gateway.Policies.Bundle;

/// <summary>Reads one entry of "officers".</summary>
internal static class OfficerReader
{
    internal static void Read(YamlNode node, BundleDraft draft)
    {
        if (MapReader.From(node, draft.Faults) is not { } map)
        {
            return;
        }

        var id = draft.Declare<OfficerId>(map, IdKind.Officer, OfficerId.TryParse);
        var officer = new Officer(
            id,
            TitlesReader.Read(map, "name", id.ToString(), draft.Faults),
            CertificateReader.ReadAll(map.RequiredItems("certificates"), draft.Faults),
            map.RequiredChoices("roles", WireNames.OfficerRoles).ToHashSet(),
            map.Mark)
        {
            Scope = ScopeReader.Read(map.Map("scope"), draft),
        };
        map.Close();
        if (officer.Scope is not null && !officer.Roles.Contains(OfficerRole.Auditor))
        {
            draft.Faults.Add(map.MarkOf("scope"), "officer.scope", "remove it: only an auditor has something to read");
        }

        draft.Officers.Add(officer);
    }
}
