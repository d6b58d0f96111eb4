namespace Gateway.Ledger;

/// <summary>
/// Answers everybody who waits for one batch, on the thread pool: the writer thread must get back to the disk, not run
/// transfers. One work item for all of them: one for each would cost the writer more than the record itself.
/// </summary>
internal sealed class Answers : IThreadPoolWorkItem
{
    private readonly PendingAppend[] _waiting;
    private readonly LedgerPosition _first;
    private readonly Func<Exception>? _refusal;
    private int _next = -1;
    private int _isQueued;

    /// <param name="durable">All of them, in the order of the log.</param>
    /// <param name="first">Where the first stands.</param>
    internal Answers(PendingAppend[] durable, LedgerPosition first) => (_waiting, _first) = (durable, first);

    /// <param name="refused">Those whose records are not known to be durable.</param>
    /// <param name="refusal">Makes the reason, for each its own.</param>
    internal Answers(PendingAppend[] refused, Func<Exception> refusal) => (_waiting, _refusal) = (refused, refusal);

    internal void Queue()
    {
        if (Interlocked.Exchange(ref _isQueued, 1) == 0)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    /// <summary>
    /// Any number of threads at a time. While anybody is left, this waits in the pool's queue once more: whoever is
    /// answered may take long over what follows, and nobody behind waits for that as long as a thread is free.
    /// </summary>
    public void Execute()
    {
        Volatile.Write(ref _isQueued, 0);
        for (var i = Interlocked.Increment(ref _next); i < _waiting.Length; i = Interlocked.Increment(ref _next))
        {
            if (i < _waiting.Length - 1)
            {
                Queue();
            }

            Answer(i);
        }
    }

    private void Answer(int i)
    {
        if (!_waiting[i].IsAwaited)
        {
            return;
        }

        if (_refusal is not null)
        {
            _waiting[i].Fail(_refusal());
        }
        else
        {
            _waiting[i].Succeed(_first with { Index = _first.Index + i });
        }
    }
}
