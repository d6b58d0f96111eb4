using System.Runtime.CompilerServices;

namespace Gateway.Policies;

/// <summary>The names one closed list has in files and on the wire, both ways.</summary>
/// <typeparam name="T">The closed list; its numbers are <see cref="int"/>.</typeparam>
/// <remarks>
/// A list is fourteen names at most, and looking through them is as quick as a hash. Frozen dictionaries stood here:
/// the code the runtime makes of them for each of the lists took a seventh of a daemon's start.
/// </remarks>
public sealed class WireTable<T>
    where T : struct, Enum
{
    private readonly int[] _numbers;
    private readonly string[] _names;

    internal WireTable(params (T Value, string Name)[] rows)
    {
        _numbers = new int[rows.Length];
        _names = new string[rows.Length];
        for (var row = 0; row < rows.Length; row++)
        {
            _numbers[row] = Unsafe.BitCast<T, int>(rows[row].Value);
            _names[row] = rows[row].Name;
        }

        Names = Array.AsReadOnly(_names);
    }

    /// <summary>Every name, in the order of the contract.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <exception cref="ArgumentOutOfRangeException">The list has no such value.</exception>
    public string NameOf(T value)
    {
        var row = Array.IndexOf(_numbers, Unsafe.BitCast<T, int>(value));
        return row >= 0 ? _names[row] : throw new ArgumentOutOfRangeException(nameof(value));
    }

    /// <summary>The value of that exact name, or false.</summary>
    public bool TryParse(string? name, out T value)
    {
        var row = Array.IndexOf(_names, name);
        value = row >= 0 ? Unsafe.BitCast<int, T>(_numbers[row]) : default;
        return row >= 0;
    }
}
