namespace Gateway.Policies.Bundle;

/// <summary>Classes of sensitive personal information (GB/T 45574-2025), under the codes of the catalogue.</summary>
internal static class SensitiveClasses
{
    private static readonly string[] Known = ["SP01", "SP02", "SP03", "SP04", "SP05", "SP06", "SP07", "SP08"];

    internal static IReadOnlyList<string> Read(IReadOnlyList<YamlNode> items, FaultList faults)
    {
        foreach (var item in items.OfType<YamlScalar>().Where(item => !Known.Contains(item.Text)))
        {
            faults.Add(item.Mark, "value.unknown", "one of SP01 to SP08 is wanted");
        }

        return MapReader.TextsOf(items, faults);
    }
}
