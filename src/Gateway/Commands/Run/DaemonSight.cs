using Gateway.Listening;
using Gateway.Permit;
using Gateway.Reading;
using Gateway.Settings;
using Gateway.Telemetry;

namespace Gateway.Commands.Run;

/// <summary>
/// What the daemon shows of itself: its instruments, /metrics, traces, and the export to a collector where one is set.
/// </summary>
internal sealed class DaemonSight : IDisposable
{
    private readonly TransferTrace _trace;
    private readonly OtlpExport? _export;

    internal DaemonSight(GatewaySettings settings, ILoggerFactory log)
    {
        Page = new MetricsPage(Instruments.Meter);
        _trace = new TransferTrace(settings.Telemetry.TraceRatio);
        if (settings.Telemetry.Otlp is { } otlp)
        {
            var watch = new CollectorWatch(Instruments, log.CreateLogger<CollectorWatch>());
            _export = OtlpExport.Start(settings.Telemetry, otlp, settings.Ledger.Origin, watch);
        }
    }

    internal Instruments Instruments { get; } = new();

    internal MetricsPage Page { get; }

    internal TransferReport Report(ILogger<TransferEdge> log) => new(Instruments, _trace, log);

    /// <summary>Ties the metrics to what they measure.</summary>
    internal void Watch(DaemonParts parts, Readiness readiness, MemoryBudget budget)
    {
        var meter = Instruments.Meter;
        parts.Ledger.Vitals.Flushed += Instruments.Flushed;
        parts.Rejected.TurnedAway += Instruments.TurnedAway;
        DaemonGauges.Observe(meter, readiness, () => parts.Snapshots.Current, () => parts.Expiries.Current, parts.Time);
        DaemonGauges.Observe(meter, parts.Ledger);
        DaemonGauges.Observe(meter, budget, parts.Doors);
        DaemonGauges.Observe(meter, () => parts.Taps, parts.Time);
        RuntimeGauges.Observe(meter);
    }

    public void Dispose()
    {
        // The export first: it sends what is left.
        _export?.Dispose();
        Page.Dispose();
        _trace.Dispose();
        Instruments.Dispose();
    }
}
