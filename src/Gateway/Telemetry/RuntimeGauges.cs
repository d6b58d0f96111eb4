using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Gateway.Telemetry;

/// <summary>What the process itself takes: memory, processor, collector, threads, files.</summary>
internal static class RuntimeGauges
{
    private const string OwnFiles = "/proc/self/fd";

    private static readonly DateTimeOffset Started = StartOfProcess();

    internal static void Observe(Meter meter)
    {
        meter.Gauge(Metrics.ResidentMemory, () => Environment.WorkingSet);
        meter.Total(Metrics.CpuSeconds, () => Environment.CpuUsage.TotalTime.TotalSeconds);
        meter.Gauge(Metrics.StartTime, () => Started.ToUnixTimeMilliseconds() / 1000d);
        meter.Gauge(Metrics.OpenFiles, () => Directory.EnumerateFileSystemEntries(OwnFiles).Count());
        meter.Gauge(Metrics.HeapBytes, () => GC.GetTotalMemory(forceFullCollection: false));
        meter.Total(Metrics.PauseSeconds, () => GC.GetTotalPauseDuration().TotalSeconds);
        meter.Gauge(Metrics.Threads, () => ThreadPool.ThreadCount);
        meter.Gauge(Metrics.Queue, () => ThreadPool.PendingWorkItemCount);
        meter.CreateObservableCounter(
            Metrics.Collections.Name, Collections, Metrics.Collections.Unit, Metrics.Collections.Help);
    }

    private static IEnumerable<Measurement<double>> Collections()
    {
        for (var generation = 0; generation <= GC.MaxGeneration; generation++)
        {
            // A collection of a generation takes the younger ones with it: each is counted once, where it belongs.
            var own = GC.CollectionCount(generation)
                - (generation < GC.MaxGeneration ? GC.CollectionCount(generation + 1) : 0);
            yield return new Measurement<double>(
                own, new KeyValuePair<string, object?>("generation", $"gen{generation}"));
        }
    }

    private static DateTimeOffset StartOfProcess()
    {
        using var own = Process.GetCurrentProcess();
        return new DateTimeOffset(own.StartTime);
    }
}

/// <summary>Metrics that are asked for when somebody looks.</summary>
internal static class ObservedMetrics
{
    internal static void Gauge(this Meter meter, MetricDefinition metric, Func<double> ask) =>
        meter.CreateObservableGauge(metric.Name, ask, metric.Unit, metric.Help);

    internal static void Gauge(this Meter meter, MetricDefinition metric, Func<IEnumerable<Measurement<double>>> ask) =>
        meter.CreateObservableGauge(metric.Name, ask, metric.Unit, metric.Help);

    internal static void Total(this Meter meter, MetricDefinition metric, Func<double> ask) =>
        meter.CreateObservableCounter(metric.Name, ask, metric.Unit, metric.Help);
}
