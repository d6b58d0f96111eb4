using System.Globalization;
using Gateway.Settings;
using Serilog;
using Serilog.Events;
using Serilog.Extensions.Logging;
using Serilog.Formatting.Json;

namespace Gateway.Commands.Run;

/// <summary>The operational log, on stderr: text for people or one JSON object a line. Never the ledger.</summary>
internal static class DaemonLog
{
    private const string Line = "{Timestamp:yyyy-MM-ddTHH:mm:ss.fffzzz} {Level:u3} {Message:lj}{NewLine}";

    /// <summary>A factory that owns its sink: dispose it last, so that the last lines are written.</summary>
    internal static ILoggerFactory Create(LogSettings settings)
    {
        var configuration = new LoggerConfiguration()
            .MinimumLevel.Is(LevelOf(settings.Level))
            // The framework's own chatter would put request paths into the log; its warnings are kept.
            .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
            // Says nothing that is kept, and while it is on the framework makes an activity and a scope per request.
            .MinimumLevel.Override("Microsoft.AspNetCore.Hosting.Diagnostics", LevelAlias.Off)
            .MinimumLevel.Override("Yarp", LogEventLevel.Error);
        configuration = settings.Json
            ? configuration.WriteTo.Console(
                new JsonFormatter(renderMessage: true), standardErrorFromLevel: LogEventLevel.Verbose)
            : configuration.WriteTo.Console(
                outputTemplate: Line,
                formatProvider: CultureInfo.InvariantCulture,
                standardErrorFromLevel: LogEventLevel.Verbose);
        return new SerilogLoggerFactory(configuration.CreateLogger(), dispose: true);
    }

    private static LogEventLevel LevelOf(LogLevel level) => level switch
    {
        LogLevel.Trace => LogEventLevel.Verbose,
        LogLevel.Debug => LogEventLevel.Debug,
        LogLevel.Information => LogEventLevel.Information,
        LogLevel.Warning => LogEventLevel.Warning,
        LogLevel.Error => LogEventLevel.Error,
        _ => LogEventLevel.Fatal,
    };
}
