using System.Globalization;
using System.Text;
using System.Text.Json;
using Serilog.Events;
using Serilog.Formatting;

namespace Gateway.Telemetry;

/// <summary>One JSON object a line for machines.</summary>
internal sealed class JsonLine : ITextFormatter
{
    private static readonly string[] Own = ["EventId", "SourceContext"];

    public void Format(LogEvent logEvent, TextWriter output)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            var (id, name) = LogFacts.Event(logEvent);
            json.WriteStartObject();
            json.WriteString("time", LogFacts.Time(logEvent));
            json.WriteString("level", LogFacts.Level(logEvent));
            json.WriteNumber("id", id);
            json.WriteString("event", name);
            json.WriteString("source", LogFacts.Source(logEvent));
            json.WriteString("message", logEvent.RenderMessage(CultureInfo.InvariantCulture));
            WriteProperties(json, logEvent);
            if (logEvent.TraceId is { } trace)
            {
                json.WriteString("traceId", trace.ToString());
            }

            if (logEvent.Exception is { } e)
            {
                json.WriteString("exception", LogFacts.Exception(logEvent, e));
            }

            json.WriteEndObject();
        }

        output.Write(Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length));
        output.Write('\n');
    }

    private static void WriteProperties(Utf8JsonWriter json, LogEvent line)
    {
        json.WriteStartObject("properties");
        foreach (var (name, property) in line.Properties.Where(property => !Own.Contains(property.Key)))
        {
            json.WritePropertyName(JsonNamingPolicy.CamelCase.ConvertName(name));
            switch ((property as ScalarValue)?.Value)
            {
                case string text:
                    json.WriteStringValue(text);
                    break;
                case int number:
                    json.WriteNumberValue(number);
                    break;
                case long number:
                    json.WriteNumberValue(number);
                    break;
                default:
                    json.WriteStringValue(property.ToString("l", CultureInfo.InvariantCulture));
                    break;
            }
        }

        json.WriteEndObject();
    }
}
