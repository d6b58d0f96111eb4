using System.Collections.Frozen;

namespace Gateway.Policies;

/// <summary>The names one closed list has in files and on the wire, both ways.</summary>
/// <typeparam name="T">The closed list.</typeparam>
public sealed class WireTable<T>
    where T : struct, Enum
{
    private readonly FrozenDictionary<T, string> _names;
    private readonly FrozenDictionary<string, T> _values;

    internal WireTable(params (T Value, string Name)[] rows)
    {
        _names = rows.ToFrozenDictionary(row => row.Value, row => row.Name);
        _values = rows.ToFrozenDictionary(row => row.Name, row => row.Value, StringComparer.Ordinal);
        Names = [.. rows.Select(row => row.Name)];
    }

    /// <summary>Every name, in the order of the contract.</summary>
    public IReadOnlyList<string> Names { get; }

    public string NameOf(T value) => _names[value];

    /// <summary>The value of that exact name, or false.</summary>
    public bool TryParse(string? name, out T value)
    {
        value = default;
        return name is not null && _values.TryGetValue(name, out value);
    }
}
