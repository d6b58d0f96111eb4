using Gateway.Audit.Taps;
using Gateway.Settings;

namespace Gateway.Commands.Run;

/// <summary>The taps of a running daemon: begun when its doors are open, ended before its ledger closes.</summary>
internal sealed class TapSet : IAsyncDisposable
{
    private readonly DaemonParts _parts;
    private readonly List<Tap> _taps;

    internal TapSet(DaemonParts parts)
    {
        _parts = parts;
        _taps = [.. parts.Foundation.Settings.Audit.Taps.Select(Begin)];
        parts.Taps = [.. _taps.Select(tap => tap.Watch)];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var tap in _taps)
        {
            await tap.DisposeAsync();
        }
    }

    private Tap Begin(TapSettings tap)
    {
        var settings = _parts.Foundation.Settings;
        ITapReceiver receiver = tap.Syslog is { } syslog
            ? new SyslogReceiver(syslog, settings.Ledger.Origin, _parts.Time)
            : new FileReceiver(tap.File!, _parts.Disk);
        var scope = new TapScope(
            tap.Zone, tap.Party, settings.Audit.Zone, () => _parts.Snapshots.Current.Policy.Bundle);
        var cursor = new TapCursor(settings.State.Directory, tap.Name, _parts.Disk);
        var log = _parts.Log.CreateLogger<Tap>();
        return new Tap(
            tap,
            new TapParts(settings.Ledger.Directory, settings.Ledger.Origin, cursor, scope, receiver, _parts.Time),
            new TapWatch(tap, settings.Ledger.Directory, _parts.Sight.Instruments, log));
    }
}
