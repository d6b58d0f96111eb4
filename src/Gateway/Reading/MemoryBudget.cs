using Gateway.Policies;

namespace Gateway.Reading;

/// <summary>What buffers of bodies are taken from, and given back to.</summary>
internal interface IBodyMemory
{
    /// <exception cref="MemoryBudgetException">Nothing is taken: the budget is spent.</exception>
    void Take(long bytes);

    void Give(long bytes);
}

/// <summary>
/// The memory all bodies may take together, or those of one party as a part of it: many large bodies at once must not
/// end in a killed daemon, nor one party's in no room for another's. A small body that does not fit is refused
/// (limit.concurrency); a large one waits for its turn.
/// </summary>
/// <param name="whole">What this is a part of: taken of both, or of neither.</param>
internal sealed class MemoryBudget(long limit, MemoryBudget? whole = null) : IBodyMemory
{
    private readonly Queue<Waiter> _waiting = [];
    private long _taken;
    private int _waiters;

    internal long Limit => limit;

    internal long Taken => Interlocked.Read(ref _taken);

    // A quarter is left for what is small.
    private long MostReserved => Math.Min(limit - (limit / 4), whole?.MostReserved ?? long.MaxValue);

    public void Take(long bytes)
    {
        if (!TryTake(bytes))
        {
            throw new MemoryBudgetException();
        }
    }

    public void Give(long bytes)
    {
        GiveOwn(bytes);
        whole?.Give(bytes);
    }

    /// <summary>
    /// Waits for room for a large body, first come, first served, among those of the party and then among all.
    /// </summary>
    /// <param name="bytes">More than may be reserved is cut to that: then the rest is taken as it is needed.</param>
    /// <exception cref="OperationCanceledException">It was not to be had in time; nothing is taken.</exception>
    internal async Task<MemoryReservation> ReserveAsync(long bytes, CancellationToken cancellationToken)
    {
        var reserved = Math.Min(bytes, MostReserved);
        await WaitAsync(reserved, cancellationToken);
        return new MemoryReservation(this, reserved);
    }

    private async Task WaitAsync(long bytes, CancellationToken cancellationToken)
    {
        var waiter = new Waiter(bytes);
        lock (_waiting)
        {
            _waiting.Enqueue(waiter);
            Interlocked.Increment(ref _waiters);
        }

        Admit();
        await using (cancellationToken.Register(static waiter => ((Waiter)waiter!).TrySetCanceled(), waiter))
        {
            try
            {
                await waiter.Task;
            }
            catch (OperationCanceledException)
            {
                // For whoever stands behind: there may be room for less, and nobody else may be about to give any back.
                Admit();
                throw;
            }
        }

        if (whole is null)
        {
            return;
        }

        var isTaken = false;
        try
        {
            await whole.WaitAsync(bytes, cancellationToken);
            isTaken = true;
        }
        finally
        {
            if (!isTaken)
            {
                GiveOwn(bytes);
            }
        }
    }

    // Lets those in who have waited longest, as far as there is room. Who has given up is passed over.
    private void Admit()
    {
        lock (_waiting)
        {
            while (_waiting.TryPeek(out var first))
            {
                if (!first.Task.IsCompleted)
                {
                    if (!TryTakeOwn(first.Bytes, MostReserved))
                    {
                        return;
                    }

                    if (!first.TrySetResult())
                    {
                        Interlocked.Add(ref _taken, -first.Bytes);
                    }
                }

                _waiting.Dequeue();
                Interlocked.Decrement(ref _waiters);
            }
        }
    }

    private void GiveOwn(long bytes)
    {
        Interlocked.Add(ref _taken, -bytes);
        if (Volatile.Read(ref _waiters) > 0)
        {
            Admit();
        }
    }

    private bool TryTake(long bytes)
    {
        if (!TryTakeOwn(bytes, limit))
        {
            return false;
        }

        if (whole?.TryTake(bytes) != false)
        {
            return true;
        }

        GiveOwn(bytes);
        return false;
    }

    private bool TryTakeOwn(long bytes, long most)
    {
        // Never more than there is, not even for a moment: whoever waits would be passed over and not told again.
        for (var taken = Interlocked.Read(ref _taken); taken + bytes <= most;)
        {
            var seen = Interlocked.CompareExchange(ref _taken, taken + bytes, taken);
            if (seen == taken)
            {
                return true;
            }

            taken = seen;
        }

        return false;
    }

    private sealed class Waiter(long bytes) : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        internal long Bytes => bytes;
    }
}

/// <summary>The memory for bodies is spent; a fault of this moment, answered with limit.concurrency.</summary>
internal sealed class MemoryBudgetException() : Exception("the memory budget for bodies is spent")
{
    internal static Refusal ToRefusal() =>
        new(RefusalCode.LimitConcurrency, "too many bodies at this moment: try again")
        {
            RetryAfter = TimeSpan.FromSeconds(1),
        };
}
