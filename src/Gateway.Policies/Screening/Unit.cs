using System.Runtime.CompilerServices;

namespace Gateway.Policies.Screening;

/// <summary>One character of a text after its escapes are decoded, and the bytes it came from.</summary>
internal readonly record struct Unit(int Scalar, int Start, int End);

/// <summary>
/// The characters read ahead to see whether an escape is one. Fixed in size: nothing nests unbounded.
/// </summary>
internal struct UnitsAhead
{
    internal const int Capacity = 16;

    private Slots _slots;
    private int _head;

    internal int Count { get; private set; }

    internal readonly bool IsFull => Count == Capacity;

    internal readonly Unit this[int index] => _slots[(_head + index) % Capacity];

    /// <summary>The character at an index, -1 past the last one.</summary>
    internal readonly int Scalar(int index) => index < Count ? this[index].Scalar : -1;

    internal void Add(Unit unit)
    {
        _slots[(_head + Count) % Capacity] = unit;
        Count++;
    }

    internal Unit Take()
    {
        var first = this[0];
        Drop(1);
        return first;
    }

    internal void Drop(int count)
    {
        _head = (_head + count) % Capacity;
        Count -= count;
    }

    [InlineArray(Capacity)]
    private struct Slots
    {
        private Unit _first;
    }
}
