using Gateway.Ledger.Inspection;
using Gateway.Settings;
using Gateway.Telemetry;

namespace Gateway.Audit.Taps;

/// <summary>
/// How a tap is doing, for whoever asks: written by its loop, read by any thread. Says in the log when the receiver
/// went away, why, and when it is back; not each time.
/// </summary>
internal sealed class TapWatch(TapSettings settings, string ledgerFolder, Instruments instruments, ILogger log)
{
    // Replaced whole, so that a reader sees the parts of one moment.
    private volatile TapView _view = new(settings, LedgerCursor.Start, null, null);
    private bool _wasTaken;

    internal TapView View => _view;

    /// <summary>Published entries that the receiver does not have.</summary>
    internal long LagEntries => new PublishedEntries(ledgerFolder).CountFrom(_view.Next);

    /// <summary>Nothing waits.</summary>
    internal void IsIdle(LedgerCursor next) => _view = _view with { Next = next, PendingSince = null };

    /// <param name="since">Time of the oldest entry that waits.</param>
    internal void HasPending(LedgerCursor next, DateTimeOffset since) =>
        _view = _view with { Next = next, PendingSince = since };

    internal void Sent(int count) => instruments.TapSent(settings.Name, count);

    internal void Took(LedgerCursor next)
    {
        if (!_wasTaken)
        {
            log.TapTaken(settings.Name, next.ToString());
            _wasTaken = true;
        }

        _view = new TapView(settings, next, null, null);
    }

    internal void Failed(string reason)
    {
        instruments.TapFailed(settings.Name);
        if (_view.Fault != reason)
        {
            log.TapLost(settings.Name, reason);
        }

        _wasTaken = false;
        _view = _view with { Fault = reason };
    }
}

/// <summary>A tap at one moment.</summary>
/// <param name="Next">The first entry the receiver does not have, as far as is known.</param>
/// <param name="PendingSince">Time of the oldest entry that waits; null where none does.</param>
/// <param name="Fault">Why the last delivery was not taken; null where it was.</param>
internal sealed record TapView(TapSettings Settings, LedgerCursor Next, DateTimeOffset? PendingSince, string? Fault)
{
    internal double LagSeconds(DateTimeOffset now) =>
        PendingSince is { } since ? Math.Max(0, (now - since).TotalSeconds) : 0;
}
