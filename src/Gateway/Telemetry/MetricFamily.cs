using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace Gateway.Telemetry;

/// <summary>
/// All series of one metric, as /metrics shows them. Written by every transfer at once, without a lock and without
/// allocation once a series is there; read while they are written.
/// </summary>
internal sealed class MetricFamily(MetricDefinition metric)
{
    private readonly ConcurrentDictionary<LabelValues, Series> _series = new();

    internal string Name => metric.Name;

    internal void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> labels)
    {
        var key = LabelValues.Of(labels);
        if (!_series.TryGetValue(key, out var series))
        {
            series = _series.GetOrAdd(key, static (_, bounds) => new Series(bounds), metric.Bounds);
        }

        if (metric.Kind is MetricKind.Gauge or MetricKind.Total)
        {
            series.Set(value);
        }
        else
        {
            series.Add(value);
        }
    }

    /// <summary>Before a gauge is asked again: what is gone must not stand there for ever.</summary>
    internal void Forget()
    {
        if (metric.Kind is MetricKind.Gauge or MetricKind.Total)
        {
            _series.Clear();
        }
    }

    //
    //  Prometheus text exposition format 0.0.4: HELP and TYPE, then one line for each series, histograms with
    //  cumulative buckets, their sum and their count.
    //
    internal void WriteTo(StringBuilder text)
    {
        var name = metric.Name;
        text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {metric.Help}\n# TYPE {name} {TypeName}\n");
        foreach (var (values, series) in _series.OrderBy(pair => pair.Key.ToString(), StringComparer.Ordinal))
        {
            var labels = values.Render(metric.Labels);
            if (metric.Kind == MetricKind.Histogram)
            {
                WriteHistogram(text, labels, series);
            }
            else
            {
                Line(text, name, labels, series.Value);
            }
        }
    }

    private string TypeName => metric.Kind switch
    {
        MetricKind.Gauge => "gauge",
        MetricKind.Histogram => "histogram",
        _ => "counter",
    };

    private void WriteHistogram(StringBuilder text, string labels, Series series)
    {
        var sum = series.Value;
        var counts = series.Buckets();
        var cumulative = 0L;
        for (var i = 0; i < counts.Length; i++)
        {
            cumulative += counts[i];
            var bound = i < metric.Bounds.Length ? Number(metric.Bounds[i]) : "+Inf";
            var separator = labels.Length > 0 ? "," : "";
            Line(text, $"{metric.Name}_bucket", $"{labels}{separator}le=\"{bound}\"", cumulative);
        }

        Line(text, $"{metric.Name}_sum", labels, sum);
        Line(text, $"{metric.Name}_count", labels, cumulative);
    }

    private static void Line(StringBuilder text, string name, string labels, double value)
    {
        text.Append(name).Append(labels.Length > 0 ? $"{{{labels}}}" : "");
        text.Append(' ').Append(Number(value)).Append('\n');
    }

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>One time series: its value, or a histogram's sum and buckets.</summary>
    private sealed class Series(double[] bounds)
    {
        // One more than there are bounds: what is above the last. Empty where there are no bounds.
        private readonly long[] _buckets = bounds.Length > 0 ? new long[bounds.Length + 1] : [];
        private double _value;

        internal double Value => Volatile.Read(ref _value);

        internal void Set(double value) => Volatile.Write(ref _value, value);

        internal void Add(double value)
        {
            if (_buckets.Length > 0)
            {
                Interlocked.Increment(ref _buckets[BucketOf(value)]);
            }

            double seen;
            do
            {
                seen = Volatile.Read(ref _value);
            }
            while (Interlocked.CompareExchange(ref _value, seen + value, seen) != seen);
        }

        internal long[] Buckets() => [.. _buckets.Select((_, index) => Interlocked.Read(ref _buckets[index]))];

        private int BucketOf(double value)
        {
            var bucket = 0;
            while (bucket < bounds.Length && value > bounds[bucket])
            {
                bucket++;
            }

            return bucket;
        }
    }
}
