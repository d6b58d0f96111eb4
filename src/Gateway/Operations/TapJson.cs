using System.Text.Json;
using Gateway.Audit.Taps;

namespace Gateway.Operations;

/// <summary>How the taps of the running daemon are doing (docs/formats/operator.md).</summary>
internal static class TapJson
{
    internal static void WriteTaps(this Utf8JsonWriter json, IReadOnlyList<TapWatch> taps, DateTimeOffset now)
    {
        json.WriteStartArray("taps");
        foreach (var tap in taps)
        {
            var view = tap.View;
            json.WriteStartObject();
            json.WriteString("name", view.Settings.Name);
            json.WriteString("kind", view.Settings.Kind);
            json.WriteString("zone", view.Settings.Zone.ToString());
            json.WriteString("next", view.Next.ToString());
            json.WriteNumber("lagEntries", tap.LagEntries);
            json.WriteNumber("lagSeconds", (long)view.LagSeconds(now));
            json.WriteString("fault", view.Fault);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
