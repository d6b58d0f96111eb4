using System.Buffers;

namespace Gateway.Policies.Formats;

/// <summary>
/// Fills the spans of a buffer writer, so that many small pieces cost one call each time a span is full.
/// </summary>
internal ref struct OutputWriter(IBufferWriter<byte> target)
{
    // Small: a target hands out all it has anyway, and one that has less would grow for a hint that is too large.
    private const int SpanSize = 256;

    private Span<byte> _span;
    private int _used;
    private long _flushed;
    private byte _last;

    /// <summary>Bytes written so far.</summary>
    internal readonly long Position => _flushed + _used;

    /// <summary>The last byte written; 0 before the first.</summary>
    internal readonly byte Last => _used > 0 ? _span[_used - 1] : _last;

    internal void Write(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Reserve(bytes.Length));
        Commit(bytes.Length);
    }

    /// <summary>At least that much room. What is used of it is said to <see cref="Commit"/>.</summary>
    internal Span<byte> Reserve(int size)
    {
        if (_span.Length - _used < size)
        {
            Flush();
            _span = target.GetSpan(Math.Max(size, SpanSize));
        }

        return _span[_used..];
    }

    internal void Commit(int size)
    {
        _used += size;
    }

    internal void Flush()
    {
        _last = Last;
        target.Advance(_used);
        _flushed += _used;
        _used = 0;
        _span = default;
    }
}
