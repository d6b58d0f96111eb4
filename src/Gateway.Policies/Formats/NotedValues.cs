using System.Runtime.CompilerServices;

namespace Gateway.Policies.Formats;

/// <summary>Where one scalar stands: a string with its quotes, or a literal.</summary>
internal readonly record struct NotedValue(int Start, int End, bool Escaped);

/// <summary>
/// The scalars of one container in document order, noted while it is read. Positions only. One more than there is room
/// for says that there were too many.
/// </summary>
internal sealed class NotedValues
{
    internal const int Max = 128;

    private readonly NotedValue[] _values = new NotedValue[Max + 1];

    internal int Count { get; private set; }

    internal bool IsOverfull => Count > Max;

    internal ref readonly NotedValue this[int index] => ref _values[index];

    internal ReadOnlySpan<NotedValue> From(int first) => _values.AsSpan(first, Count - first);

    /// <summary>Room for more; what is used of it is said to <see cref="Take"/>.</summary>
    internal Span<NotedValue> Free => _values.AsSpan(Count);

    internal void Take(int count) => Count += count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Note(int start, int end, bool escaped)
    {
        if (Count <= Max)
        {
            _values[Count++] = new NotedValue(start, end, escaped);
        }
    }

    internal void Truncate(int count) => Count = count;
}
