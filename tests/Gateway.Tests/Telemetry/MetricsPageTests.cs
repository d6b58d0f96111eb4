using System.Diagnostics.Metrics;
using Gateway.Closing;
using Gateway.Listening;
using Gateway.Policies;
using Gateway.Policies.Parties;
using Gateway.Policies.Routes;
using Gateway.Rooms;
using Gateway.Telemetry;

namespace Gateway.Tests.Telemetry;

/// <summary>/metrics: the text a Prometheus reads. That others can read it is shown in tests/interop.</summary>
public sealed class MetricsPageTests
{
    [Fact]
    public void A_transfer_is_counted_by_how_it_ended()
    {
        using var instruments = new Instruments();
        using var page = new MetricsPage(instruments.Meter);
        Close(instruments, "cdd-push", Receipt.Crossed, "");
        Close(instruments, "cdd-push", Receipt.Crossed, "");
        Close(instruments, "cdd-push", Receipt.Refused, "screen.finding");

        var lines = page.Write().Split('\n');
        Assert.Contains("gateway_transfers_total{route=\"cdd-push\",leg=\"\",decision=\"crossed\",code=\"\"} 2", lines);
        Assert.Contains(
            "gateway_transfers_total{route=\"cdd-push\",leg=\"request\",decision=\"refused\",code=\"screen.finding\"} 1", lines);
        Assert.Contains("gateway_body_bytes_total{route=\"cdd-push\",leg=\"request\",side=\"read\"} 300", lines);
        Assert.Contains("gateway_transfer_seconds_count{route=\"cdd-push\"} 3", lines);
        Assert.Contains("gateway_room_seconds_count{room=\"identity\"} 3", lines);
        Assert.DoesNotContain(lines, line => line.StartsWith("gateway_strangers", StringComparison.Ordinal));
    }

    [Fact]
    public void The_page_is_the_golden_one_that_other_parsers_are_given()
    {
        using var instruments = new Instruments();
        using var page = new MetricsPage(instruments.Meter);
        var number = 0;
        foreach (var metric in Metrics.All.Where(metric => metric.Kind is MetricKind.Gauge or MetricKind.Total))
        {
            var value = number++ / 2d;
            var labels = metric.Labels.Select(label => new KeyValuePair<string, object?>(label, $"{label}-1")).ToArray();
            instruments.Meter.Gauge(metric, () => [new Measurement<double>(value, labels)]);
        }

        Close(instruments, "cdd-push", Receipt.Crossed, "", new Ticking());
        Close(instruments, "cdd-push", Receipt.Refused, "screen.finding", new Ticking());
        Close(instruments, "summary-pull", Receipt.Emptied, "", new Ticking());
        instruments.TurnedAway(RefusalCode.MessageTls);
        instruments.Flushed(3, TimeSpan.FromMilliseconds(0.3));
        instruments.ExpectReloads();
        instruments.Reloaded(ReloadOutcomes.Refused);
        instruments.ExportFailed();
        instruments.TapSent("siem", 41);
        instruments.TapFailed("siem");

        Assert.Equal(File.ReadAllText(Path.Combine(Conventions.SourceTree.Root, "docs/formats/golden/metrics.txt")), page.Write());
    }

    [Fact]
    public void A_histogram_counts_each_value_in_every_bucket_it_is_within()
    {
        using var instruments = new Instruments();
        using var page = new MetricsPage(instruments.Meter);
        instruments.Flushed(1, TimeSpan.Zero);
        instruments.Flushed(4, TimeSpan.Zero);
        instruments.Flushed(1000, TimeSpan.Zero);

        var lines = page.Write().Split('\n').Where(line => line.StartsWith("gateway_ledger_batch_entries", StringComparison.Ordinal));
        Assert.Equal(
            [
                "gateway_ledger_batch_entries_bucket{le=\"1\"} 1", "gateway_ledger_batch_entries_bucket{le=\"2\"} 1",
                "gateway_ledger_batch_entries_bucket{le=\"4\"} 2", "gateway_ledger_batch_entries_bucket{le=\"8\"} 2",
                "gateway_ledger_batch_entries_bucket{le=\"16\"} 2", "gateway_ledger_batch_entries_bucket{le=\"32\"} 2",
                "gateway_ledger_batch_entries_bucket{le=\"64\"} 2", "gateway_ledger_batch_entries_bucket{le=\"128\"} 2",
                "gateway_ledger_batch_entries_bucket{le=\"256\"} 2", "gateway_ledger_batch_entries_bucket{le=\"+Inf\"} 3",
                "gateway_ledger_batch_entries_sum 1005", "gateway_ledger_batch_entries_count 3",
            ],
            lines);
    }

