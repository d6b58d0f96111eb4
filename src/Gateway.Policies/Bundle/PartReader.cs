using Gateway.Policies.Catalogue;

namespace Gateway.Policies.Bundle;

/// <summary>Reads "parts" of a category.</summary>
internal static class PartReader
{
    private const int MaxName = 64;

    internal static IReadOnlyList<PartRule> Read(MapReader category, BodyFormat? format, BundleDraft draft)
    {
        if (format == BodyFormat.Multipart)
        {
            return [.. category.RequiredItems("parts").Select(item => ReadOne(item, draft)).OfType<PartRule>()];
        }

        if (category.Optional("parts") is { } node && format is not null)
        {
            draft.Faults.Add(node.Mark, "category.parts", "remove them: only multipart has parts");
        }

        return [];
    }

    private static PartRule? ReadOne(YamlNode item, BundleDraft draft)
    {
        if (MapReader.From(item, draft.Faults) is not { } map)
        {
            return null;
        }

        var name = map.Text("name");
        if (name is not null && !IsName(name))
        {
            draft.Faults.Add(
                map.MarkOf("name"),
                "value.format",
                "a part's name is 1 to 64 printable ASCII characters but \", \\, %");
        }

        var file = map.Text("fileName");
        if (file is not null && !DeclaredName.IsValid(file))
        {
            draft.Faults.Add(
                map.MarkOf("fileName"), "value.format", "a file name is 1 to 64 letters, digits, '.', '_' or '-'");
        }

        var part = new PartRule(
            name,
            draft.Refer<CategoryId>(map.Required("category"), IdKind.Category, CategoryId.TryParse),
            file,
            map.Mark);
        map.Close();
        return part;
    }

    private static bool IsName(string name) =>
        name.Length is > 0 and <= MaxName
        && name.All(character => character is > ' ' and < '\x7F' and not ('"' or '\\' or '%'));
}
