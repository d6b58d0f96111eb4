using System.Buffers;
using System.Numerics;

namespace Gateway.Reading;

/// <summary>
/// A body in one pooled array: grows by doubling, is cleared when it goes back. Owned by exactly one room at a time;
/// the room that hands it on does not touch it again.
/// </summary>
internal sealed class PooledBody : IBufferWriter<byte>, IDisposable
{
    private const int FirstSize = 4096;

    private readonly MemoryBudget _budget;
    private byte[]? _buffer;
    private int _length;
    private int _held;

    internal PooledBody(MemoryBudget budget, int sizeHint)
    {
        _budget = budget;
        _buffer = Rent(Math.Max(sizeHint, FirstSize));
    }

    internal int Length => _length;

    internal ReadOnlyMemory<byte> Memory => Buffer.AsMemory(0, _length);

    internal ReadOnlySpan<byte> Span => Buffer.AsSpan(0, _length);

    private byte[] Buffer => _buffer ?? throw new ObjectDisposedException(nameof(PooledBody));

    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)count, (uint)(Buffer.Length - _length));
        _length += count;
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return Buffer.AsMemory(_length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return Buffer.AsSpan(_length);
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _buffer, null) is { } buffer)
        {
            Return(buffer, _held);
        }
    }

    private void Reserve(int sizeHint)
    {
        var needed = _length + Math.Max(sizeHint, 1);
        if (needed <= Buffer.Length)
        {
            return;
        }

        var oldHeld = _held;
        var larger = Rent(Math.Max(needed, (int)Math.Min(int.MaxValue / 2, Buffer.Length * 2L)));
        Span.CopyTo(larger);
        Return(Buffer, oldHeld);
        _buffer = larger;
    }

    private byte[] Rent(int size)
    {
        // The pool hands out powers of two: the budget counts what is really held.
        var held = (int)BitOperations.RoundUpToPowerOf2((uint)size);
        _budget.Take(held);
        _held = held;
        return ArrayPool<byte>.Shared.Rent(size);
    }

    private void Return(byte[] buffer, int held)
    {
        _budget.Give(held);
        ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
    }
}
