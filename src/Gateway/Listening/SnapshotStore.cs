namespace Gateway.Listening;

/// <summary>
/// The snapshots in force. Swapped whole, so that nobody ever sees a new bundle beside old keys; a transfer keeps those
/// it started with.
/// </summary>
internal sealed class SnapshotStore(PinnedSnapshots first) : IDisposable
{
    private volatile PinnedSnapshots _current = first;

    /// <summary>To look at. Who uses a secret of it pins it.</summary>
    internal PinnedSnapshots Current => _current;

    /// <summary>The snapshots of this moment, for one transfer, which releases them at its end.</summary>
    /// <exception cref="ObjectDisposedException">The daemon has stopped.</exception>
    internal PinnedSnapshots Pin()
    {
        while (true)
        {
            var current = _current;
            if (current.TryHold())
            {
                return current;
            }

            // Replaced between the two lines: the next one is in force by then. Or there is none any more.
            ObjectDisposedException.ThrowIf(ReferenceEquals(current, _current), this);
        }
    }

    /// <summary>Puts the next ones in force. Secrets that are not among them go when nobody holds them.</summary>
    internal void Swap(PinnedSnapshots next)
    {
        var old = _current;
        _current = next;
        if (!ReferenceEquals(old.Secrets, next.Secrets))
        {
            old.Secrets.Dispose();
        }

        if (!ReferenceEquals(old.Endorsed, next.Endorsed))
        {
            old.Endorsed.Dispose();
        }
    }

    public void Dispose() => _current.Release();
}
