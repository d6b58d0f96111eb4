using Gateway.Audit.Taps;
using Gateway.Listening;
using Gateway.Policies.Parties;
using Gateway.Settings;
using Gateway.Stamping;

namespace Gateway.Commands.Run;

/// <summary>The taps of a running daemon: begun when its doors are open, ended before its ledger closes.</summary>
internal sealed class TapSet : IAsyncDisposable
{
    private readonly DaemonParts _parts;
    private readonly List<Tap> _taps;

    // Asked for each entry, by each tap's thread; whoever works it out last is right.
    private volatile HomeZone? _home;

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
        var sight = new TapSight(tap.Zone, tap.Party, () => _parts.Snapshots.Current.Policy.Bundle, Home);
        var cursor = new TapCursor(settings.State.Directory, tap.Name, _parts.Disk);
        var log = _parts.Log.CreateLogger<Tap>();
        return new Tap(
            tap,
            new TapParts(settings.Ledger.Directory, settings.Ledger.Origin, cursor, sight, receiver, _parts.Time),
            new TapWatch(tap, settings.Ledger.Directory, _parts.Sight.Instruments, log));
    }

    // The party that runs this gateway, as the e-certificate over the ledger's key says it, on the bundle in force.
    private Zone? Home()
    {
        var current = _parts.Snapshots.Current;
        var known = _home;
        if (known is null || !ReferenceEquals(known.Of, current))
        {
            known = new(current, ZoneOf(current));
            _home = known;
        }

        return known.Zone;
    }

    private static Zone? ZoneOf(PinnedSnapshots current) =>
        KeyEndorsementReader.TryRead(current.Endorsed.Ledger.Json, out var endorsement, out _)
        && PartyId.TryParse(endorsement.Party, out var id)
        && current.Policy.Bundle.Parties.TryGetValue(id, out var party)
            ? party.Zone
            : null;

    private sealed record HomeZone(PinnedSnapshots Of, Zone? Zone);
}
