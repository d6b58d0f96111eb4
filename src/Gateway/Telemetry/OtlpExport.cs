using Gateway.Settings;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Gateway.Telemetry;

/// <summary>
/// Traces and metrics to an OTLP collector, only where one is set. The SDK is put together by hand and told everything
/// it would otherwise take from OTEL_* variables: nothing but gateway.json says where telemetry goes.
/// </summary>
internal sealed class OtlpExport : IDisposable
{
    private const int ExportTimeout = 10_000;

    // Series that the SDK keeps room for, of a metric whose labels come from the bundle; it takes the room at once.
    private const int Series = 1000;
    private const int FewSeries = 20;

    private readonly MeterProvider _metrics;
    private readonly TracerProvider? _traces;

    private OtlpExport(MeterProvider metrics, TracerProvider? traces)
    {
        _metrics = metrics;
        _traces = traces;
    }

    /// <param name="instance">Names this daemon among its like: the ledger's origin, which no other has.</param>
    internal static OtlpExport Start(
        TelemetrySettings settings, OtlpSettings otlp, string instance, CollectorWatch watch)
    {
        var resource = ResourceBuilder.CreateEmpty().AddService(
            settings.ServiceName, null, Software.Version, autoGenerateServiceInstanceId: false, instance);
        var interval = (int)otlp.Interval.TotalMilliseconds;
        var metrics = Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(resource)
            .AddMeter(Instruments.SourceName)
            .AddView(instrument => new MetricStreamConfiguration { CardinalityLimit = Room(instrument.Name) })
            .AddReader(new PeriodicExportingMetricReader(
                new OtlpMetricExporter(Options(otlp, "v1/metrics", watch)), interval, ExportTimeout))
            .Build();
        return new OtlpExport(metrics, settings.TraceRatio > 0 ? StartTraces(resource, otlp, interval, watch) : null);
    }

    public void Dispose()
    {
        _traces?.Dispose();
        _metrics.Dispose();
    }

    private static int Room(string metric) =>
        Metrics.All.Single(known => known.Name == metric).Labels.Any(Metrics.IsOpen) ? Series : FewSeries;

    // Which transfers are traced is decided before there is a span (TransferTrace).
    private static TracerProvider StartTraces(
        ResourceBuilder resource, OtlpSettings otlp, int interval, CollectorWatch watch) =>
        Sdk.CreateTracerProviderBuilder()
            .SetResourceBuilder(resource)
            .AddSource(Instruments.SourceName)
            .SetSampler(new AlwaysOnSampler())
            .AddProcessor(new BatchActivityExportProcessor(
                new OtlpTraceExporter(Options(otlp, "v1/traces", watch)), 2048, interval, ExportTimeout, 512))
            .Build();

    private static OtlpExporterOptions Options(OtlpSettings otlp, string path, CollectorWatch watch)
    {
        var root = otlp.Endpoint.AbsoluteUri.TrimEnd('/') + "/";
        var isGrpc = otlp.Protocol == OtlpProtocol.Grpc;
        return new OtlpExporterOptions
        {
            Protocol = isGrpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf,
            Endpoint = new Uri(isGrpc ? root : root + path),
            Headers = "",
            TimeoutMilliseconds = ExportTimeout,
            HttpClientFactory = () => CollectorClient.Create(otlp, watch),
        };
    }
}
