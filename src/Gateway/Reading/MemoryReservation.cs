namespace Gateway.Reading;

/// <summary>
/// Room that one large body has waited for: for what comes, what leaves and the working memory between. What it needs
/// beyond that is taken of the budget as it is for any body. After <see cref="Dispose"/> only what its buffers still
/// hold stays taken, until they are given back.
/// </summary>
internal sealed class MemoryReservation : IBodyMemory, IDisposable
{
    private readonly Lock _lock = new();
    private readonly MemoryBudget _budget;
    private long _reserved;
    private long _held;

    internal MemoryReservation(MemoryBudget budget, long reserved)
    {
        _budget = budget;
        _reserved = reserved;
    }

    public void Take(long bytes)
    {
        lock (_lock)
        {
            var more = Math.Max(_reserved, _held + bytes) - Math.Max(_reserved, _held);
            if (more > 0)
            {
                _budget.Take(more);
            }

            _held += bytes;
        }
    }

    public void Give(long bytes) => Settle(() => _held -= bytes);

    /// <summary>The body is known to need no more than that.</summary>
    internal void Cut(long reserved) => Settle(() => _reserved = Math.Min(_reserved, reserved));

    public void Dispose() => Cut(0);

    // INVARIANT: the larger of what is reserved and what is held is taken of the budget.
    private void Settle(Action change)
    {
        long before;
        long after;
        lock (_lock)
        {
            before = Math.Max(_reserved, _held);
            change();
            after = Math.Max(_reserved, _held);
        }

        if (before > after)
        {
            _budget.Give(before - after);
        }
    }
}
