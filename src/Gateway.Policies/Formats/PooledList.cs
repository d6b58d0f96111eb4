using System.Buffers;

namespace Gateway.Policies.Formats;

/// <summary>A growing list in pooled memory.</summary>
/// <param name="wipes">
/// What it held is wiped when it is given back, and when it moves: for anything read from a body. False for lists of
/// positions, which say nothing without the body.
/// </param>
internal sealed class PooledList<T>(bool wipes)
    where T : unmanaged
{
    // What most bodies need; an owner that serves many of them keeps it.
    private const int Kept = 256;

    private T[] _items = [];

    internal int Count { get; private set; }

    internal ReadOnlySpan<T> Items => _items.AsSpan(0, Count);

    internal ref T this[int index] => ref _items[index];

    internal Span<T> Span(int start, int length) => _items.AsSpan(start, length);

    internal ReadOnlyMemory<T> Memory(int start, int length) => _items.AsMemory(start, length);

    /// <summary>
    /// Room for about that many from the start, so that a list known to grow is not moved again and again.
    /// </summary>
    internal void Expect(int count)
    {
        if (count > _items.Length)
        {
            Grow(count);
        }
    }

    internal void Add(in T item)
    {
        if (Count == _items.Length)
        {
            Grow(Count + 1);
        }

        _items[Count++] = item;
    }

    /// <summary>Room for that many more, counted as used; fill it before the next call.</summary>
    internal Span<T> Extend(int count)
    {
        if (Count > _items.Length - count)
        {
            Grow(Count + count);
        }

        Count += count;
        return _items.AsSpan(Count - count, count);
    }

    /// <summary>Keeps the first items only; the rest stays in memory until the list is given back.</summary>
    internal void Truncate(int count) => Count = count;

    /// <summary>For an owner that goes on: forgets everything, and gives back what was out of the common.</summary>
    internal void Empty()
    {
        if (_items.Length > Kept)
        {
            Return();
            return;
        }

        if (wipes)
        {
            Array.Clear(_items);
        }

        Count = 0;
    }

    internal void Return()
    {
        if (_items.Length > 0)
        {
            ArrayPool<T>.Shared.Return(_items, clearArray: wipes);
        }

        _items = [];
        Count = 0;
    }

    private void Grow(int needed)
    {
        var larger = ArrayPool<T>.Shared.Rent(Math.Max(needed, Math.Max(64, _items.Length * 2)));
        _items.AsSpan(0, Count).CopyTo(larger);
        if (_items.Length > 0)
        {
            ArrayPool<T>.Shared.Return(_items, clearArray: wipes);
        }

        _items = larger;
    }
}
