using System.Text.Json;
using Gateway.Ledger.Entries;
using Gateway.Policies.Transforms;

namespace Gateway.State;

/// <summary>
/// The form of observed counts: in the state directory, at the operator listener and on the command line.
/// </summary>
internal static class ObservedJson
{
    internal static void Write(Utf8JsonWriter json, IReadOnlyList<ObservedPeriod> periods)
    {
        json.WriteStartArray("periods");
        foreach (var period in periods)
        {
            json.WriteStartObject();
            json.WriteStartObject("bundle");
            json.WriteString("name", period.Bundle);
            json.WriteNumber("version", period.Version);
            json.WriteString("digest", period.Digest);
            json.WriteEndObject();
            json.WriteString("since", LedgerEntry.Time(period.Since));
            json.WriteString("until", LedgerEntry.Time(period.Until));
            WriteOutcomes(json, period);
            WriteFindings(json, period);
            WriteFields(json, period);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    internal static ObservedPeriod ReadPeriod(JsonElement period)
    {
        var bundle = period.GetProperty("bundle");
        return new ObservedPeriod(
            Text(bundle, "name"),
            bundle.GetProperty("version").GetInt64(),
            Text(bundle, "digest"),
            period.GetProperty("since").GetDateTimeOffset(),
            period.GetProperty("until").GetDateTimeOffset(),
            [
                .. period.GetProperty("outcomes").EnumerateArray().Select(one => new ObservedOutcome(
                    Text(one, "route"),
                    Text(one, "category"),
                    Text(one, "decision"),
                    Text(one, "code"),
                    Text(one, "rule"),
                    one.GetProperty("count").GetInt64(),
                    one.GetProperty("first").GetDateTimeOffset(),
                    one.GetProperty("last").GetDateTimeOffset())),
            ],
            [
                .. period.GetProperty("findings").EnumerateArray().Select(one => new ObservedFinding(
                    Text(one, "route"), Text(one, "kind"), one.GetProperty("count").GetInt64())),
            ],
            [
                .. period.GetProperty("fields").EnumerateArray().Select(one => new ObservedFields(
                    Text(one, "category"), FieldCounts.Of(name => one.GetProperty(name).GetInt64()))),
            ]);
    }

    private static void WriteOutcomes(Utf8JsonWriter json, ObservedPeriod period)
    {
        json.WriteStartArray("outcomes");
        foreach (var outcome in period.Outcomes)
        {
            json.WriteStartObject();
            json.WriteString("route", outcome.Route);
            json.WriteString("category", outcome.Category);
            json.WriteString("decision", outcome.Decision);
            json.WriteString("code", outcome.Code);
            json.WriteString("rule", outcome.Rule);
            json.WriteNumber("count", outcome.Count);
            json.WriteString("first", LedgerEntry.Time(outcome.First));
            json.WriteString("last", LedgerEntry.Time(outcome.Last));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteFindings(Utf8JsonWriter json, ObservedPeriod period)
    {
        json.WriteStartArray("findings");
        foreach (var finding in period.Findings)
        {
            json.WriteStartObject();
            json.WriteString("route", finding.Route);
            json.WriteString("kind", finding.Kind);
            json.WriteNumber("count", finding.Count);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteFields(Utf8JsonWriter json, ObservedPeriod period)
    {
        json.WriteStartArray("fields");
        foreach (var fields in period.Fields)
        {
            json.WriteStartObject();
            json.WriteString("category", fields.Category);
            foreach (var (name, count) in fields.Counts.Named())
            {
                json.WriteNumber(name, count);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static string Text(JsonElement element, string name) =>
        element.GetProperty(name).GetString() ?? throw new FormatException(name);
}
