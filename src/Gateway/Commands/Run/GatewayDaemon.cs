using System.Collections;
using System.Net.Sockets;
using Gateway.Ledger;
using Gateway.Listening;
using Gateway.Operations;
using Gateway.Policies;
using Gateway.Settings;
using Gateway.State;

namespace Gateway.Commands.Run;

/// <summary>
/// The daemon as one object: opened from gateway.json, it listens until it is disposed. <c>run</c> and <c>demo</c> use
/// this same class, so what the demo shows is what an operator runs.
/// </summary>
internal sealed class GatewayDaemon : IAsyncDisposable
{
    // Nothing is under way by then: what is left are connections that are idle, or never said anything.
    private static readonly TimeSpan DoorsClose = TimeSpan.FromSeconds(2);

    private readonly DaemonParts _parts;
    private readonly WebApplication _app;
    private readonly SnapshotReload _reload;
    private readonly MinuteEntries _minutes;
    private readonly TraceTimer _traces;
    private readonly SealTimer _seals;
    private readonly TapSet _taps;
    private readonly ServiceNotice _notice;

    private GatewayDaemon(
        DaemonParts parts, WebApplication app, SnapshotReload reload, ServiceNotice notice, ILogger log)
    {
        _parts = parts;
        _app = app;
        _reload = reload;
        _minutes = new MinuteEntries(parts);
        _traces = new TraceTimer(parts);
        _seals = new SealTimer(parts, log);
        _taps = new TapSet(parts);
        _notice = notice;
        parts.Seal = _seals.SealAsync;
    }

    /// <summary>
    /// The addresses that are really bound, by listener name; a port of 0 in the settings is resolved here.
    /// </summary>
    internal IReadOnlyDictionary<string, System.Net.IPEndPoint> Addresses => _parts.Addresses;

    /// <summary>Completes when the ledger can no longer be trusted to record: stop within the grace time.</summary>
    internal Task LedgerFailed => _parts.Ledger.Failed;

    /// <summary>What mirrored copies would have become, the newest bundle last.</summary>
    internal IReadOnlyList<ObservedPeriod> Observed => _parts.Observations.Periods;

    /// <summary>Transfers that are under way.</summary>
    internal int UnderWay => _parts.Intake.UnderWay;

    internal TimeSpan StopGrace => _parts.Foundation.Settings.Ledger.StopGrace;

    /// <summary>
    /// Reads everything, recovers the ledger, opens the doors; in this order, so that no door opens onto nothing.
    /// </summary>
    /// <returns>Null with all faults gathered when something stands in the way.</returns>
    /// <exception cref="LedgerStopException">The ledger's state is not known, or another daemon holds it.</exception>
    internal static Task<GatewayDaemon?> StartAsync(
        string configFile,
        IDictionary environment,
        TimeProvider time,
        List<Fault> faults,
        CancellationToken cancellationToken) =>
        StartAsync(new DaemonStart(configFile, environment, time, new PosixDisk()), faults, cancellationToken);

    /// <inheritdoc cref="StartAsync(string,IDictionary,TimeProvider,List{Fault},CancellationToken)"/>
    internal static async Task<GatewayDaemon?> StartAsync(
        DaemonStart start, List<Fault> faults, CancellationToken cancellationToken)
    {
        // Once without the ledger's memory, so that a wrong file is told before a ledger is made.
        GatewaySettings settings;
        using (var first = Foundation.Read(
            start.ConfigFile, start.Environment, AcceptedState.None, start.Time, faults))
        {
            if (first is null)
            {
                return null;
            }

            settings = first.Settings;
        }

        var parts = await DaemonParts.OpenAsync(start, settings, faults, cancellationToken);
        if (parts is null)
        {
            return null;
        }

        var app = DoorServer.Build(
            parts.Foundation.Settings,
            new Doorway(parts.Snapshots, parts.Rejected, parts.Connections, parts.Doors),
            parts.AddTo,
            parts.Log);
        app.Run(app.Services.GetRequiredService<TransferEdge>().HandleAsync);
        if (!await TryOpenDoorsAsync(app, parts, faults, cancellationToken))
        {
            await app.DisposeAsync();
            await parts.DisposeAsync();
            return null;
        }

        parts.ResolveAddresses(app);
        var log = parts.Log.CreateLogger<GatewayDaemon>();
        parts.Announce(log, start.IsKnown);
        var notice = ServiceNotice.From(start.Environment, start.Time);
        var reload = new SnapshotReload(parts, start, notice, log);
        parts.Reload = reload.LookForOperatorAsync;
        var daemon = new GatewayDaemon(parts, app, reload, notice, log);
        notice.Ready();

        // Reading keys, lists and the bundle leaves more garbage than an idle daemon makes in days, and the collector
        // would not come by until its first budget is spent: given back once, now, it is a third of what stays.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return daemon;
    }

