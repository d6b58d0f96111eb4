using System.Collections;
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
    private readonly DaemonParts _parts;
    private readonly WebApplication _app;
    private readonly SnapshotReload _reload;
    private readonly MinuteEntries _minutes;

    private GatewayDaemon(DaemonParts parts, WebApplication app, SnapshotReload reload, MinuteEntries minutes)
    {
        _parts = parts;
        _app = app;
        _reload = reload;
        _minutes = minutes;
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
            parts.Foundation.Settings, parts.Snapshots, parts.Rejected, parts.AddTo, parts.Log);
        app.Run(app.Services.GetRequiredService<TransferEdge>().HandleAsync);
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (IOException e)
        {
            // Another process has the port, as a rule. The message names the address.
            faults.Add(parts.Foundation.Places.Of("Listeners").Fault("settings.bind", e.Message));
            await app.DisposeAsync();
            await parts.DisposeAsync();
            return null;
        }

        parts.ResolveAddresses(app);
        var log = parts.Log.CreateLogger<GatewayDaemon>();
        parts.Announce(log);
        return new GatewayDaemon(parts, app, new SnapshotReload(parts, start, log), new MinuteEntries(parts));
    }

    /// <summary>Says why callers get 503 from now on.</summary>
    internal void SayLedgerStopped() => _parts.Log.CreateLogger<GatewayDaemon>().LedgerStopped(
        _parts.Ledger.FailureReason?.GetType().Name ?? "unknown", StopGrace);

    /// <summary>Reads the files now, as on SIGHUP: what was taken, and what was refused and why.</summary>
    /// <exception cref="LedgerUnavailableException">Nothing could be recorded, so nothing was taken.</exception>
    internal Task<ReloadReport> ReloadAsync() => _reload.LookAsync();

    public async ValueTask DisposeAsync()
    {
        // Doors first, then what stands behind them: what was taken in is finished, and its outcome is on record.
        await _reload.DisposeAsync();
        await _app.StopAsync();
        await _minutes.DisposeAsync();
        await _app.DisposeAsync();
        await _parts.DisposeAsync();
    }
}

/// <summary>What a daemon is started with.</summary>
/// <param name="Disk">What the ledger writes to: the world's, or in tests one that fails.</param>
internal sealed record DaemonStart(string ConfigFile, IDictionary Environment, TimeProvider Time, LedgerDisk Disk);
