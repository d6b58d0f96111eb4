using Gateway.Policies.Catalogue;

namespace Gateway.Policies.Bundle;

/// <summary>Reads a category's own test cases; the files they name must be in the bundle, under its digest.</summary>
internal static class CaseReader
{
    internal static IReadOnlyList<CategoryCase> Read(IReadOnlyList<YamlNode> items, BundleDraft draft) =>
        [.. items.Select(item => Read(item, draft)).OfType<CategoryCase>()];

    private static CategoryCase? Read(YamlNode node, BundleDraft draft)
    {
        if (MapReader.From(node, draft.Faults) is not { } map)
        {
            return null;
        }

        var read = new CategoryCase(
            map.RequiredText("name") ?? "",
            map.RequiredText("input") ?? "",
            map.Text("expect"),
            map.Text("refused"),
            map.Mark);
        map.Close();
        CheckFile(map, "input", read.Input, draft);
        CheckFile(map, "expect", read.Expect, draft);
        if (map.Optional("expect") is null == map.Optional("refused") is null)
        {
            draft.Faults.Add(map.Mark, "case.form", "give either 'expect' or 'refused'");
        }

        if (read.Refused is { } code && !RefusalCode.TryParse(code, out _))
        {
            var hint = NearestName.Hint(code, RefusalCode.All.Select(known => known.Wire));
            draft.Faults.Add(map.MarkOf("refused"), "value.unknown", $"no refusal '{code}' is known{hint}");
        }

        return read;
    }

    private static void CheckFile(MapReader map, string key, string? path, BundleDraft draft)
    {
        if (!string.IsNullOrEmpty(path) && !draft.Files.Contains(path))
        {
            draft.Faults.Add(map.MarkOf(key), "case.file", $"add the file: '{path}' is not in the bundle's folder");
        }
    }
}
