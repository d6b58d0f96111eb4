namespace Gateway.Settings;

/// <summary>
/// A secret that many transfers use at one time and that a reload replaces. It is wiped when it is no longer in force
/// and the last transfer that was pinned to it is over.
/// </summary>
// INVARIANT: never wiped while somebody holds it. A wiped key is a valid key of zeros: it would sign and hash.
internal abstract class SharedSecret : IDisposable
{
    // One for whoever put it in force, one for each transfer that holds it. Zero is final.
    private int _holds = 1;

    /// <summary>True: it stays as it is until <see cref="Dispose"/> gives this hold back.</summary>
    internal bool TryHold()
    {
        var holds = Volatile.Read(ref _holds);
        while (holds > 0)
        {
            var seen = Interlocked.CompareExchange(ref _holds, holds + 1, holds);
            if (seen == holds)
            {
                return true;
            }

            holds = seen;
        }

        return false;
    }

    /// <summary>Gives one hold back; the last one wipes.</summary>
    public void Dispose()
    {
        if (Interlocked.Decrement(ref _holds) == 0)
        {
            Wipe();
        }

        GC.SuppressFinalize(this);
    }

    protected abstract void Wipe();
}
