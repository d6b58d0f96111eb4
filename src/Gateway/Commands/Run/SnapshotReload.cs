using System.Runtime.InteropServices;
using System.Threading.Channels;
using Gateway.Ledger;
using Gateway.Listening;
using Gateway.Operations;
using Gateway.Policies;
using Gateway.Telemetry;

namespace Gateway.Commands.Run;

/// <summary>
/// Puts new files into force when they change, at once on SIGHUP or when asked: bundle, trust lists and CRLs, keys,
/// endorsed keys, certificates. What is broken leaves the old in its place and is logged, every fault of it. The
/// entries are durable before the swap, and the swap is one.
/// </summary>
internal sealed class SnapshotReload : IAsyncDisposable
{
    private readonly DaemonParts _parts;
    private readonly ServiceNotice _notice;
    private readonly ILogger _log;
    private readonly Instruments _instruments;
    private readonly AcceptedEntries _entries;
    private readonly ReloadReading _reading;
    private readonly WatchedFiles _files;
    private readonly PosixSignalRegistration _hangup;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _watch;
    private readonly Task _obey;

    // One token at most: "look now", whatever the files seem to be.
    private readonly Channel<bool> _asked =
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    // Held while one look is under way: a signal, the timer and an operator must not swap at one time.
    private readonly SemaphoreSlim _turn = new(1, 1);

    // Owned by the watch, but for the first: what was last read, and what differed from it one look ago.
    private string _seen;
    private string? _unsettled;
    private IReadOnlyDictionary<string, string> _readAtStart;

