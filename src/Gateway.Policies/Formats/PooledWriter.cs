using System.Buffers;

namespace Gateway.Policies.Formats;

/// <summary>A buffer writer in pooled memory that is wiped when it is given back.</summary>
internal sealed class PooledWriter : IBufferWriter<byte>
{
    private const int LeastRoom = 256;

    private readonly PooledList<byte> _bytes = new(wipes: true);

    internal ReadOnlySpan<byte> Written => _bytes.Items;

    public void Advance(int count) => _bytes.Extend(count);

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        var written = _bytes.Count;
        var room = _bytes.Extend(Math.Max(sizeHint, LeastRoom));
        _bytes.Truncate(written);
        return room;
    }

    public Memory<byte> GetMemory(int sizeHint = 0) => throw new NotSupportedException("ask for a span");

    /// <summary>Forgets what was written and keeps the memory.</summary>
    internal void Reset() => _bytes.Truncate(0);

    internal void Return() => _bytes.Return();
}
