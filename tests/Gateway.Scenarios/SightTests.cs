using System.Net;
using System.Text;
using Gateway.Rooms;
using Gateway.Scenarios.Fakes;

namespace Gateway.Scenarios;

/// <summary>What an operator sees of transfers: metrics on the probe, traces and metrics at a collector.</summary>
public sealed class SightTests
{
    [Fact]
    public async Task Every_room_is_timed_and_every_end_is_counted()
    {
        await using var boundary = await Boundary.OpenAsync();
        await boundary.North().PushAsync();
        await boundary.North().PushAsync("""{"customers":[{"grade":[]}]}""");

        const string Crossed = "gateway_transfers_total{route=\"push\",leg=\"\",decision=\"crossed\",code=\"\"} 1\n";
        const string Refused =
            "gateway_transfers_total{route=\"push\",leg=\"request\",decision=\"refused\",code=\"field.shape\"} 1\n";
        var page = await boundary.MetricsAsync(text => Has(text, Crossed) && Has(text, Refused));
        Assert.All(Enum.GetValues<Room>(), room => Assert.Contains(
            $"gateway_room_seconds_count{{room=\"{room.Wire()}\"}}", page, StringComparison.Ordinal));
        Assert.Contains("gateway_transfer_seconds_count{route=\"push\"} 2\n", page, StringComparison.Ordinal);
        Assert.Contains("gateway_body_bytes_total{route=\"push\",leg=\"response\",side=\"released\"}", page, StringComparison.Ordinal);
        Assert.Contains("gateway_up 1\n", page, StringComparison.Ordinal);
        Assert.Contains("gateway_ready{reason=\"\"} 1\n", page, StringComparison.Ordinal);
        Assert.Contains("gateway_policy_version 7\n", page, StringComparison.Ordinal);
        Assert.Contains("gateway_connections{listener=\"probe\"} 1\n", page, StringComparison.Ordinal);
        Assert.DoesNotContain("gateway_strangers_refused_total{", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Strangers_make_no_label()
    {
        await using var boundary = await Boundary.OpenAsync();
        for (var i = 0; i < 15; i++)
        {
            await boundary.Client("north", null).PushAsync(path: $"/stranger/{i}");
            await boundary.North().PushAsync(path: $"/nowhere/{i}");
        }

        var page = await boundary.MetricsAsync(text => Has(text, "gateway_transfer_seconds_count{route=\"\"} 30\n"));
        Assert.DoesNotContain("stranger/", page, StringComparison.Ordinal);
        Assert.DoesNotContain("nowhere", page, StringComparison.Ordinal);
        Assert.Contains("gateway_strangers_refused_total{code=\"certificate.absent\"} 15\n", page, StringComparison.Ordinal);
        Assert.Equal(
            ["{route=\"\",leg=\"\",decision=\"refused\",code=\"certificate.absent\"} 15", "{route=\"\",leg=\"\",decision=\"refused\",code=\"route.unknown\"} 15"],
            page.Split('\n').Where(line => line.StartsWith("gateway_transfers_total{", StringComparison.Ordinal))
                .Select(line => line["gateway_transfers_total".Length..]));
    }

    [Fact]
    public async Task The_stop_switch_takes_readiness_away_and_gives_it_back()
    {
        await using var boundary = await Boundary.OpenAsync();
        var stop = Path.Combine(boundary.State, "stop");
        await File.WriteAllTextAsync(stop, "", TestContext.Current.CancellationToken);
        var stopped = await boundary.ProbeAsync("/readyz");
        File.Delete(stop);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "stopped\n"), (stopped.Status, stopped.Text));
        Assert.Equal("ready\n", (await boundary.ProbeAsync("/readyz")).Text);
        Assert.Equal("ok\n", (await boundary.ProbeAsync("/healthz")).Text);
    }