    internal SnapshotReload(DaemonParts parts, DaemonStart start, ServiceNotice notice, ILogger log)
    {
        _parts = parts;
        _notice = notice;
        _log = log;
        _entries = new AcceptedEntries(parts);
        _reading = new ReloadReading(parts.Foundation, parts.Time);
        _files = new WatchedFiles(parts.Foundation.Settings, start.ConfigFile);
        _seen = _files.Fingerprint(parts.Snapshots.Current.Secrets);
        _readAtStart = _files.ReadAtStart();
        _hangup = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
        {
            context.Cancel = true;
            _notice.Reloading();
            _asked.Writer.TryWrite(true);
        });
        _instruments = parts.Sight.Instruments;
        _instruments.ExpectReloads();
        _watch = WatchAsync();
        _obey = ObeyAsync();
    }

    /// <summary>Reads now, whether or not anything seems changed.</summary>
    /// <exception cref="LedgerUnavailableException">Nothing could be recorded, so nothing was taken.</exception>
    internal async Task<ReloadReport> LookAsync()
    {
        await _turn.WaitAsync(_end.Token);

        // Until it is known: a look that ends in an exception took nothing.
        var outcome = ReloadOutcomes.Refused;
        try
        {
            SayWhatNeedsRestart();
            Volatile.Write(ref _seen, _files.Fingerprint(_parts.Snapshots.Current.Secrets));
            var proposal = _reading.Read(_parts.Snapshots.Current, _parts.Accepted());
            var report = new ReloadReport(await TakeAsync(proposal), proposal.Refused);
            outcome = report.Outcome;
            foreach (var (what, fault) in report.Refused)
            {
                _log.ReloadRefused(what, fault.ToString());
            }

            return report;
        }
        finally
        {
            _instruments.Reloaded(outcome);
            _notice.Reloaded();
            _turn.Release();
        }
    }

    /// <summary>The same for who waits for an answer: files that went away are a fault like any other.</summary>
    internal async Task<ReloadReport> LookForOperatorAsync()
    {
        try
        {
            return await LookAsync();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Volatile.Write(ref _seen, "");
            _log.ReloadRefused("files", e.GetType().Name);
            var fault = new Fault("", 0, 0, "$", "reload.files", "a file went away or cannot be read: look again");
            return new ReloadReport([], [new RefusedPart("files", fault)]);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _hangup.Dispose();
        await _watch;
        await _obey;
        _end.Dispose();
        _turn.Dispose();
    }

    private Task WatchAsync() => UntilTheEndAsync(async () =>
    {
        using var timer = new PeriodicTimer(_parts.Foundation.Settings.Policy.ReloadInterval, _parts.Time);
        while (await timer.WaitForNextTickAsync(_end.Token))
        {
            await LookIfSettledAsync();
        }
    });

    private Task ObeyAsync() => UntilTheEndAsync(async () =>
    {
        await foreach (var _ in _asked.Reader.ReadAllAsync(_end.Token))
        {
            await LookForOperatorAsync();
        }
    });

    private static async Task UntilTheEndAsync(Func<Task> watch)
    {
        try
        {
            await watch();
        }
        catch (OperationCanceledException)
        {
            // The daemon is stopping.
        }
        catch (LedgerUnavailableException)
        {
            // The ledger stopped: the daemon is about to end, and nothing may come into force unrecorded.
        }
    }

    // Files are taken when two looks in a row find them the same: in the first one a copy may be under way.
    private async Task LookIfSettledAsync()
    {
        try
        {
            SayWhatNeedsRestart();
            var now = _files.Fingerprint(_parts.Snapshots.Current.Secrets);
            var isChanged = now != Volatile.Read(ref _seen);
            var isSettled = now == _unsettled;
            _unsettled = isChanged && !isSettled ? now : null;
            if (isChanged && isSettled)
            {
                await LookForOperatorAsync();
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Something went away while it was listed: the next look finds out what.
            _unsettled = null;
        }
    }

    private async Task<IReadOnlyList<TakenPart>> TakeAsync(ReloadProposal proposal)
    {
        var (current, next) = (_parts.Snapshots.Current, proposal.Next);
        if (next == current)
        {
            return [];
        }

        try
        {
            // Kept first: a crash in between leaves a copy that was never in force, which only makes the next
            // comparison stricter. Then the record, then the swap.
            _parts.KeepInForce(next, proposal.BundleFiles);
            await _entries.RecordAsync(next, _end.Token);
            _parts.Peers.Retire(current);
            _parts.Snapshots.Swap(next);
        }
        finally
        {
            proposal.DiscardUnless(_parts.Snapshots.Current);
        }

        _parts.UseContext();
        _ = CloseOldPeersLaterAsync();
        Say(current, next);
        return [.. Taken(current, next)];
    }

    private void Say(PinnedSnapshots before, PinnedSnapshots now)
    {
        var bundle = now.Policy.Bundle;
        foreach (var part in Taken(before, now))
        {
            switch (part.What)
            {
                case TakenPart.Bundle:
                    _log.PolicyInForce(bundle.Name, bundle.Version, bundle.Digest);
                    break;
                case TakenPart.TrustLists:
                    _log.TrustInForce(part.Which);
                    break;
                default:
                    _log.Taken(part.What, part.Which);
                    break;
            }
        }
    }

    private static IEnumerable<TakenPart> Taken(PinnedSnapshots before, PinnedSnapshots now)
    {
        if (now.Trust != before.Trust)
        {
            yield return new TakenPart(
                TakenPart.TrustLists,
                string.Join(", ", now.Trust.Lists.Select(list => $"{list.List} #{list.Sequence}")));
        }

        if (now.Policy.Bundle.Digest != before.Policy.Bundle.Digest)
        {
            var bundle = now.Policy.Bundle;
            yield return new TakenPart(TakenPart.Bundle, $"{bundle.Name} version {bundle.Version} ({bundle.Digest})");
        }

        if (now.Secrets != before.Secrets)
        {
            yield return new TakenPart(TakenPart.Keys, string.Join(", ", now.Secrets.Keys.Select(key => key.Id)));
        }

        if (now.Endorsed != before.Endorsed)
        {
            yield return new TakenPart(TakenPart.EndorsedKeys, $"stamping key {now.Endorsed.StampingKeyId}");
        }

        foreach (var (name, shown) in now.Tls.Doors.Where(door => before.Tls.Doors[door.Key] != door.Value))
        {
            yield return new TakenPart(
                TakenPart.Certificates, $"listener {name} until {shown.Leaf.NotAfter:yyyy-MM-dd}");
        }

        foreach (var (party, shown) in now.Tls.Peers.Where(peer => before.Tls.Peers[peer.Key] != peer.Value))
        {
            yield return new TakenPart(
                TakenPart.Certificates, $"towards {party} until {shown.Leaf.NotAfter:yyyy-MM-dd}");
        }
    }

    private void SayWhatNeedsRestart()
    {
        var now = _files.ReadAtStart();
        foreach (var (file, state) in now.Where(file => file.Value != _readAtStart.GetValueOrDefault(file.Key)))
        {
            _log.NeedsRestart(Path.GetFileName(file));
        }

        _readAtStart = now;
    }

    // No transfer lives longer than that, and a little for its end; after that nobody is pinned.
    private async Task CloseOldPeersLaterAsync()
    {
        var longest = _parts.Foundation.Settings.Identity.TransferTimeout + TimeSpan.FromSeconds(10);
        try
        {
            await Task.Delay(longest, _parts.Time, _end.Token);
            _parts.Peers.CloseRetired(_parts.Snapshots.Current, longest);
        }
        catch (OperationCanceledException)
        {
            // The daemon is stopping, and closes all of them.
        }
    }
}
