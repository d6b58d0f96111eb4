namespace Gateway.Tests.Ledger.Faults;

/// <summary>The same chance each time for the same seed (xorshift32): a row that failed fails again.</summary>
internal sealed class Luck(int seed)
{
    private uint _state = unchecked((uint)seed * 2654435761u) | 1;

    /// <summary>From 0 up to and without the limit.</summary>
    internal int Next(int limit)
    {
        unchecked
        {
            _state ^= _state << 13;
            _state ^= _state >> 17;
            _state ^= _state << 5;
        }

        return (int)(_state % (uint)limit);
    }
}
