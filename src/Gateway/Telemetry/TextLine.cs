using System.Globalization;
using Serilog.Events;
using Serilog.Formatting;
using Serilog.Parsing;

namespace Gateway.Telemetry;

/// <summary>Text for people: time, level, event, message.</summary>
internal sealed class TextLine : ITextFormatter
{
    public void Format(LogEvent logEvent, TextWriter output)
    {
        var (id, name) = LogFacts.Event(logEvent);
        output.Write(LogFacts.Time(logEvent));
        output.Write($" {LogFacts.Level(logEvent),-8} ");
        output.Write(id > 0 ? $"{id} {name}: " : $"{LogFacts.Source(logEvent)}: ");
        foreach (var token in logEvent.MessageTemplate.Tokens)
        {
            WriteToken(token, logEvent, output);
        }

        if (logEvent.TraceId is { } trace)
        {
            output.Write($" trace {trace}");
        }

        output.Write('\n');
        if (logEvent.Exception is { } e)
        {
            output.Write(LogFacts.Exception(logEvent, e) + "\n");
        }
    }

    // Texts as they are, without quotation marks; and no line break of a value may look like a line of the log.
    private static void WriteToken(MessageTemplateToken token, LogEvent line, TextWriter output)
    {
        if (token is PropertyToken property
            && line.Properties.GetValueOrDefault(property.PropertyName) is ScalarValue { Value: string value })
        {
            output.Write(value.ReplaceLineEndings(" "));
        }
        else
        {
            token.Render(line.Properties, output, CultureInfo.InvariantCulture);
        }
    }
}
