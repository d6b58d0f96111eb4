using System.Collections;

namespace Gateway.Policies.Transforms;

/// <summary>
/// Where each released record stands in the output, in document order. Its own memory; none where there is one record
/// or none, as in most bodies.
/// </summary>
public readonly struct ReleasedRecords : IReadOnlyList<ReleasedRecord>
{
    private readonly ReleasedRecord _first;
    private readonly ReleasedRecord[]? _all;

    internal ReleasedRecords(ReadOnlySpan<ReleasedRecord> records)
    {
        Count = records.Length;
        _first = records.IsEmpty ? default : records[0];
        _all = records.Length > 1 ? records.ToArray() : null;
    }

    /// <inheritdoc/>
    public int Count { get; }

    /// <inheritdoc/>
    public ReleasedRecord this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
            return _all is null ? _first : _all[index];
        }
    }

    /// <inheritdoc/>
    public IEnumerator<ReleasedRecord> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
        {
            yield return this[i];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
