using System.Text;
using Gateway.Policies.Selectors;

namespace Gateway.Policies.Transforms;

/// <summary>
/// Every "sibling member with this value" that a rule of the category asks for, numbered: what an object fulfils is
/// then a row of bits. Immutable.
/// </summary>
internal sealed class WhereConditions
{
    private const int BitsPerWord = 64;

    private readonly NameTable _names;
    private readonly Dictionary<(string Name, string Value), int> _numbers = [];
    private readonly (byte[] Value, int Number)[][] _byName;

    internal WhereConditions(IEnumerable<IReadOnlyDictionary<string, string>> wheres)
    {
        foreach (var pair in wheres.SelectMany(where => where))
        {
            _numbers.TryAdd((pair.Key, pair.Value), _numbers.Count);
        }

        var names = _numbers.Keys.Select(key => key.Name).Distinct(StringComparer.Ordinal).ToArray();
        _names = new NameTable(names);
        _byName = [.. names.Select(name => _numbers
            .Where(pair => string.Equals(pair.Key.Name, name, StringComparison.Ordinal))
            .Select(pair => (Encoding.UTF8.GetBytes(pair.Key.Value), pair.Value)).ToArray())];
        Words = (_numbers.Count + BitsPerWord - 1) / BitsPerWord;
    }

    /// <summary>How many words a row takes; 0 where no rule asks for siblings.</summary>
    internal int Words { get; }

    /// <summary>How many names rules ask about.</summary>
    internal int Names => _byName.Length;

    /// <summary>The row that fulfils one rule's <c>where</c>; empty for none.</summary>
    internal ulong[] Row(IReadOnlyDictionary<string, string> where)
    {
        var row = new ulong[where.Count == 0 ? 0 : Words];
        foreach (var pair in where)
        {
            Set(row, _numbers[(pair.Key, pair.Value)]);
        }

        return row;
    }

    /// <summary>
    /// Whether any rule asks about members of that (unescaped) name; then <paramref name="slot"/> says which.
    /// </summary>
    internal bool TryFind(ReadOnlySpan<byte> name, out int slot)
    {
        slot = _names.Find(NameKey.Of(name, 0, name.Length), name);
        return slot >= 0;
    }

    /// <summary>Marks what an (unescaped) string value fulfils.</summary>
    internal void Mark(int slot, ReadOnlySpan<byte> value, Span<ulong> row)
    {
        foreach (var (wanted, number) in _byName[slot])
        {
            if (value.SequenceEqual(wanted))
            {
                Set(row, number);
            }
        }
    }

    /// <summary>True if what the siblings fulfil is all that the row asks for.</summary>
    internal static bool Fulfils(ReadOnlySpan<ulong> siblings, ReadOnlySpan<ulong> row)
    {
        if (siblings.Length < row.Length)
        {
            return false;
        }

        for (var i = 0; i < row.Length; i++)
        {
            if ((siblings[i] & row[i]) != row[i])
            {
                return false;
            }
        }

        return true;
    }

    private static void Set(Span<ulong> row, int number) =>
        row[number / BitsPerWord] |= 1UL << (number % BitsPerWord);
}
