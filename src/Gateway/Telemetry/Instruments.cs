using System.Diagnostics.Metrics;
using Gateway.Closing;
using Gateway.Observing;
using Gateway.Policies;
using Gateway.Rooms;

namespace Gateway.Telemetry;

/// <summary>
/// What the daemon writes its metrics with. One meter for each daemon; the page of /metrics and the OTLP export read
/// it. Per transfer: some adds and records, no allocation.
/// </summary>
internal sealed class Instruments : IDisposable
{
    internal const string SourceName = "Gateway";

    private static readonly Leg[] Legs = [Leg.Request, Leg.Response];

    private readonly Counter<long> _transfers;
    private readonly Histogram<double> _transferSeconds;
    private readonly Histogram<double> _roomSeconds;
    private readonly Counter<long> _bodyBytes;
    private readonly Counter<long> _strangers;
    private readonly Counter<long> _observed;
    private readonly Counter<long> _observedFindings;
    private readonly Histogram<double> _ledgerBatch;
    private readonly Histogram<double> _ledgerFlush;
    private readonly Counter<long> _reloads;
    private readonly Counter<long> _exportFailures;
    private readonly Counter<long> _tapEvents;
    private readonly Counter<long> _tapFailures;

    internal Instruments()
    {
        _transfers = Counter(Metrics.Transfers);
        _transferSeconds = Histogram(Metrics.TransferSeconds);
        _roomSeconds = Histogram(Metrics.RoomSeconds);
        _bodyBytes = Counter(Metrics.BodyBytes);
        _strangers = Counter(Metrics.Strangers);
        _observed = Counter(Metrics.Observed);
        _observedFindings = Counter(Metrics.ObservedFindings);
        _ledgerBatch = Histogram(Metrics.LedgerBatch);
        _ledgerFlush = Histogram(Metrics.LedgerFlushSeconds);
        _reloads = Counter(Metrics.Reloads);
        _exportFailures = Counter(Metrics.ExportFailures);
        _tapEvents = Counter(Metrics.TapEvents);
        _tapFailures = Counter(Metrics.TapFailures);
    }

    internal Meter Meter { get; } = new(SourceName, Software.Version);

    /// <summary>How one transfer ended. Its clock stands still by now.</summary>
    internal void Closed(TransferFacts facts, Receipt receipt, in TransferClock clock, in BodyBytes bytes)
    {
        var route = facts.Route?.ToString() ?? "";
        var leg = receipt.Code.Length > 0 && facts.Leg is { } where ? where.Wire() : "";
        _transfers.Add(
            1, [Tag("route", route), Tag("leg", leg), Tag("decision", receipt.Ending), Tag("code", receipt.Code)]);
        _transferSeconds.Record(clock.Whole.TotalSeconds, Tag("route", route));
        if (facts.Party is null)
        {
            _strangers.Add(1, Tag("code", receipt.Code));
        }

        for (var i = 0; i < clock.Count; i++)
        {
            var visit = clock[i];
            _roomSeconds.Record(visit.Took.TotalSeconds, Tag("room", visit.Room.Wire()));
        }

        foreach (var each in Legs)
        {
            AddBytes(route, each, "read", bytes.Read(each));
            AddBytes(route, each, "released", bytes.Released(each));
        }
    }

    /// <summary>What was turned away before there was a request, or at the operators' door.</summary>
    internal void TurnedAway(RefusalCode code) => _strangers.Add(1, Tag("code", code.Wire));

    /// <summary>What would have become of one mirrored copy.</summary>
    internal void Observed(string route, Observation observation)
    {
        _observed.Add(
            1, [Tag("route", route), Tag("decision", observation.Decision), Tag("code", observation.Code)]);
        foreach (var (kind, count) in observation.Findings)
        {
            _observedFindings.Add(count, Tag("route", route), Tag("kind", kind.Name));
        }
    }

    internal void Flushed(int entries, TimeSpan took)
    {
        _ledgerBatch.Record(entries);
        _ledgerFlush.Record(took.TotalSeconds);
    }

    /// <summary>Shows every outcome at nought: an alarm on growth would not see a series begin at one.</summary>
    internal void ExpectReloads() =>
        ReloadOutcomes.All.ToList().ForEach(outcome => _reloads.Add(0, Tag("outcome", outcome)));

    internal void Reloaded(string outcome) => _reloads.Add(1, Tag("outcome", outcome));

    internal void ExportFailed() => _exportFailures.Add(1);

    internal void TapSent(string tap, int events) => _tapEvents.Add(events, Tag("tap", tap));

    internal void TapFailed(string tap) => _tapFailures.Add(1, Tag("tap", tap));

    public void Dispose() => Meter.Dispose();

    private void AddBytes(string route, Leg leg, string side, long bytes)
    {
        if (bytes > 0)
        {
            _bodyBytes.Add(bytes, Tag("route", route), Tag("leg", leg.Wire()), Tag("side", side));
        }
    }

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);

    private Counter<long> Counter(MetricDefinition metric) =>
        Meter.CreateCounter<long>(metric.Name, metric.Unit, metric.Help);

    private Histogram<double> Histogram(MetricDefinition metric) => Meter.CreateHistogram(
        metric.Name,
        metric.Unit,
        metric.Help,
        tags: null,
        new InstrumentAdvice<double> { HistogramBucketBoundaries = metric.Bounds });
}
