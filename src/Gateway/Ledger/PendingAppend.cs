using System.Threading.Tasks.Sources;
using Gateway.Ledger.Entries;

namespace Gateway.Ledger;

/// <summary>
/// One record on its way to the disk. Pooled: whoever awaits it gives it back by taking the result; a queued one,
/// which nobody awaits, goes back when it is durable.
/// </summary>
internal sealed class PendingAppend : IValueTaskSource<LedgerPosition>
{
    private readonly Action<PendingAppend> _giveBack;

    // Continuations are queued: the writer thread must get back to the disk, not run a transfer.
    private ManualResetValueTaskSourceCore<LedgerPosition> _core = new() { RunContinuationsAsynchronously = true };

    // 1 once it is decided: a write that comes back late must not answer for one that was given up.
    private int _isDecided;

    internal PendingAppend(Action<PendingAppend> giveBack) => _giveBack = giveBack;

    internal LedgerRecord Record { get; private set; }

    internal EntryFacts Facts { get; private set; }

    internal bool IsAwaited { get; private set; }

    internal ValueTask<LedgerPosition> Task => new(this, _core.Version);

    internal void Set(LedgerRecord record, in EntryFacts facts, bool isAwaited)
    {
        (Record, Facts, IsAwaited) = (record, facts, isAwaited);
        Volatile.Write(ref _isDecided, 0);
    }

    internal void Succeed(LedgerPosition position)
    {
        if (Interlocked.Exchange(ref _isDecided, 1) == 1)
        {
            return;
        }

        if (IsAwaited)
        {
            _core.SetResult(position);
        }
        else
        {
            Return();
        }
    }

    internal void Fail(Exception reason)
    {
        if (Interlocked.Exchange(ref _isDecided, 1) == 0 && IsAwaited)
        {
            _core.SetException(reason);
        }
    }

    public LedgerPosition GetResult(short token)
    {
        try
        {
            return _core.GetResult(token);
        }
        finally
        {
            _core.Reset();
            Return();
        }
    }

    public ValueTaskSourceStatus GetStatus(short token) => _core.GetStatus(token);

    public void OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);

    private void Return()
    {
        Record = default;
        _giveBack(this);
    }
}
