using Gateway.Reading;

namespace Gateway.Identity;

/// <summary>
/// What one party may take of the gateway at a time: transfers, transfers a second, memory for bodies. Made at its
/// first transfer and kept: parties are those of the bundle, so there are not many.
/// </summary>
/// <param name="most">Transfers of this party at a time.</param>
internal sealed class PartyShare(int most, TokenBucket rate, MemoryBudget memory)
{
    private int _taken;

    internal TokenBucket Rate => rate;

    /// <summary>The party's part of the memory for bodies; what it takes is taken of the whole, too.</summary>
    internal MemoryBudget Memory => memory;

    internal bool TryEnter()
    {
        if (Interlocked.Increment(ref _taken) <= most)
        {
            return true;
        }

        Leave();
        return false;
    }

    internal void Leave() => Interlocked.Decrement(ref _taken);
}
