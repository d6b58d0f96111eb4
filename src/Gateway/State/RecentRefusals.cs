namespace Gateway.State;

/// <summary>
/// The refusals of the last time, for the operator's eye: a ring of fixed size. The ledger is the record; this is only
/// the quick way to its last lines. Safe for any number of callers.
/// </summary>
internal sealed class RecentRefusals
{
    internal const int Capacity = 256;

    // Guards the two below; held for a few assignments.
    private readonly Lock _gate = new();
    private readonly Queue<RecentRefusal> _ring = new(Capacity);

    internal void Add(RecentRefusal refusal)
    {
        lock (_gate)
        {
            if (_ring.Count == Capacity)
            {
                _ring.Dequeue();
            }

            _ring.Enqueue(refusal);
        }
    }

    /// <summary>The newest first.</summary>
    internal IReadOnlyList<RecentRefusal> Newest(int limit)
    {
        lock (_gate)
        {
            return [.. _ring.Reverse().Take(limit)];
        }
    }
}

/// <summary>One refusal, in the words of the bundle: what its entry says, and never a value.</summary>
/// <param name="TransferId">Null for a counted one.</param>
/// <param name="Count">How many refusals it stands for.</param>
/// <param name="Ledger">Where its entry stands; null for one that is not, or not yet, in the ledger.</param>
internal sealed record RecentRefusal(
    DateTimeOffset Time,
    Guid? TransferId,
    string Code,
    string? Leg,
    string? Party,
    string? Route,
    long Count,
    string? Ledger);
