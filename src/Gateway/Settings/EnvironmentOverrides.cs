using System.Collections;
using Gateway.Policies;

namespace Gateway.Settings;

/// <summary>
/// Lays <c>GATEWAY__Section__Key</c> variables over gateway.json. A name that meets no section is kept too, so that
/// the unknown-key rule finds it: a misspelt override must stop the daemon as a misspelt key does.
/// </summary>
internal static class EnvironmentOverrides
{
    private const string Prefix = "GATEWAY__";

    internal static SettingsNode.Section Apply(
        SettingsNode.Section root, IDictionary environment, ICollection<Fault> faults)
    {
        foreach (var name in Names(environment).Where(IsMeantAsOne))
        {
            faults.Add(new Fault(
                $"${name}", 0, 0, "$", "settings.unknown", $"unknown variable '{name}': write '{Prefix}…'"));
        }

        foreach (var (name, value) in Overrides(environment))
        {
            root = Set(root, name[Prefix.Length..].Split("__"), value, name);
        }

        return root;
    }

    private static IEnumerable<string> Names(IDictionary environment) =>
        environment.Keys.Cast<string>().Order(StringComparer.Ordinal);

    // "Gateway__Log__Level" is a misspelt override, not another program's variable.
    private static bool IsMeantAsOne(string name) =>
        name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)
        && !name.StartsWith(Prefix, StringComparison.Ordinal);

    private static IEnumerable<(string Name, string Value)> Overrides(IDictionary environment) => environment
        .Cast<DictionaryEntry>()
        .Select(entry => (Name: (string)entry.Key, Value: (string?)entry.Value ?? ""))
        .Where(entry => entry.Name.StartsWith(Prefix, StringComparison.Ordinal))
        .OrderBy(entry => entry.Name, StringComparer.Ordinal);

    private static SettingsNode.Section Set(
        SettingsNode.Section section, ReadOnlySpan<string> path, string value, string variable)
    {
        var mark = new Mark($"${variable}", 0, 0, Join(section.Mark.Path, path[0]));
        var members = new Dictionary<string, SettingsNode>(section.Members, StringComparer.Ordinal);
        if (path.Length == 1)
        {
            members[path[0]] = new SettingsNode.Scalar(value, ScalarKind.Environment, mark);
        }
        else
        {
            var inner = members.GetValueOrDefault(path[0]) as SettingsNode.Section
                ?? new SettingsNode.Section(new Dictionary<string, SettingsNode>(StringComparer.Ordinal), mark);
            members[path[0]] = Set(inner, path[1..], value, variable);
        }

        return section with { Members = members };
    }

    private static string Join(string parent, string name) => parent == "$" ? name : $"{parent}.{name}";
}
