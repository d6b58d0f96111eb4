using Gateway.Stamping;
using Serilog.Events;

namespace Gateway.Telemetry;

/// <summary>What both forms of the log (docs/formats/log.md) take out of an event.</summary>
internal static class LogFacts
{
    internal static string Time(LogEvent line) => WireTime.Write(line.Timestamp);

    internal static string Level(LogEvent line) => line.Level switch
    {
        LogEventLevel.Verbose => "trace",
        LogEventLevel.Debug => "debug",
        LogEventLevel.Information => "info",
        LogEventLevel.Warning => "warning",
        LogEventLevel.Error => "error",
        _ => "critical",
    };

    /// <summary>Id and name; 0 and nothing where the event has none.</summary>
    internal static (int Id, string Name) Event(LogEvent line)
    {
        if (!line.Properties.TryGetValue("EventId", out var property) || property is not StructureValue parts)
        {
            return (0, "");
        }

        var id = parts.Properties.FirstOrDefault(part => part.Name == "Id")?.Value as ScalarValue;
        var name = parts.Properties.FirstOrDefault(part => part.Name == "Name")?.Value as ScalarValue;
        return (id?.Value as int? ?? 0, name?.Value as string ?? "");
    }

    internal static string Source(LogEvent line) =>
        (line.Properties.GetValueOrDefault("SourceContext") as ScalarValue)?.Value as string ?? "";

    /// <summary>
    /// Type and place of an exception. Its message only where it is ours and its origin is the disk: a framework's
    /// message may quote what a stranger sent.
    /// </summary>
    internal static string Exception(LogEvent line, Exception e)
    {
        var isOwn = e is IOException && Source(line).StartsWith("Gateway.", StringComparison.Ordinal);
        return $"{e.GetType().FullName}{(isOwn ? ": " + e.Message : "")}\n{e.StackTrace}";
    }
}
