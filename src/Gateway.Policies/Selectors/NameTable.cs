using System.Numerics;
using System.Text;

namespace Gateway.Policies.Selectors;

/// <summary>The few member names one state of the automaton knows, found by their UTF-8 bytes. Immutable.</summary>
internal sealed class NameTable
{
    private readonly byte[][] _names;
    private readonly ulong[] _keys;
    private readonly int[] _slots;
    private readonly int _bits;

    internal NameTable(IReadOnlyList<string> names)
    {
        _names = [.. names.Select(Encoding.UTF8.GetBytes)];
        _keys = [.. _names.Select(name => NameKey.Of(name, 0, name.Length))];
        _bits = BitOperations.Log2((uint)Math.Max(names.Count, 1)) + 2;
        _slots = new int[1 << _bits];
        Array.Fill(_slots, -1);
        for (var i = 0; i < _names.Length; i++)
        {
            var slot = NameKey.Bucket(_keys[i], _bits);
            while (_slots[slot] >= 0)
            {
                slot = (slot + 1) & (_slots.Length - 1);
            }

            _slots[slot] = i;
        }
    }

    internal int Count => _names.Length;

    /// <summary>The index of a name, or -1.</summary>
    internal int Find(ulong key, ReadOnlySpan<byte> name)
    {
        var slots = _slots;
        var slot = NameKey.Bucket(key, _bits);
        for (var found = slots[slot]; found >= 0; found = slots[slot])
        {
            if (_keys[found] == key && name.SequenceEqual(_names[found]))
            {
                return found;
            }

            slot = (slot + 1) & (slots.Length - 1);
        }

        return -1;
    }
}
