using System.Runtime.InteropServices;
using Gateway.Ledger;
using Gateway.Listening;
using Gateway.Policies;
using Gateway.Settings;

namespace Gateway.Commands.Run;

/// <summary>
/// Takes a new bundle, new trust lists and new CRLs into force when their files change, or on SIGHUP. What is broken
/// leaves the running snapshot in place and is logged, every fault of it. The entry is durable before the swap.
/// </summary>
internal sealed class SnapshotReload : IAsyncDisposable
{
    private readonly DaemonParts _parts;
    private readonly ServiceNotice _notice;
    private readonly ILogger _log;
    private readonly AcceptedEntries _entries;
    private readonly AcceptedBundle _kept;
    private readonly PosixSignalRegistration _hangup;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _watch;

    // Held while one look is under way: a signal and the timer must not both swap.
    private readonly SemaphoreSlim _turn = new(1, 1);
    private string _seen;

    internal SnapshotReload(DaemonParts parts, ServiceNotice notice, ILogger log)
    {
        _parts = parts;
        _notice = notice;
        _log = log;
        _entries = new AcceptedEntries(parts);
        _kept = new AcceptedBundle(parts.Foundation.Settings.State.Directory);
        _seen = Fingerprint();
        _hangup = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
        {
            context.Cancel = true;
            _notice.Reloading();
            _seen = "";
        });
        _watch = WatchAsync();
    }

    /// <summary>Looks now, whether or not anything seems changed; says what kept something from being taken.</summary>
    internal async Task<IReadOnlyList<Fault>> LookAsync()
    {
        await _turn.WaitAsync(_end.Token);
        try
        {
            _seen = Fingerprint();
            return [.. await TakeTrustAsync(), .. await TakePolicyAsync()];
        }
        finally
        {
            _notice.Reloaded();
            _turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _hangup.Dispose();
        await _watch;
        _end.Dispose();
        _turn.Dispose();
    }

    private async Task WatchAsync()
    {
        try
        {
            using var timer = new PeriodicTimer(_parts.Foundation.Settings.Policy.ReloadInterval, _parts.Time);
            while (await timer.WaitForNextTickAsync(_end.Token))
            {
                await LookIfChangedAsync();
            }
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

    /// <summary>
    /// The same for somebody who waits for an answer: files that cannot be read are a fault like any other.
    /// </summary>
    internal async Task<IReadOnlyList<Fault>> LookForOperatorAsync()
    {
        try
        {
            return await LookAsync();
        }
        catch (Exception e) when (IsAboutFiles(e))
        {
            _seen = "";
            _log.ReloadRefused("files", e.GetType().Name);
            return [new Fault("", 0, 0, "$", "reload.files", "a file went away or cannot be read: look again")];
        }
    }

    // Files that go away or are locked while they are read are no reason to stop watching: the next tick looks again.
    private async Task LookIfChangedAsync()
    {
        try
        {
            if (Fingerprint() != _seen)
            {
                await LookAsync();
            }
        }
        catch (Exception e) when (IsAboutFiles(e))
        {
            _seen = "";
            _log.ReloadRefused("files", e.GetType().Name);
        }
    }

    private static bool IsAboutFiles(Exception e) =>
        e is IOException or UnauthorizedAccessException or SettingsFileException;

    private async Task<IEnumerable<Fault>> TakeTrustAsync()
    {
        var faults = new List<Fault>();
        if (Foundation.ReadTrust(_parts.Foundation.Settings, Accepted(), _parts.Time, faults) is not { } trust)
        {
            return LogAll("trust lists", faults);
        }

        if (trust.Digest != _parts.Trusts.Current.Digest)
        {
            await _entries.RecordAsync(trust, _end.Token);
            _parts.Trusts.Swap(trust);
            _parts.UseContext();
            _log.TrustInForce(string.Join(", ", trust.Lists.Select(list => $"{list.List} #{list.Sequence}")));
            CloseOldPeersLater();
        }

        return [];
    }

    private async Task<IEnumerable<Fault>> TakePolicyAsync()
    {
        var faults = new List<Fault>();
        var (settings, keys) = (_parts.Foundation.Settings, _parts.Foundation.Keys);
        if (Foundation.ReadPolicy(settings, keys, Accepted(), _parts.Time, faults).Snapshot is { } policy)
        {
            EndorsementFiles.Check(
                _parts.Foundation.Stamping,
                _parts.Foundation.Ledger,
                settings,
                policy.Bundle,
                _parts.Trusts.Current,
                _parts.Time.GetUtcNow(),
                faults);
            if (FaultReport.IsValid(faults))
            {
                await TakeAsync(policy);
                return [];
            }
        }

        return LogAll("bundle", faults);
    }

    private async Task TakeAsync(Permit.PolicySnapshot policy)
    {
        if (policy.Bundle.Digest == _parts.Policies.Current.Bundle.Digest)
        {
            return;
        }

        await _entries.RecordAsync(policy, _end.Token);
        _kept.Keep(_parts.Foundation.Settings.Policy.Folder, policy.Bundle.Digest);
        _parts.Policies.Swap(policy);
        _parts.UseContext();
        _log.PolicyInForce(policy.Bundle.Name, policy.Bundle.Version, policy.Bundle.Digest);
        CloseOldPeersLater();
    }

    private AcceptedState Accepted() => new(
        _parts.Ledger.LastPolicy,
        _parts.Ledger.LastTrust.ToDictionary(
            pair => pair.Key, pair => (pair.Value.Sequence, pair.Value.Sha256), StringComparer.Ordinal),
        _parts.Policies.Current.Bundle);

    // No transfer lives longer than reading both bodies and the far side's deadline; after that nobody is pinned.
    private void CloseOldPeersLater()
    {
        var settings = _parts.Foundation.Settings;
        var longest = (settings.Reading.Timeout * 2) + settings.Forwarding.Timeout + TimeSpan.FromSeconds(10);
        var timer = _parts.Time.CreateTimer(
            _ => _parts.Peers.CloseAllBut(new PinnedSnapshots(_parts.Policies.Current, _parts.Trusts.Current)),
            null,
            longest,
            Timeout.InfiniteTimeSpan);
        _end.Token.Register(timer.Dispose);
    }

    private List<Fault> LogAll(string what, List<Fault> faults)
    {
        var found = faults.Where(fault => !fault.IsWarning).ToList();
        found.ForEach(fault => _log.ReloadRefused(what, fault.ToString()));
        return found;
    }

    // Names, lengths and times of the files: cheap enough to take every two seconds; the content decides afterwards.
    private string Fingerprint()
    {
        var settings = _parts.Foundation.Settings;
        var files = settings.Trust.Lists.SelectMany(list => new[] { list.File, list.File + ".p7s" })
            .Concat(Files(settings.Trust.Crls))
            .Concat(Files(settings.Policy.Folder));
        return string.Join('\n', files.Select(Describe).Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Files(string folder) =>
        Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories) : [];

    private static string Describe(string file)
    {
        var facts = new FileInfo(file);
        return facts.Exists ? $"{file} {facts.Length} {facts.LastWriteTimeUtc.Ticks}" : $"{file} -";
    }
}
