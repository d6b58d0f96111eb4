using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Gateway.Telemetry;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Extensions.Logging;
using Serilog.Formatting;

namespace Gateway.Tests.Telemetry;

/// <summary>One line of the operational log, for people and for machines.</summary>
public sealed class LogLineTests
{
    private const string Planted = "440106199901011234";

    [Fact]
    public void A_line_of_text_tells_time_level_event_and_message() =>
        Assert.Matches(
            @"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z info     2001 ListenerOpen: listening: north \(north\) at 127\.0\.0\.1:1\n$",
            Written(new TextLine(), log => log.ListenerOpen("north", "north", "127.0.0.1:1")));

    [Fact]
    public void A_value_cannot_begin_a_line_of_its_own() =>
        Assert.Equal(
            1, Written(new TextLine(), log => log.ReloadRefused("bundle", "a\nb\r\nc")).Count(letter => letter == '\n'));

    [Fact]
    public void A_line_of_JSON_tells_the_same()
    {
        var line = Json(log => log.TransferClosed("t-1", "refused", "screen.finding", 422));

        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", line.GetProperty("time").GetString()!);
        Assert.Equal("info", line.GetProperty("level").GetString());
        Assert.Equal(1001, line.GetProperty("id").GetInt32());
        Assert.Equal("TransferClosed", line.GetProperty("event").GetString());
        Assert.Equal("Gateway.Test", line.GetProperty("source").GetString());
        Assert.Equal("t-1", line.GetProperty("properties").GetProperty("transferId").GetString());
        Assert.Equal(422, line.GetProperty("properties").GetProperty("status").GetInt32());
        Assert.False(line.TryGetProperty("traceId", out _));
    }

    [Fact]
    public void A_line_within_a_trace_tells_its_id()
    {
        using var activity = new Activity("transfer").Start();

        Assert.Equal(
            activity.TraceId.ToString(), Json(log => log.TelemetryTaken()).GetProperty("traceId").GetString());
        Assert.EndsWith($" trace {activity.TraceId}\n", Written(new TextLine(), log => log.TelemetryTaken()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_message_of_an_exception_that_may_quote_is_left_out(bool isJson)
    {
        ITextFormatter form = isJson ? new JsonLine() : new TextLine();

        var quoting = Written(form, log => log.LedgerFailed(new FormatException(Planted)));
        Assert.DoesNotContain(Planted, quoting, StringComparison.Ordinal);
        Assert.Contains("System.FormatException", quoting, StringComparison.Ordinal);
        Assert.Contains("disk full", Written(form, log => log.LedgerFailed(new IOException("disk full"))), StringComparison.Ordinal);
        Assert.DoesNotContain(
            Planted,
            Written(form, log => log.LedgerFailed(new IOException(Planted)), "Microsoft.AspNetCore.Server.Kestrel"),
            StringComparison.Ordinal);
    }

    private static JsonElement Json(Action<Microsoft.Extensions.Logging.ILogger> say)
    {
        var text = Written(new JsonLine(), say);
        Assert.Equal(text.Length - 1, text.IndexOf('\n', StringComparison.Ordinal));
        return JsonElement.Parse(text);
    }

    private static string Written(
        ITextFormatter form, Action<Microsoft.Extensions.Logging.ILogger> say, string source = "Gateway.Test")
    {
        var sink = new Lines(form);
        using var factory = new SerilogLoggerFactory(
            new LoggerConfiguration().MinimumLevel.Verbose().WriteTo.Sink(sink).CreateLogger(), dispose: true);
        say(factory.CreateLogger(source));
        return sink.Text;
    }

    private sealed class Lines(ITextFormatter form) : ILogEventSink
    {
        internal string Text { get; private set; } = "";

        public void Emit(LogEvent logEvent)
        {
            using var text = new StringWriter(CultureInfo.InvariantCulture);
            form.Format(logEvent, text);
            Text += text.ToString();
        }
    }
}
