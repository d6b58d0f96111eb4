namespace Gateway.Reading;

/// <summary>
/// The memory all bodies may take together. A body that does not fit is refused (limit.concurrency): many large
/// bodies at once must not end in a killed daemon.
/// </summary>
internal sealed class MemoryBudget(long limit)
{
    private long _taken;

    internal long Limit => limit;

    internal long Taken => Interlocked.Read(ref _taken);

    /// <summary>Takes room for a buffer.</summary>
    /// <exception cref="MemoryBudgetException">Nothing is taken: the budget is spent.</exception>
    internal void Take(long bytes)
    {
        if (Interlocked.Add(ref _taken, bytes) > limit)
        {
            Give(bytes);
            throw new MemoryBudgetException();
        }
    }

    internal void Give(long bytes) => Interlocked.Add(ref _taken, -bytes);
}

/// <summary>The memory for bodies is spent; a fault of this moment, answered with limit.concurrency.</summary>
internal sealed class MemoryBudgetException() : Exception("the memory budget for bodies is spent");
