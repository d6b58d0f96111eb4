using System.Diagnostics.CodeAnalysis;
using Gateway.Ledger.Inspection;

namespace Gateway.Ledger.Index;

/// <summary>
/// The index of a running ledger. It follows what is published, behind the publisher and never before an
/// acknowledgement; what cannot be used, or is of another ledger, is thrown away and made again. While it is being made,
/// whoever asks is told to come back.
/// </summary>
internal sealed class LedgerIndex : IAsyncDisposable
{
    private readonly string _folder;
    private readonly ILogger _log;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _end = new();
    private readonly SemaphoreSlim _published = new(0);

    // Guards the two below; held for an exchange of references.
    private readonly Lock _gate = new();
    private TaskCompletionSource _advanced = NewSignal();
    private State? _state;

    // Owned by the loop.
    private SqliteIndex? _open;
    private Task _loop = Task.CompletedTask;

    internal LedgerIndex(string ledgerFolder, TimeProvider time, ILogger log) =>
        (_folder, _time, _log) = (ledgerFolder, time, log);

    /// <summary>Begins to follow. Reading a long ledger again takes its time, on a thread of its own.</summary>
    internal void Start() => _loop = Task.Factory.StartNew(
        Follow, _end.Token, TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach, TaskScheduler.Default);

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

    /// <summary>The index said what the ledger does not: it is made again.</summary>
    internal void Distrust()
    {
        lock (_gate)
        {
            if (_state is not null)
            {
                _state = _state with { IsDistrusted = true };
            }
        }

        Wake();
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _open?.Dispose();
        _end.Dispose();
        _published.Dispose();
    }

    private (State? State, Task Advanced) Look()
    {
        lock (_gate)
        {
            return (_state is { IsDistrusted: false } ? _state : null, _advanced.Task);
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
            catch (Exception e) when (e is IndexBrokenException or LedgerUnreadableException or IOException
                or UnauthorizedAccessException)
            {
                // Nobody is answered from it meanwhile; the next publication, a minute away at most, tries again.
                _log.IndexBehind(e.InnerException?.GetType().Name ?? e.Message);
                if (e is IndexBrokenException)
                {
                    ThrowAway("it broke");
                }

                Pause();
            }
        }
    }

    private void Pause()
    {
        try
        {
            _published.Wait(_end.Token);
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

        if (IsDistrusted)
        {
            ThrowAway("it said what the ledger does not");
        }

        var index = _open ?? Open();
        var building = new IndexBuilding(_folder, index);
        building.CatchUp(_ => { }, _end.Token);
        Advance(new State(index, building.End(), false));
    }

    private bool IsDistrusted
    {
        get
        {
            lock (_gate)
            {
                return _state is { IsDistrusted: true };
            }
        }
    }

    [SuppressMessage("Reliability", "CA2000", Justification = "kept, and disposed with this")]
    private SqliteIndex Open()
    {
        try
        {
            _open = SqliteIndex.Open(_folder);
            if (new IndexBuilding(_folder, _open).WhyForeign() is not { } reason)
            {
                return _open;
            }

            ThrowAway(reason);
        }
        catch (IndexBrokenException e)
        {
            ThrowAway(e.Message);
        }

        return _open = SqliteIndex.Open(_folder);
    }

    private void ThrowAway(string reason)
    {
        lock (_gate)
        {
            _state = null;
        }

        _log.IndexThrownAway(reason);
        _open?.Dispose();
        _open = null;
        SqliteIndex.Delete(_folder);
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
    private sealed record State(IEntryIndex Index, LedgerCursor End, bool IsDistrusted);
}
