using Gateway.Telemetry;
using Gateway.Tests.Conventions;

namespace Gateway.Tests.Docs;

/// <summary>docs/metrics.md is what alarms are made from: it may not lag behind the code.</summary>
public sealed class MetricsDocTests
{
    [Fact]
    public void Every_metric_stands_on_the_page_with_its_type_and_labels()
    {
        var expected = Metrics.All.Select(metric => $"`{metric.Name}` {TypeOf(metric)} {LabelsOf(metric)}");

        Assert.Equal(expected, Rows().Select(cells => $"{cells[0]} {cells[1]} {cells[2]}"));
    }

    [Fact]
    public void Every_metric_says_which_alarm_to_set() => Assert.All(Rows(), cells => Assert.NotEmpty(cells[3]));

    [Fact]
    public void Every_declared_metric_is_in_the_list_once()
    {
        var declared = typeof(Metrics).GetProperties(System.Reflection.BindingFlags.Static | System.Reflection.BindingFlags.NonPublic)
            .Where(property => property.PropertyType == typeof(MetricDefinition))
            .Select(property => ((MetricDefinition)property.GetValue(null)!).Name)
            .Order(StringComparer.Ordinal);

        Assert.Equal(declared, Metrics.All.Select(metric => metric.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void No_metric_has_more_labels_than_a_series_can_tell_apart() =>
        Assert.All(Metrics.All, metric => Assert.InRange(metric.Labels.Count, 0, LabelValues.Most));

    private static string TypeOf(MetricDefinition metric) => metric.Kind switch
    {
        MetricKind.Gauge => "gauge",
        MetricKind.Histogram => "histogram",
        _ => "counter",
    };

    private static string LabelsOf(MetricDefinition metric) =>
        metric.Labels.Count == 0 ? "–" : string.Join(", ", metric.Labels.Select(label => $"`{label}`"));

    private static List<string[]> Rows() =>
    [
        .. File.ReadLines(Path.Combine(SourceTree.Root, "docs", "metrics.md"))
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries)),
    ];
}