    // An address in use, or a socket that may not stand where it should, is a fault of the settings, told as one.
    private static async Task<bool> TryOpenDoorsAsync(
        WebApplication app, DaemonParts parts, List<Fault> faults, CancellationToken cancellationToken)
    {
        var place = parts.Foundation.Places.Of("Listeners");
        try
        {
            await app.StartAsync(cancellationToken);
            return true;
        }
        catch (SettingsFileException e)
        {
            faults.Add(place.Fault("listener.socket", e.Message));
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            faults.Add(place.Fault("listener.address", e.Message));
        }

        return false;
    }

    /// <summary>Says why callers get 503 from now on.</summary>
    internal void SayLedgerStopped() => _parts.Log.CreateLogger<GatewayDaemon>().LedgerStopped(
        _parts.Ledger.FailureReason?.GetType().Name ?? "unknown", StopGrace);

    /// <summary>Reads the files now, as on SIGHUP: what was taken, and what was refused and why.</summary>
    /// <exception cref="LedgerUnavailableException">Nothing could be recorded, so nothing was taken.</exception>
    internal Task<ReloadReport> ReloadAsync() => _reload.LookAsync();

    /// <summary>
    /// Not ready from now on, and nothing new is begun; returns when what is under way has ended, or had its time. The
    /// doors stay open meanwhile, so that whoever comes is told so.
    /// </summary>
    /// <param name="hurry">Signals that its time is up before it is.</param>
    internal async Task DrainAsync(CancellationToken hurry)
    {
        var log = _parts.Log.CreateLogger<GatewayDaemon>();
        var most = _parts.Foundation.Settings.State.DrainTimeout;
        log.Draining(_parts.Intake.UnderWay, most);
        _notice.Stopping();
        var closing = _parts.Intake.CloseAsync(most, _parts.Time, hurry);
        _parts.Connections.EndAll();
        await closing;
        log.Drained(_parts.Intake.UnderWay);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_parts.Intake.IsClosed)
        {
            await DrainAsync(CancellationToken.None);
        }

        // Doors first, then what stands behind them: what was taken in is finished, and its outcome is on record.
        await _reload.DisposeAsync();
        using (var soon = new CancellationTokenSource(DoorsClose, _parts.Time))
        {
            await _app.StopAsync(soon.Token);
        }

        await _taps.DisposeAsync();
        await _minutes.DisposeAsync();
        await _traces.DisposeAsync();
        await _seals.DisposeAsync();
        await _app.DisposeAsync();
        await _parts.DisposeAsync();
        await _notice.DisposeAsync();
    }
}

/// <summary>What a daemon is started with.</summary>
/// <param name="Disk">What the ledger writes to: the world's, or in tests one that fails.</param>
internal sealed record DaemonStart(string ConfigFile, IDictionary Environment, TimeProvider Time, LedgerDisk Disk)
{
    /// <summary>Which warnings of the start whoever starts it knows of, and tells in words of its own.</summary>
    internal Func<Fault, bool> IsKnown { get; init; } = static _ => false;
}
