using Gateway.Policies;

namespace Gateway.Reading;

/// <summary>
/// The memory all bodies may take together, or those of one party as a part of it. A body that does not fit is refused
/// (limit.concurrency): many large bodies at once must not end in a killed daemon, nor one party's in no room for
/// another's.
/// </summary>
/// <param name="whole">What this is a part of: taken of both, or of neither.</param>
internal sealed class MemoryBudget(long limit, MemoryBudget? whole = null)
{
    private long _taken;

    internal long Limit => limit;

    internal long Taken => Interlocked.Read(ref _taken);

    /// <summary>Takes room for a buffer.</summary>
    /// <exception cref="MemoryBudgetException">Nothing is taken: the budget is spent.</exception>
    internal void Take(long bytes)
    {
        if (!TryTake(bytes))
        {
            throw new MemoryBudgetException();
        }
    }

    internal void Give(long bytes)
    {
        Interlocked.Add(ref _taken, -bytes);
        whole?.Give(bytes);
    }

    private bool TryTake(long bytes)
    {
        if (Interlocked.Add(ref _taken, bytes) <= limit && whole?.TryTake(bytes) != false)
        {
            return true;
        }

        Interlocked.Add(ref _taken, -bytes);
        return false;
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
