namespace Gateway.Policies.Bundle;

/// <summary>
/// Reads one mapping member by member, each with the type its key wants. What was not asked for by
/// <see cref="Close"/> is an unknown key, and a fault.
/// </summary>
internal sealed class MapReader
{
    private readonly YamlMapping _map;
    private readonly FaultList _faults;
    private readonly List<string> _known = [];

    private MapReader(YamlMapping map, FaultList faults)
    {
        _map = map;
        _faults = faults;
    }

    internal Mark Mark => _map.Mark;

    internal IReadOnlyList<YamlMember> Members => _map.Members;

    /// <summary>Null when there is no mapping: with a fault, unless the node is absent or already has one.</summary>
    internal static MapReader? From(YamlNode? node, FaultList faults)
    {
        if (node is YamlMapping map)
        {
            return new MapReader(map, faults);
        }

        if (node is not (null or YamlBroken))
        {
            faults.Add(node.Mark, "kind.wrong", $"write a mapping here, not {node.Kind}");
        }

        return null;
    }

    /// <summary>The member's value; null when it is absent or written as null.</summary>
    internal YamlNode? Optional(string key)
    {
        _known.Add(key);
        var value = _map.Members.FirstOrDefault(member => member.Key == key)?.Value;
        return value is YamlScalar { IsNull: true } ? null : value;
    }

    /// <summary>The member's value; null, with a fault, when it is absent or written as null.</summary>
    internal YamlNode? Required(string key)
    {
        var value = Optional(key);
        if (value is null)
        {
            _faults.Add(MarkOf(key), "key.missing", $"add '{key}': nothing is assumed for it");
        }

        return value;
    }

    /// <summary>Where a member stands; where it is absent, the mapping, with the path the member would have.</summary>
    internal Mark MarkOf(string key)
    {
        var member = _map.Members.FirstOrDefault(candidate => candidate.Key == key);
        var path = Mark.Path.Length == 0 ? key : $"{Mark.Path}.{key}";
        return member is null ? Mark with { Path = path } : member.Value.Mark;
    }

    internal string? Text(string key) => Optional(key) is { } node ? ScalarTypes.Text(node, _faults) : null;

    internal string? RequiredText(string key) => Required(key) is { } node ? ScalarTypes.Text(node, _faults) : null;

    internal long? Integer(string key, long min, long max = long.MaxValue) =>
        Optional(key) is { } node ? ScalarTypes.Integer(node, min, max, _faults) : null;

    internal long? RequiredInteger(string key, long min, long max = long.MaxValue) =>
        Required(key) is { } node ? ScalarTypes.Integer(node, min, max, _faults) : null;

    internal bool? Flag(string key) => Optional(key) is { } node ? ScalarTypes.Flag(node, _faults) : null;

    internal DateOnly? Date(string key) => Optional(key) is { } node ? ScalarTypes.Date(node, _faults) : null;

    internal DateOnly? RequiredDate(string key) => Required(key) is { } node ? ScalarTypes.Date(node, _faults) : null;

    internal DateTimeOffset? RequiredInstant(string key) =>
        Required(key) is { } node ? ScalarTypes.Instant(node, _faults) : null;

    internal T? Choice<T>(string key, WireTable<T> table)
        where T : struct, Enum =>
        Optional(key) is { } node ? ScalarTypes.Choice(node, table, _faults) : null;

    internal T? RequiredChoice<T>(string key, WireTable<T> table)
        where T : struct, Enum =>
        Required(key) is { } node ? ScalarTypes.Choice(node, table, _faults) : null;

    internal MapReader? Map(string key) => From(Optional(key), _faults);

    internal IReadOnlyList<YamlNode> Items(string key) => ItemsOf(Optional(key), _faults);

    /// <summary>A list that must be there; it may be empty only where that is said.</summary>
    internal IReadOnlyList<YamlNode> RequiredItems(string key, bool mayBeEmpty = false)
    {
        var node = Required(key);
        var items = ItemsOf(node, _faults);
        if (!mayBeEmpty && node is YamlSequence { Items.Count: 0 })
        {
            _faults.Add(node.Mark, "value.empty", $"'{key}' needs at least one");
        }

        return items;
    }

    internal IReadOnlyList<string> Texts(string key) => TextsOf(Items(key), _faults);

    /// <summary>A mapping of names to texts, as it stands.</summary>
    internal IReadOnlyDictionary<string, string> TextMap(string key)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var member in Map(key)?.Members ?? [])
        {
            if (ScalarTypes.Text(member.Value, _faults) is { } text)
            {
                texts[member.Key] = text;
            }
        }

        return texts;
    }

    /// <summary>Says which keys are unknown; a misspelt one must not run with a default.</summary>
    internal void Close()
    {
        foreach (var member in _map.Members.Where(member => !_known.Contains(member.Key)))
        {
            var hint = NearestName.Hint(member.Key, _known);
            _faults.Add(member.Mark, "key.unknown", $"remove the key: it is not known here{hint}");
        }
    }

    internal static IReadOnlyList<YamlNode> ItemsOf(YamlNode? node, FaultList faults)
    {
        if (node is YamlSequence sequence)
        {
            return sequence.Items;
        }

        if (node is not (null or YamlBroken))
        {
            faults.Add(node.Mark, "kind.wrong", $"write a list here, not {node.Kind}");
        }

        return [];
    }

    /// <summary>Texts of a list, each once.</summary>
    internal static IReadOnlyList<string> TextsOf(IReadOnlyList<YamlNode> items, FaultList faults)
    {
        var texts = new List<string>();
        foreach (var item in items)
        {
            if (ScalarTypes.Text(item, faults) is { } text)
            {
                AddOnce(texts, text, item.Mark, faults);
            }
        }

        return texts;
    }

    /// <summary>Choices of a list, each once.</summary>
    internal IReadOnlyList<T> Choices<T>(string key, WireTable<T> table)
        where T : struct, Enum =>
        ChoicesOf(Items(key), table);

    internal IReadOnlyList<T> RequiredChoices<T>(string key, WireTable<T> table)
        where T : struct, Enum =>
        ChoicesOf(RequiredItems(key), table);

    internal static void AddOnce<T>(List<T> list, T value, Mark mark, FaultList faults)
    {
        if (list.Contains(value))
        {
            faults.Add(mark, "value.duplicate", "remove one: it is listed twice");
            return;
        }

        list.Add(value);
    }

    private List<T> ChoicesOf<T>(IReadOnlyList<YamlNode> items, WireTable<T> table)
        where T : struct, Enum
    {
        var choices = new List<T>();
        foreach (var item in items)
        {
            if (ScalarTypes.Choice(item, table, _faults) is { } choice)
            {
                AddOnce(choices, choice, item.Mark, _faults);
            }
        }

        return choices;
    }
}
