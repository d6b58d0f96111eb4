using Gateway.Policies.Catalogue;

namespace Gateway.Policies.Bundle;

/// <summary>Reads one field rule: its path, its action with that action's parameters, and its conditions.</summary>
internal static class FieldReader
{
    internal static FieldRule? Read(YamlNode node, BundleDraft draft)
    {
        if (MapReader.From(node, draft.Faults) is not { } map)
        {
            return null;
        }

        var path = map.RequiredText("path") ?? "";
        var name = map.RequiredText("do");
        var where = map.TextMap("where");
        var sensitive = SensitiveClasses.Read(map.Items("sensitive"), draft.Faults);
        var mismatch = map.Choice("mismatch", WireNames.MismatchRules) ?? MismatchRule.Refuse;
        if (name is null)
        {
            return null;
        }

        // Which parameters are known depends on the action: of an unknown one, none can be judged.
        if (ActionReader.Read(name, map, draft) is not { } action)
        {
            var hint = NearestName.Hint(name, ActionReader.Names);
            draft.Faults.Add(map.MarkOf("do"), "value.unknown", $"no action '{name}' is known{hint}");
            return null;
        }

        map.Close();
        return new FieldRule(path, action, where, sensitive, mismatch, map.Mark);
    }
}
