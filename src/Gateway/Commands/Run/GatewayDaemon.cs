using System.Collections;
using System.Net.Sockets;
using Gateway.Ledger;
using Gateway.Listening;
using Gateway.Policies;
using Gateway.Settings;

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
    private readonly ServiceNotice _notice;

    private GatewayDaemon(
        DaemonParts parts, WebApplication app, SnapshotReload reload, MinuteEntries minutes, ServiceNotice notice)
    {
        _parts = parts;
        _app = app;
        _reload = reload;
        _minutes = minutes;
        _notice = notice;
    }

    /// <summary>
    /// The addresses that are really bound, by listener name; a port of 0 in the settings is resolved here.
    /// </summary>
    internal IReadOnlyDictionary<string, System.Net.IPEndPoint> Addresses => _parts.Addresses;

    /// <summary>Completes when the ledger can no longer be trusted to record: stop within the grace time.</summary>
    internal Task LedgerFailed => _parts.Ledger.Failed;

    /// <summary>Transfers that are under way.</summary>
    internal int UnderWay => _parts.Intake.UnderWay;

    internal TimeSpan StopGrace => _parts.Foundation.Settings.Ledger.StopGrace;

    /// <summary>
    /// Reads everything, recovers the ledger, opens the doors; in this order, so that no door opens onto nothing.
    /// </summary>
    /// <returns>Null with all faults gathered when something stands in the way.</returns>
    /// <exception cref="LedgerStopException">The ledger's state is not known, or another daemon holds it.</exception>
    internal static async Task<GatewayDaemon?> StartAsync(
        string configFile,
        IDictionary environment,
        TimeProvider time,
        List<Fault> faults,
        CancellationToken cancellationToken)
    {
        // Once without the ledger's memory, so that a wrong file is told before a ledger is made.
        if (Foundation.Read(configFile, environment, AcceptedState.None, time, faults) is not { } first)
        {
            return null;
        }

        var parts = await DaemonParts.OpenAsync(configFile, environment, first, time, faults, cancellationToken);
        if (parts is null)
        {
            return null;
        }

        var app = DoorServer.Build(
            parts.Foundation.Settings,
            new Doorway(parts.Rejected, parts.Connections, parts.Doors),
            parts.AddTo,
            parts.Log);
        app.Run(app.Services.GetRequiredService<TransferEdge>().HandleAsync);
        if (!await TryOpenDoorsAsync(app, faults, cancellationToken))
        {
            await app.DisposeAsync();
            await parts.DisposeAsync();
            return null;
        }

        parts.ResolveAddresses(app);
        var log = parts.Log.CreateLogger<GatewayDaemon>();
        parts.Announce(log);
        var notice = ServiceNotice.From(environment, time);
        var reload = new SnapshotReload(parts, notice, log);
        parts.Reload = reload.LookForOperatorAsync;
        var daemon = new GatewayDaemon(parts, app, reload, new MinuteEntries(parts), notice);
        notice.Ready();
        return daemon;
    }

    // An address in use, or a socket that may not stand where it should, is a fault of the settings, told as one.
    private static async Task<bool> TryOpenDoorsAsync(
        WebApplication app, List<Fault> faults, CancellationToken cancellationToken)
    {
        try
        {
            await app.StartAsync(cancellationToken);
            return true;
        }
        catch (SettingsFileException e)
        {
            faults.Add(new Fault(Path.GetFileName(e.File), 0, 0, "Listeners", "listener.socket", e.Reason));
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            faults.Add(new Fault("Listeners", 0, 0, "Listeners", "listener.address", e.Message));
        }

        return false;
    }

    /// <summary>Says why callers get 503 from now on.</summary>
    internal void SayLedgerStopped() => _parts.Log.CreateLogger<GatewayDaemon>().LedgerStopped(
        _parts.Ledger.FailureReason?.GetType().Name ?? "unknown", StopGrace);

    /// <summary>Looks at the files now; the same as SIGHUP.</summary>
    internal Task ReloadAsync() => _reload.LookAsync();

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

        await _minutes.DisposeAsync();
        await _app.DisposeAsync();
        await _parts.DisposeAsync();
        await _notice.DisposeAsync();
    }
}
