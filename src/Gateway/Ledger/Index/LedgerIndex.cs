using System.Diagnostics.CodeAnalysis;
using Gateway.Ledger.Inspection;

namespace Gateway.Ledger.Index;

/// <summary>
/// The index of a running ledger. It follows what is published, behind the publisher and never before an
/// acknowledgement; what cannot be used, or is of another ledger, is thrown away and made again. While it is being
/// made, whoever asks is told to come back.
/// </summary>
internal sealed class LedgerIndex : IAsyncDisposable
{
    // A database that is away is asked again after so long, however quiet the ledger is.
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(5);

    // A daemon that stops does not wait for a database that hangs.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(3);

    private readonly string _folder;
    private readonly IIndexPlace _place;
    private readonly ILogger _log;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _end = new();
    private readonly SemaphoreSlim _published = new(0);

    // Guards the two below; held for an exchange of references.
    private readonly Lock _gate = new();
    private TaskCompletionSource _advanced = NewSignal();
    private State? _state;

    // Owned by the loop.
    private IEntryIndex? _open;
    private string? _whyBehind;
    private Task _loop = Task.CompletedTask;

    internal LedgerIndex(string ledgerFolder, IIndexPlace place, TimeProvider time, ILogger log) =>
        (_folder, _place, _time, _log) = (ledgerFolder, place, time, log);

    /// <summary>Begins to follow. Reading a long ledger again takes its time, on a thread of its own.</summary>
    internal void Start() => _loop = Task.Factory.StartNew(
        Follow,
        _end.Token,
        TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach,
        TaskScheduler.Default);

    /// <summary>Something was published: called by the publisher, and returns at once.</summary>
    internal void Wake() => _published.Release();

    /// <summary>
    /// The index once it holds everything that was published when this was called, and how far it goes; null where that
    /// took too long.
    /// </summary>
    internal async Task<(IEntryIndex Index, LedgerCursor End)?> CurrentAsync(
        TimeSpan most, CancellationToken cancellationToken)
    {
        var wanted = new PublishedEntries(_folder).End();
        var until = _time.GetTimestamp();
        while (true)
        {
            var (state, advanced) = Look();
            if (state is not null && state.End >= wanted)
            {
                return (state.Index, state.End);
            }

            var left = most - _time.GetElapsedTime(until);
            if (left <= TimeSpan.Zero || !await IsWithinAsync(advanced, left, cancellationToken))
            {
                return null;
            }
        }
    }

    /// <summary>Completes when there is more than up to here; false when that took as long as was given.</summary>
    internal async Task<bool> HasMoreAsync(LedgerCursor than, TimeSpan most, CancellationToken cancellationToken)
    {
        var (state, advanced) = Look();
        return state?.End > than || await IsWithinAsync(advanced, most, cancellationToken);
    }

    /// <summary>
    /// It is of no use to whoever asked it: one that is broken, or said what the ledger does not, is made again; one
    /// that could not be asked is opened again, which looks at it first. Until then nobody is answered from it.
    /// </summary>
    internal void Doubt(IEntryIndex asked, bool isBroken)
    {
        lock (_gate)
        {
            // Whoever still held an older one says nothing about this.
            if (_state is { } state && ReferenceEquals(state.Index, asked) && state.Standing != Standing.Wrong)
            {
                _state = state with { Standing = isBroken ? Standing.Wrong : Standing.Doubted };
            }
        }

        Wake();
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        if (await Task.WhenAny(_loop, Task.Delay(Grace, _time, CancellationToken.None)) != _loop)
        {
            // In a call that nobody can end. The thread goes with the process; what it holds stays its own.
            return;
        }

        _open?.Dispose();
        _end.Dispose();
        _published.Dispose();
    }

    private (State? State, Task Advanced) Look()
    {
        lock (_gate)
        {
            return (_state is { Standing: Standing.Good } ? _state : null, _advanced.Task);
        }
    }

