using Gateway.Policies.Catalogue;
using Gateway.Policies.Parties;

namespace Gateway.Policies.Bundle;

/// <summary>Reads "scope": what a regulator or an auditor may read of the ledger.</summary>
internal static class ScopeReader
{
    private const string Everything = "*";

    internal static ReadScope? Read(MapReader? map, BundleDraft draft)
    {
        if (map is null)
        {
            return null;
        }

        var scope = new ReadScope(
            map.Choices("zones", WireNames.Zones),
            ReadNames<PartyId>(map, "parties", IdKind.Party, PartyId.TryParse, draft),
            ReadNames<CategoryId>(map, "categories", IdKind.Category, CategoryId.TryParse, draft));
        map.Close();
        return scope;
    }

    private static List<string> ReadNames<T>(
        MapReader map,
        string key,
        IdKind kind,
        IdParser<T> parse,
        BundleDraft draft)
        where T : struct
    {
        var names = new List<string>();
        foreach (var item in map.Items(key))
        {
            if (ScalarTypes.Text(item, draft.Faults) is not { } text)
            {
                continue;
            }

            if (text != Everything)
            {
                draft.Refer(text, item.Mark, kind, parse);
            }

            MapReader.AddOnce(names, text, item.Mark, draft.Faults);
        }

        return names;
    }
}
