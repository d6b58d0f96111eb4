using Gateway.Policies.Catalogue;

namespace Gateway.Policies.Bundle;

/// <summary>Reads "kAnonymity" of a category.</summary>
internal static class KAnonymityReader
{
    internal static KAnonymity? Read(YamlNode? node, FaultList faults)
    {
        if (MapReader.From(node, faults) is not { } map)
        {
            return null;
        }

        var gate = new KAnonymity(
            (int)(map.RequiredInteger("k", 2, KAnonymity.MaxK) ?? 2),
            MapReader.TextsOf(map.RequiredItems("quasi", mayBeEmpty: false), faults),
            map.Choice("below", WireNames.SmallGroupRules) ?? SmallGroupRule.Refuse,
            map.Mark);
        map.Close();
        return gate;
    }

    /// <summary>What is wrong with it beside the category's rules.</summary>
    internal static void AddFaults(Category category, FaultList faults)
    {
        if (category.KAnonymity is { } gate && !faults.HasErrorWithin(gate.Mark))
        {
            foreach (var fault in gate.Faults(category))
            {
                faults.Add(gate.Mark, "category.kanonymity", fault);
            }
        }
    }
}
