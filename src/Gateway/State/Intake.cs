namespace Gateway.State;

/// <summary>
/// Whether transfers are still taken in, and which are under way. Closed once, when the daemon is told to stop: what is
/// under way has until its time is up; then it is cut off, so that the record can say how it ended.
/// </summary>
internal sealed class Intake : IDisposable
{
    // For what was cut off to be recorded and answered; nothing waits for a peer any more by then.
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _timeIsUp = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly TaskCompletionSource _empty = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Every request but a probe's, from its arrival until its answer is written.
    private int _underWay;
    private volatile bool _isClosed;

    /// <summary>True: nothing new is begun.</summary>
    internal bool IsClosed => _isClosed;

    /// <summary>Cancelled when nothing new is begun any more: what has no end of its own ends then.</summary>
    internal CancellationToken Closing => _closing.Token;

    internal int UnderWay => Volatile.Read(ref _underWay);

    /// <summary>Cancelled when whatever is still under way has had its time.</summary>
    internal CancellationToken TimeIsUp => _timeIsUp.Token;

    internal void Enter() => Interlocked.Increment(ref _underWay);

    // INVARIANT: counted down before asking whether closed, as CloseAsync closes before it asks the count: one of the
    // two sees the other, so the last one to leave is never missed.
    internal void Leave()
    {
        if (Interlocked.Decrement(ref _underWay) == 0 && _isClosed)
        {
            _empty.TrySetResult();
        }
    }

    /// <summary>Begins nothing new and waits for what is under way, no longer than the time given.</summary>
    /// <param name="hurry">Signals that the time is up before it is.</param>
    internal async Task CloseAsync(TimeSpan most, TimeProvider time, CancellationToken hurry)
    {
        _isClosed = true;
        Interlocked.MemoryBarrier();
        await _closing.CancelAsync();
        if (UnderWay == 0)
        {
            _empty.TrySetResult();
        }

        if (!await IsEmptyWithinAsync(most, time, hurry))
        {
            await _timeIsUp.CancelAsync();
            await IsEmptyWithinAsync(LastWords, time, CancellationToken.None);
        }
    }

    public void Dispose()
    {
        _timeIsUp.Dispose();
        _closing.Dispose();
    }

    private async Task<bool> IsEmptyWithinAsync(TimeSpan most, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            await _empty.Task.WaitAsync(most, time, cancellationToken);
            return true;
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            return false;
        }
    }
}
