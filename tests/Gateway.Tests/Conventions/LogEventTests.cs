using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;

namespace Gateway.Tests.Conventions;

/// <summary>The events of the operational log: one file, stable ids, a page that says what to do, never a value.</summary>
public sealed class LogEventTests
{
    // Add at will; never rename, renumber or take out: alarms and people's notes hang on these.
    private static readonly string[] Golden =
    [
        "1001 TransferClosed", "1002 LedgerUnavailable", "1003 TransferFault", "1004 OperatorAnswered",
        "2001 ListenerOpen", "2002 PolicyInForce", "2003 ReloadRefused", "2004 TrustInForce", "2005 LedgerStopped",
        "2006 TelemetryLost", "2007 TelemetryTaken",
        "8000 LedgerOpened", "8001 TornTailCut", "8002 DerivedStateReadAgain", "8003 NoAnchor", "8004 LedgerFailed",
        "8005 LedgerClosed", "8006 ClockBehind",
    ];

    private static readonly Type[] Harmless =
        [typeof(string), typeof(TimeSpan), typeof(DateTimeOffset), typeof(DateTimeOffset?), typeof(Exception)];

    [Fact]
    public void Every_event_keeps_its_id_and_its_name() =>
        Assert.Superset(Golden.ToHashSet(), Events().Select(@event => $"{@event.Log.EventId} {@event.Method.Name}").ToHashSet());

    [Fact]
    public void No_two_events_share_an_id_or_a_name()
    {
        var events = Events();

        Assert.Equal(events.Count, events.Select(@event => @event.Log.EventId).Distinct().Count());
        Assert.Equal(events.Count, events.Select(@event => @event.Method.Name).Distinct().Count());
    }

    [Fact]
    public void The_page_of_the_log_tells_each_event_and_what_to_do() =>
        Assert.Equal(
            Events().OrderBy(@event => @event.Log.EventId)
                .Select(@event => $"{@event.Log.EventId} `{@event.Method.Name}` {@event.Log.Level}"),
            Rows().Select(cells => $"{cells[0]} {cells[1]} {cells[2]}"));

    [Fact]
    public void Every_row_of_the_page_says_when_and_what_to_do() =>
        Assert.All(Rows(), cells => Assert.All(cells, cell => Assert.NotEmpty(cell)));

    [Fact]
    public void All_events_stand_in_one_file()
    {
        Assert.Equal(["Gateway/LogMessages.cs"], SourceTree.FilesWith(@"\[LoggerMessage\("));
        Assert.Empty(SourceTree.FilesWith(@"\.Log(Trace|Debug|Information|Warning|Error|Critical)?\((LogLevel|""|\$)"));
    }

    [Fact]
    public void A_log_line_can_hold_no_body() =>
        Assert.All(
            Events().SelectMany(@event => @event.Method.GetParameters().Skip(1)),
            parameter => Assert.True(
                IsHarmless(parameter.ParameterType), $"{parameter.Member.Name}: {parameter.ParameterType.Name}"));

    [Theory]
    [InlineData(typeof(byte[]))]
    [InlineData(typeof(ReadOnlyMemory<byte>))]
    [InlineData(typeof(Memory<char>))]
    [InlineData(typeof(ReadOnlySpan<byte>))]
    [InlineData(typeof(System.Text.Json.JsonElement))]
    [InlineData(typeof(object))]
    public void The_rule_against_bodies_would_find_one(Type type) => Assert.False(IsHarmless(type));

    private static bool IsHarmless(Type type) => type.IsPrimitive || type.IsEnum || Harmless.Contains(type);

    private static List<(MethodInfo Method, LoggerMessageAttribute Log)> Events()
    {
        var events = typeof(LogMessages).GetMethods(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public)
            .Select(method => (Method: method, Log: method.GetCustomAttribute<LoggerMessageAttribute>()))
            .Where(@event => @event.Log is not null)
            .Select(@event => (@event.Method, @event.Log!))
            .ToList();
        Assert.NotEmpty(events);
        return events;
    }

    private static List<string[]> Rows() =>
    [
        .. File.ReadLines(Path.Combine(SourceTree.Root, "docs", "formats", "log.md"))
            .Where(line => Regex.IsMatch(line, @"^\| [0-9]{4} \|"))
            .Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries)),
    ];
}
