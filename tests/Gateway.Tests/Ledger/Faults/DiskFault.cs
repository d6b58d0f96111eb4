namespace Gateway.Tests.Ledger.Faults;

/// <summary>What of a call that failed is on the disk all the same.</summary>
public enum Stored
{
    Nothing,
    Half,
    All,
}

/// <summary>What becomes of the daemon and its disk when one call fails.</summary>
public enum Aftermath
{
    /// <summary>EIO, this once: the daemon sees it and ends by itself, the disk goes on.</summary>
    OneError,

    /// <summary>ENOSPC, and from then on for everything that needs room, until somebody made room.</summary>
    DiskFull,

    /// <summary>kill -9 there: nothing more reaches the disk, what the kernel holds stays.</summary>
    Killed,

    /// <summary>The power goes there: whatever was not flushed is lost.</summary>
    PowerLost,

    /// <summary>The power goes there: of what was not flushed some sectors and some names are there, some not.</summary>
    PowerLostInParts,
}

/// <summary>One cell of the fault table: the n-th call of a kind fails.</summary>
internal sealed class DiskFault(DiskCall call, int nth, Stored stored, Aftermath aftermath)
{
    private int _seen;

    internal Stored Stored => stored;

    internal Aftermath Aftermath => aftermath;

    internal bool HasCome { get; private set; }

    internal bool IsPowerLost => aftermath is Aftermath.PowerLost or Aftermath.PowerLostInParts;

    internal int Nth => nth;

    /// <summary>True for the call that fails.</summary>
    internal bool ComesAt(DiskCall made)
    {
        HasCome |= made == call && ++_seen == nth;
        return HasCome && made == call && _seen == nth;
    }

    /// <summary>Whether a later call fails too.</summary>
    internal bool Outlasts(DiskCall made) => HasCome && aftermath switch
    {
        Aftermath.OneError => false,
        Aftermath.DiskFull => made is DiskCall.Write or DiskCall.SetLength or DiskCall.CreateFolder,
        _ => true,
    };

    internal IOException Error() => aftermath == Aftermath.DiskFull
        ? new IOException("No space left on device", hresult: 28)
        : new IOException("Input/output error", hresult: 5);
}
