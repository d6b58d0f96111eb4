using Gateway.Ledger;
using Gateway.State;

namespace Gateway.Commands.Run;

/// <summary>
/// Records the notes that <c>gateway trace</c> left: at the start, every few seconds, and at a clean stop.
/// </summary>
internal sealed class TraceTimer : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly DaemonParts _parts;
    private readonly TraceNotes _notes;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _loop;

    internal TraceTimer(DaemonParts parts)
    {
        _parts = parts;
        _notes = new TraceNotes(parts.Foundation.Settings.State.Directory);
        _loop = LoopAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _loop;
        await RecordAsync();
        _end.Dispose();
    }

    private async Task LoopAsync()
    {
        try
        {
            using var timer = new PeriodicTimer(Interval, _parts.Time);
            do
            {
                await RecordAsync();
            }
            while (await timer.WaitForNextTickAsync(_end.Token));
        }
        catch (OperationCanceledException)
        {
            // The daemon is stopping, and looks once more.
        }
    }

    // What cannot be recorded now stays where it is.
    private async Task RecordAsync()
    {
        try
        {
            foreach (var (path, trace) in _notes.Read(_parts.Time.GetUtcNow()))
            {
                var record = LedgerRecord.Of(trace, _parts.Snapshots.Current.EntryContext(), _parts.Time);
                await _parts.Ledger.AppendAsync(record, CancellationToken.None);
                File.Delete(path);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or LedgerUnavailableException)
        {
            _parts.Log.CreateLogger<TraceTimer>().TraceNotRecorded(e.GetType().Name);
        }
    }
}