    [Fact]
    public void What_is_gone_is_no_longer_shown_and_an_odd_name_cannot_end_its_quotation()
    {
        using var instruments = new Instruments();
        using var page = new MetricsPage(instruments.Meter);
        var ids = new List<string> { "a\"b\\c\nd", "old" };
        instruments.Meter.Gauge(
            Metrics.Expiry,
            () => ids.Select(id => new Measurement<double>(1.5, new("kind", "key"), new KeyValuePair<string, object?>("id", id))));

        Assert.Contains("gateway_expiry_seconds{kind=\"key\",id=\"a\\\"b\\\\c\\nd\"} 1.5\n", page.Write(), StringComparison.Ordinal);
        Assert.Contains("id=\"old\"", page.Write(), StringComparison.Ordinal);
        ids.Remove("old");
        Assert.DoesNotContain("id=\"old\"", page.Write(), StringComparison.Ordinal);
    }

    [Fact]
    public void Another_daemon_of_the_process_has_its_own_figures()
    {
        using var own = new Instruments();
        using var other = new Instruments();
        using var page = new MetricsPage(own.Meter);
        Close(other, "elsewhere", Receipt.Crossed, "");

        Assert.DoesNotContain("elsewhere", page.Write(), StringComparison.Ordinal);
    }

    [Fact]
    public void To_count_a_transfer_takes_no_memory_once_its_series_are_there()
    {
        using var instruments = new Instruments();
        using var page = new MetricsPage(instruments.Meter);
        var facts = Facts("cdd-push");
        var receipt = new Receipt(facts.Id, Receipt.Crossed, "", 200);
        var (clock, bytes) = Walked();
        instruments.Closed(facts, receipt, in clock, in bytes);

        // The least of several: the runtime may make something of its own, once, while one of them runs.
        var least = long.MaxValue;
        for (var round = 0; round < 10; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 100; i++)
            {
                instruments.Closed(facts, receipt, in clock, in bytes);
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
        Assert.Contains("decision=\"crossed\",code=\"\"} 1001", page.Write(), StringComparison.Ordinal);
    }

    private static void Close(
        Instruments instruments, string route, string ending, string code, TimeProvider? time = null)
    {
        var (clock, bytes) = Walked(time);
        var facts = Facts(route);
        instruments.Closed(facts, new Receipt(facts.Id, ending, code, 200), in clock, in bytes);
    }

    private static TransferFacts Facts(string route)
    {
        Assert.True(RouteId.TryParse(route, out var id));
        Assert.True(PartyId.TryParse("bank-gz", out var party));
        return new TransferFacts(TransferId.Create(TimeProvider.System.GetUtcNow()), party, Zone.CN, id, Leg: Leg.Request);
    }

    private static (TransferClock Clock, BodyBytes Bytes) Walked(TimeProvider? time = null)
    {
        var clock = new TransferClock(time ?? TimeProvider.System);
        foreach (var room in Enum.GetValues<Room>())
        {
            clock.Enter(room);
        }

        clock.Stop();
        var bytes = new BodyBytes();
        bytes.NoteRead(Leg.Request, 100);
        return (clock, bytes);
    }

    /// <summary>A clock that goes on a quarter of a millisecond whenever it is looked at.</summary>
    private sealed class Ticking : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => 4000;

        public override long GetTimestamp() => _ticks++;
    }
}
