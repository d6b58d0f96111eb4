using System.Collections;
using Gateway.Ledger;
using Gateway.Listening;
using Gateway.Policies;

namespace Gateway.Commands.Run;

/// <summary>
/// The daemon as one object: opened from gateway.json, it listens until it is disposed. <c>run</c> and <c>demo</c> use
/// this same class, so what the demo shows is what an operator runs.
/// </summary>
internal sealed class GatewayDaemon : IAsyncDisposable
{
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

        var app = DoorServer.Build(parts.Foundation.Settings, parts.Rejected, parts.AddTo, parts.Log);
        app.Run(app.Services.GetRequiredService<TransferEdge>().HandleAsync);
        await app.StartAsync(cancellationToken);
        parts.ResolveAddresses(app);
        var log = parts.Log.CreateLogger<GatewayDaemon>();
        parts.Announce(log);
        var notice = ServiceNotice.From(environment, time);
        var daemon = new GatewayDaemon(
            parts, app, new SnapshotReload(parts, notice, log), new MinuteEntries(parts), notice);
        notice.Ready();
        return daemon;
    }

    /// <summary>Says why callers get 503 from now on.</summary>
    internal void SayLedgerStopped() => _parts.Log.CreateLogger<GatewayDaemon>().LedgerStopped(
        _parts.Ledger.FailureReason?.GetType().Name ?? "unknown", StopGrace);

    /// <summary>Looks at the files now; the same as SIGHUP.</summary>
    internal Task ReloadAsync() => _reload.LookAsync();

    public async ValueTask DisposeAsync()
    {
        _notice.Stopping();
        // Doors first, then what stands behind them: what was taken in is finished, and its outcome is on record.
        await _reload.DisposeAsync();
        await _app.StopAsync();
        await _minutes.DisposeAsync();
        await _app.DisposeAsync();
        await _parts.DisposeAsync();
        await _notice.DisposeAsync();
    }
}
