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

    private IBodyMemory _memory;
    private byte[]? _buffer;
    private int _length;
    private int _held;

    internal PooledBody(IBodyMemory memory, int sizeHint)
    {
        _memory = memory;
        _buffer = Rent(Math.Max(sizeHint, FirstSize));
    }

    internal int Length => _length;

    /// <summary>The next byte needs a larger buffer.</summary>
    internal bool IsFull => _length == Buffer.Length;

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

    /// <summary>
    /// Takes nothing of the memory any more, until it moves: who waits for room must not stand in the way of others.
    /// </summary>
    internal void Release()
    {
        _memory.Give(_held);
        _held = 0;
    }

    /// <summary>Goes on in other memory, with room for so many bytes at least.</summary>
    internal void MoveTo(IBodyMemory memory, int size)
    {
        var (old, oldMemory, oldHeld) = (Buffer, _memory, _held);
        _memory = memory;
        try
        {
            _buffer = Rent(Math.Max(size, old.Length));
        }
        catch (MemoryBudgetException)
        {
            _memory = oldMemory;
            throw;
        }

        old.AsSpan(0, _length).CopyTo(_buffer);
        Return(old, oldMemory, oldHeld);
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _buffer, null) is { } buffer)
        {
            Return(buffer, _memory, _held);
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
        Return(Buffer, _memory, oldHeld);
        _buffer = larger;
    }

    /// <summary>What a buffer for so many bytes holds: the pool hands out powers of two.</summary>
    internal static int HeldBy(int size) => (int)BitOperations.RoundUpToPowerOf2((uint)size);

    private byte[] Rent(int size)
    {
        var held = HeldBy(size);
        _memory.Take(held);
        _held = held;
        return ArrayPool<byte>.Shared.Rent(size);
    }

    private static void Return(byte[] buffer, IBodyMemory memory, int held)
    {
        memory.Give(held);
        ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
    }
}
