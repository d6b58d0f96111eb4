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

    private readonly PooledList<Entry> _entries = new(wipes: true);

    // Names that held escapes, unescaped.
    private readonly PooledList<byte> _unescaped = new(wipes: true);

    /// <summary>
    /// Where one name stands: in the document, or, with its length negated less one, unescaped here.
    /// </summary>
    private readonly record struct Entry(ulong Key, int Start, int Length);

    internal int Count => _entries.Count;

    internal void Empty()
    {
        _entries.Empty();
        _unescaped.Empty();
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
        _entries.Add(new Entry(key, start, length));
        return Admit(json, first, ref filter, key);
    }

    /// <summary>The same for the name that <see cref="Unescape"/> returned last.</summary>
    internal bool TryAddUnescaped(ReadOnlySpan<byte> json, int first, ref ulong filter, ulong key, int length)
    {
        _entries.Add(new Entry(key, _unescaped.Count - length, ~length));
        return Admit(json, first, ref filter, key);
    }

    /// <summary>Takes the first names of a shape, which are known to be distinct.</summary>
    internal void AddKnown(Shape shape, int count, ref ulong filter)
    {
        for (var i = 0; i < count; i++)
        {
            ref readonly var member = ref shape[i];
            _entries.Add(new Entry(member.Key, member.Start + 1, member.Length - 2));
            filter |= 1UL << NameKey.Bucket(member.Key, 6);
        }
    }

    /// <summary>Remembers the innermost object's names; false if one of them held escapes.</summary>
    internal bool TryTeach(ReadOnlySpan<byte> json, int first, Shape shape)
    {
        var state = shape.State!;
        foreach (ref readonly var entry in _entries.Items[first..])
        {
            if (entry.Length < 0)
            {
                return false;
            }

            var slot = state.Names.Find(entry.Key, json.Slice(entry.Start, entry.Length));
            shape.Add(new ShapeMember(
                entry.Key, entry.Start - 1, entry.Length + 2,
                slot < 0 ? state.OtherName() : state.Named(slot), slot >= 0,
                JsonScanner.TightName(json, entry.Start - 1, entry.Length + 2)));
        }

        return true;
    }

    /// <summary>Forgets the innermost object's names; false if a large object held one twice.</summary>
    internal bool TryClose(ReadOnlySpan<byte> json, int first)
    {
        var distinct = _entries.Count - first <= SmallObject || AreDistinct(json, first);
        _entries.Truncate(first);
        return distinct;
    }

    private bool Admit(ReadOnlySpan<byte> json, int first, ref ulong filter, ulong key)
    {
        var bit = 1UL << NameKey.Bucket(key, 6);
        if ((filter & bit) == 0)
        {
            filter |= bit;
            return true;
        }

        var last = _entries.Count - 1;
        return last - first >= SmallObject || IsNew(json, first, last, key);
    }

    private bool IsNew(ReadOnlySpan<byte> json, int first, int last, ulong key)
    {
        for (var i = first; i < last; i++)
        {
            if (_entries[i].Key == key && Text(json, i).SequenceEqual(Text(json, last)))
            {
                return false;
            }
        }

        return true;
    }

    private bool AreDistinct(ReadOnlySpan<byte> json, int first)
    {
        var count = _entries.Count - first;
        var size = (int)BitOperations.RoundUpToPowerOf2((uint)count * 2);
        var slots = ArrayPool<int>.Shared.Rent(size);
        slots.AsSpan(0, size).Clear();
        try
        {
            for (var i = first; i < _entries.Count; i++)
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
        var entry = _entries[name];
        return entry.Length >= 0
            ? json.Slice(entry.Start, entry.Length)
            : _unescaped.Items.Slice(entry.Start, ~entry.Length);
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
