namespace Gateway.Reading;

/// <summary>
/// Exactly the bytes that leave on one leg: in memory or, where they are too many, in a spool. Owned by one room at a
/// time; wiped when it is disposed.
/// </summary>
internal sealed class OutgoingBody : IDisposable
{
    private readonly PooledBody? _memory;
    private readonly EncryptedSpool? _spool;

    internal OutgoingBody(PooledBody memory) => _memory = memory;

    internal OutgoingBody(EncryptedSpool spool) => _spool = spool;

    internal long Length => _memory?.Length ?? _spool!.Length;

    /// <summary>From the start.</summary>
    internal Stream OpenRead() => _memory is { } memory ? new ReadOnlyBodyStream(memory.Memory) : _spool!.OpenRead();

    /// <exception cref="SpoolException">The spool cannot be read.</exception>
    internal async ValueTask WriteToAsync(Stream target, CancellationToken cancellationToken)
    {
        if (_memory is { } memory)
        {
            await target.WriteAsync(memory.Memory, cancellationToken);
            return;
        }

        await using var spooled = _spool!.OpenRead();
        await spooled.CopyToAsync(target, EncryptedSpool.FrameSize, cancellationToken);
    }

    public void Dispose()
    {
        _memory?.Dispose();
        _spool?.Dispose();
    }
}
