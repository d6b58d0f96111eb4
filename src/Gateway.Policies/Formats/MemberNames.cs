using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;
using Gateway.Policies.Selectors;

namespace Gateway.Policies.Formats;

/// <summary>
/// The member names of the objects that are open at one moment, so that a name that stands twice is noticed
/// (RFC 8259 section 4: names should be unique; here they must be). Small objects are compared as they grow, large
/// ones once, at their end, with a seeded hash: a stranger can make neither of them slow.
/// </summary>
internal sealed class MemberNames
{
    private const int SmallObject = 16;

    private readonly PooledList<ulong> _keys = new();
    private readonly PooledList<Place> _places = new();

    // Names that held escapes, unescaped.
    private readonly PooledList<byte> _unescaped = new();

    /// <summary>Where one name stands: in the document, or, with <see cref="InDocument"/> false, unescaped here.</summary>
    private readonly record struct Place(int Start, int Length, bool InDocument);

    internal int Count => _keys.Count;

    internal void Return()
    {
        _keys.Return();
        _places.Return();
        _unescaped.Return();
    }

    /// <summary>Unescapes a name into memory that stays as long as its object is open.</summary>
    internal ReadOnlySpan<byte> Unescape(ReadOnlySpan<byte> escaped)
    {
        var start = _unescaped.Count;
        var length = JsonText.Unescape(escaped, _unescaped.Extend(escaped.Length));
        _unescaped.Truncate(start + length);
        return _unescaped.Items[start..];
    }

    /// <summary>Takes a name into the innermost object; false if it is there already.</summary>
    /// <param name="first">The number of names before this object's first.</param>
    /// <param name="filter">The object's own: one bit per key seen, so that most names need no comparison.</param>
    internal bool TryAdd(ReadOnlySpan<byte> json, int first, ref ulong filter, ulong key, int start, int length)
    {
        _places.Add(new Place(start, length, true));
        return Admit(json, first, ref filter, key);
    }

    /// <summary>The same for the name that <see cref="Unescape"/> returned last.</summary>
    internal bool TryAddUnescaped(ReadOnlySpan<byte> json, int first, ref ulong filter, ulong key, int length)
    {
        _places.Add(new Place(_unescaped.Count - length, length, false));
        return Admit(json, first, ref filter, key);
    }

    /// <summary>Forgets the innermost object's names; false if a large object held one twice.</summary>
    internal bool TryClose(ReadOnlySpan<byte> json, int first)
    {
        var distinct = _keys.Count - first <= SmallObject || AreDistinct(json, first);
        _keys.Truncate(first);
        _places.Truncate(first);
        return distinct;
    }

    private bool Admit(ReadOnlySpan<byte> json, int first, ref ulong filter, ulong key)
    {
        var count = _keys.Count;
        _keys.Add(key);
        var bit = 1UL << NameKey.Bucket(key, 6);
        if ((filter & bit) == 0)
        {
            filter |= bit;
            return true;
        }

        return count - first >= SmallObject || IsNew(json, first, count, key);
    }

    private bool IsNew(ReadOnlySpan<byte> json, int first, int last, ulong key)
    {
        for (var i = first; i < last; i++)
        {
            if (_keys[i] == key && Text(json, i).SequenceEqual(Text(json, last)))
            {
                return false;
            }
        }

        return true;
    }

    private bool AreDistinct(ReadOnlySpan<byte> json, int first)
    {
        var count = _keys.Count - first;
        var size = (int)BitOperations.RoundUpToPowerOf2((uint)count * 2);
        var slots = ArrayPool<int>.Shared.Rent(size);
        slots.AsSpan(0, size).Clear();
        try
        {
            for (var i = first; i < _keys.Count; i++)
            {
                var name = Text(json, i);
                var slot = Hash(name) & (size - 1);
                for (; slots[slot] != 0; slot = (slot + 1) & (size - 1))
                {
                    if (Text(json, slots[slot] - 1).SequenceEqual(name))
                    {
                        return false;
                    }
                }

                slots[slot] = i + 1;
            }

            return true;
        }
        finally
        {
            ArrayPool<int>.Shared.Return(slots, clearArray: true);
        }
    }

    private ReadOnlySpan<byte> Text(ReadOnlySpan<byte> json, int name)
    {
        var place = _places[name];
        return (place.InDocument ? json : _unescaped.Items).Slice(place.Start, place.Length);
    }

    // string.GetHashCode is seeded per process (Marvin), so names that collide cannot be prepared. It works on pairs
    // of bytes; an odd last byte is stirred in afterwards.
    private static int Hash(ReadOnlySpan<byte> name)
    {
        var pairs = string.GetHashCode(MemoryMarshal.Cast<byte, char>(name), StringComparison.Ordinal);
        unchecked
        {
            var hash = (uint)pairs + ((name.Length & 1) == 0 ? 0 : (uint)(name[^1] + 1) * 0x9E3779B1u);
            return (int)(hash ^ (hash >> 15));
        }
    }
}
