using Gateway.Settings;
using Gateway.Telemetry;
using Serilog;
using Serilog.Events;
using Serilog.Extensions.Logging;
using Serilog.Formatting;

namespace Gateway.Commands.Run;

/// <summary>The operational log, on stderr: text for people or one JSON object a line. Never the ledger.</summary>
internal static class DaemonLog
{
    /// <summary>A factory that owns its sink: dispose it last, so that the last lines are written.</summary>
    internal static ILoggerFactory Create(LogSettings settings)
    {
        var configuration = new LoggerConfiguration()
            .MinimumLevel.Is(LevelOf(settings.Level))
            // The framework's own chatter would put request paths into the log; its warnings are kept.
            .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
            // While this source may write, an activity is made for each request, with the caller's trace context.
            .MinimumLevel.Override("Microsoft.AspNetCore.Hosting.Diagnostics", LevelAlias.Off)
            // A server that does not start is told as a fault; the host would print where in its code that was.
            .MinimumLevel.Override("Microsoft.Extensions.Hosting.Internal.Host", LevelAlias.Off)
            .MinimumLevel.Override("Yarp", LogEventLevel.Error);
        ITextFormatter lines = settings.Json ? new JsonLine() : new TextLine();
        configuration = configuration.WriteTo.Console(lines, standardErrorFromLevel: LogEventLevel.Verbose);
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
