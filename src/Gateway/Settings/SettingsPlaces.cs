using Gateway.Policies;

namespace Gateway.Settings;

/// <summary>
/// Where each value of gateway.json stands, so that what is wrong with a file it names is told with the line that
/// names it.
/// </summary>
internal sealed class SettingsPlaces
{
    private readonly Dictionary<string, Mark> _marks = new(StringComparer.Ordinal);
    private readonly Mark _root;

    internal SettingsPlaces(SettingsNode.Section root)
    {
        _root = root.Mark;
        Add(root);
    }

    /// <summary>The place of a value such as "Listeners.north.Key"; if absent, of what it would stand in.</summary>
    internal Mark Of(string path)
    {
        for (var end = path.Length; end > 0; end = path.LastIndexOf('.', end - 1))
        {
            if (_marks.TryGetValue(path[..end], out var mark))
            {
                return mark with { Path = path };
            }
        }

        return _root with { Path = path };
    }

    private void Add(SettingsNode node)
    {
        _marks[node.Mark.Path] = node.Mark;
        var inner = node switch
        {
            SettingsNode.Section section => section.Members.Values,
            SettingsNode.Items items => items.Elements,
            _ => [],
        };
        foreach (var child in inner)
        {
            Add(child);
        }
    }
}