    [Theory]
    [InlineData("http/protobuf", "/v1/traces", "/v1/metrics")]
    [InlineData(
        "grpc",
        "/opentelemetry.proto.collector.trace.v1.TraceService/Export",
        "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export")]
    public async Task A_trace_is_named_as_its_transfer_and_tells_rooms_route_category_and_parties(
        string protocol, string traces, string metrics)
    {
        await using var collector = await Collector.StartAsync();
        await using var boundary = await Boundary.OpenAsync(settings: Sent(
            protocol == "grpc" ? collector.Grpc : collector.Http, ("Telemetry__Otlp__Protocol", protocol), ("Log__Format", "json")));
        var answer = await boundary.North().PushAsync();

        var id = Guid.Parse(answer.TransferId);
        var name = Encoding.Latin1.GetString(id.ToByteArray(bigEndian: true));
        var text = await Eventually.TrueAsync(
            () => collector.Text is var all && Has(all, name) && Has(all, "gateway_room_seconds")
                && collector.Paths.Contains(metrics) ? all : null);
        Assert.Contains(traces, collector.Paths);
        Assert.All(
            ["transfer", "push", "T.file", "T.ack", "bank-gz", "bank-hk", "N2S", "S2N", "crossed", "service.name", "gateway_room_seconds"],
            word => Assert.Contains(word, text, StringComparison.Ordinal));
        Assert.All(Enum.GetValues<Room>(), room => Assert.Contains(room.Wire(), text, StringComparison.Ordinal));
        await Eventually.TrueAsync(() => Has(LogCapture.Instance.Text, $"\"traceId\":\"{id:N}\"") ? this : null);
    }

    [Fact]
    public async Task A_collector_is_believed_only_under_the_authority_the_operator_named()
    {
        await using var collector = await Collector.StartAsync(DevAssets.Certificate("bank-hk.server"));
        var authority = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        await File.WriteAllTextAsync(
            authority,
            File.ReadAllText(DevAssets.Pki.Authority("hk-root")) + File.ReadAllText(DevAssets.Pki.Authority("hk-issuing")),
            TestContext.Current.CancellationToken);
        await using (var boundary = await Boundary.OpenAsync(settings: Sent(collector.Https)))
        {
            // The system does not know this authority.
            await boundary.MetricsAsync(text => Has(text, "gateway_telemetry_export_failures_total ") && !Has(text, "failures_total 0\n"));
            Assert.Empty(collector.Paths);
        }

        await using var believing = await Boundary.OpenAsync(
            settings: Sent(collector.Https, ("Telemetry__Otlp__Authority", authority)));
        await Eventually.TrueAsync(() => collector.Paths.Contains("/v1/metrics") ? this : null);
        File.Delete(authority);
    }

    [Fact]
    public async Task A_collector_that_is_gone_stops_nothing()
    {
        var collector = await Collector.StartAsync();
        await collector.DisposeAsync();
        await using var boundary = await Boundary.OpenAsync(settings: Sent(collector.Http));

        Assert.Equal(HttpStatusCode.OK, (await boundary.North().PushAsync()).Status);
        await boundary.MetricsAsync(text => Has(text, "gateway_telemetry_export_failures_total "));
        await Eventually.TrueAsync(() => Has(LogCapture.Instance.Text, "TelemetryLost") ? this : null);
        Assert.Equal("ready\n", (await boundary.ProbeAsync("/readyz")).Text);
    }

    private static Dictionary<string, string> Sent(string endpoint, params (string Key, string Value)[] more) =>
        new Dictionary<string, string>
        {
            ["Telemetry__Otlp__Endpoint"] = endpoint,
            ["Telemetry__Otlp__Interval"] = "00:00:01",
            ["Telemetry__TraceRatio"] = "1",
        }.Concat(more.Select(pair => KeyValuePair.Create(pair.Key, pair.Value))).ToDictionary();

    private static bool Has(string text, string part) => text.Contains(part, StringComparison.Ordinal);
}