    private void Follow()
    {
        while (!_end.IsCancellationRequested)
        {
            try
            {
                CatchUp();
                _published.Wait(_end.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (IndexAwayException e)
            {
                Leave();
                Tell(e.Message);
                Pause(Retry);
            }
            catch (Exception e) when (e is IndexBrokenException or LedgerUnreadableException or IOException
                or UnauthorizedAccessException)
            {
                // Nobody is answered from it meanwhile; the next publication, a minute away at most, tries again.
                Tell(e.InnerException?.GetType().Name ?? e.Message);
                if (e is IndexBrokenException)
                {
                    TryThrowAway("it broke");
                }

                Pause(Timeout.InfiniteTimeSpan);
            }
        }
    }

    // Once for each reason, not every few seconds: a database may be away for a night.
    private void Tell(string reason)
    {
        if (_whyBehind != reason)
        {
            _log.IndexBehind(_whyBehind = reason);
        }
    }

    private void Pause(TimeSpan most)
    {
        try
        {
            _published.Wait(most, _end.Token);
        }
        catch (OperationCanceledException)
        {
            // The daemon is stopping.
        }
    }

    private void CatchUp()
    {
        // What was published until here is taken in one go.
        while (_published.Wait(0, CancellationToken.None))
        {
        }

        switch (Doubts)
        {
            case Standing.Wrong:
                ThrowAway("it broke, or said what the ledger does not");
                break;
            case Standing.Doubted:
                Leave();
                break;
            default:
                break;
        }

        var index = _open ?? Open();
        var building = new IndexBuilding(_folder, index);
        building.CatchUp(_ => { }, _end.Token);
        Advance(new State(index, building.End(), Standing.Good));
        _whyBehind = null;
    }

    private Standing Doubts
    {
        get
        {
            lock (_gate)
            {
                return _state?.Standing ?? Standing.Good;
            }
        }
    }

    private IEntryIndex Open()
    {
        if (WhyUseless(out var found) is { } reason)
        {
            ThrowAway(reason);
            found = _place.Open();
        }

        return _open = found!;
    }

    // INVARIANT: nothing is kept that was not looked at, however the looking ended.
    [SuppressMessage("Reliability", "CA2000", Justification = "what is found is kept by the caller")]
    private string? WhyUseless(out IEntryIndex? found)
    {
        found = null;
        IEntryIndex? opened = null;
        try
        {
            opened = _place.Open();
            if (new IndexBuilding(_folder, opened).WhyForeign() is { } reason)
            {
                return reason;
            }

            (found, opened) = (opened, null);
            return null;
        }
        catch (IndexBrokenException e)
        {
            return e.Message;
        }
        finally
        {
            opened?.Dispose();
        }
    }

    private void ThrowAway(string reason)
    {
        Leave();
        _log.IndexThrownAway(reason);
        _place.Clear();
    }

    private void TryThrowAway(string reason)
    {
        try
        {
            ThrowAway(reason);
        }
        catch (IndexAwayException e)
        {
            // Opened again later, it is looked at again.
            Tell(e.Message);
        }
    }

    // Nobody asks it any more; what is in it stays.
    private void Leave()
    {
        lock (_gate)
        {
            _state = null;
        }

        _open?.Dispose();
        _open = null;
    }

    private void Advance(State state)
    {
        TaskCompletionSource before;
        lock (_gate)
        {
            before = _advanced;
            _advanced = NewSignal();
            _state = state;
        }

        before.SetResult();
    }

    private async Task<bool> IsWithinAsync(Task task, TimeSpan most, CancellationToken cancellationToken)
    {
        try
        {
            await task.WaitAsync(most, _time, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="End">The place after the last entry that is in it.</param>
    private sealed record State(IEntryIndex Index, LedgerCursor End, Standing Standing);

    private enum Standing
    {
        Good,

        // Looked at again before anybody asks it.
        Doubted,

        // Made again.
        Wrong,
    }
}
