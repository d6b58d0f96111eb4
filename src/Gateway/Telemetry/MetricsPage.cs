using System.Diagnostics.Metrics;
using System.Text;

namespace Gateway.Telemetry;

/// <summary>
/// GET /metrics: what the daemon's own meter measured, in the Prometheus text format. A few lines over MeterListener,
/// because no exporter package can be had (docs/decisions/0022).
/// </summary>
internal sealed class MetricsPage : IDisposable
{
    internal const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly MeterListener _listener = new();
    private readonly Dictionary<string, MetricFamily> _families;

    // One reader at a time: gauges are forgotten and asked again.
    private readonly Lock _turn = new();

    /// <summary>
    /// Listens to one meter, not to every one of this name: another daemon of the process has its own.
    /// </summary>
    internal MetricsPage(Meter meter)
    {
        _families = Metrics.All.ToDictionary(metric => metric.Name, metric => new MetricFamily(metric));
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter, meter))
            {
                listener.EnableMeasurementEvents(instrument, _families[instrument.Name]);
            }
        };
        _listener.SetMeasurementEventCallback<long>(
            static (_, value, labels, family) => ((MetricFamily)family!).Record(value, labels));
        _listener.SetMeasurementEventCallback<double>(
            static (_, value, labels, family) => ((MetricFamily)family!).Record(value, labels));
        _listener.Start();
    }

    internal string Write()
    {
        var text = new StringBuilder(16 * 1024);
        lock (_turn)
        {
            foreach (var family in _families.Values)
            {
                family.Forget();
            }

            _listener.RecordObservableInstruments();
            foreach (var metric in Metrics.All)
            {
                _families[metric.Name].WriteTo(text);
            }
        }

        return text.ToString();
    }

    public void Dispose() => _listener.Dispose();
}
