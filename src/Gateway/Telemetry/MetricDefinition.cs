namespace Gateway.Telemetry;

/// <summary>What a metric is. A gauge and a total are asked for when somebody looks; the others are written.</summary>
internal enum MetricKind
{
    Counter,
    Total,
    Gauge,
    Histogram,
}

/// <summary>
/// One metric: its name in Prometheus and in OTLP, and the labels it may have. Label values are ids that the bundle,
/// the trust lists or gateway.json declare, codes of closed lists, and nothing a stranger sends.
/// </summary>
/// <param name="Unit">UCUM, for OTLP.</param>
/// <param name="Bounds">Upper bounds of a histogram's buckets; empty for the other kinds.</param>
internal sealed record MetricDefinition(
    string Name, MetricKind Kind, string Unit, string Help, IReadOnlyList<string> Labels, double[] Bounds)
{
    internal static MetricDefinition Counter(string name, string unit, string help, params string[] labels) =>
        new(name, MetricKind.Counter, unit, help, labels, []);

    internal static MetricDefinition Total(string name, string unit, string help, params string[] labels) =>
        new(name, MetricKind.Total, unit, help, labels, []);

    internal static MetricDefinition Gauge(string name, string unit, string help, params string[] labels) =>
        new(name, MetricKind.Gauge, unit, help, labels, []);

    internal static MetricDefinition Histogram(
        string name, string unit, string help, double[] bounds, params string[] labels) =>
        new(name, MetricKind.Histogram, unit, help, labels, bounds);
}
