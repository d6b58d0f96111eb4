using Gateway.Ledger.Wal;

namespace Gateway.Ledger;

/// <summary>
/// What whoever watches the ledger may know of its writing: how much is durable, since when, and when it failed.
/// Written by the writer thread, read by any.
/// </summary>
internal sealed class LedgerVitals(TimeProvider time)
{
    private long _size;
    private long _lastFlush = time.GetTimestamp();
    private long _failed;

    /// <summary>Raised on the writer thread after each flush, with the entries it made durable: do little.</summary>
    internal event Action<int, TimeSpan>? Flushed;

    /// <summary>Raised after each publication, on the publisher's thread: do little.</summary>
    internal event Action? Published;

    /// <summary>Durable entries of the current shard.</summary>
    internal long Size => Interlocked.Read(ref _size);

    /// <summary>Since entries were last made durable.</summary>
    internal TimeSpan FlushAge => time.GetElapsedTime(Interlocked.Read(ref _lastFlush));

    /// <summary>Since it stopped for good; null while it works.</summary>
    internal TimeSpan? FailedFor =>
        Interlocked.Read(ref _failed) is not 0 and var failed ? time.GetElapsedTime(failed) : null;

    internal void NoteFlush(WalBatch batch, TimeSpan took)
    {
        Interlocked.Exchange(ref _size, batch.Next);
        Interlocked.Exchange(ref _lastFlush, time.GetTimestamp());
        Flushed?.Invoke(batch.Count, took);
    }

    internal void NotePublished() => Published?.Invoke();

    internal void NoteFailure() => Interlocked.CompareExchange(ref _failed, time.GetTimestamp(), 0);
}
