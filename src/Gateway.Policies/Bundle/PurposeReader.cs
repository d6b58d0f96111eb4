using Gateway.Policies.Purposes;

namespace Gateway.Policies.Bundle;

/// <summary>Reads one entry of "purposes".</summary>
internal static class PurposeReader
{
    internal static void Read(YamlNode node, BundleDraft draft)
    {
        if (MapReader.From(node, draft.Faults) is not { } map)
        {
            return;
        }

        var id = draft.Declare<PurposeId>(map, IdKind.Purpose, PurposeId.TryParse);
        var basis = map.RequiredChoice("basis", WireNames.Bases);
        var title = TitlesReader.Read(map, "title", id.ToString(), draft.Faults);
        var notice = ReadNotice(map.Map("notice"));
        map.Close();

        // A basis that could not be read is taken as consent: the one that demands most.
        draft.Purposes.Add(new Purpose(id, title, basis ?? LawfulBasis.Consent, notice, map.Mark));
    }

    private static Notice? ReadNotice(MapReader? map)
    {
        if (map is null)
        {
            return null;
        }

        var notice = new Notice(map.RequiredText("version") ?? "", map.Text("url"));
        map.Close();
        return notice;
    }
}
