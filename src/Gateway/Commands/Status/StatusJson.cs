using System.Text.Json;
using Gateway.Operations;

namespace Gateway.Commands.Status;

/// <summary>The same facts for machines, untranslated (docs/formats/operator.md).</summary>
internal static class StatusJson
{
    internal static string Write(StatusView view, IReadOnlyList<Finding> findings)
    {
        using var text = new JsonText();
        var json = text.Writer;
        json.WriteStartObject();
        json.WriteBoolean("ok", findings.Count == 0);
        json.WriteString("software", Software.Name);
        json.WriteString("config", view.ConfigFile);
        json.WriteTime("now", view.Now);
        WriteDaemon(json, view);
        WriteInForce(json, view);
        WriteLedger(json, view);
        WriteTaps(json, view);
        WriteObserved(json, view);
        json.WriteExpiries(view.Expiries, view.Now, view.Within);
        WriteFindings(json, findings);
        json.WriteEndObject();
        return text.ToString();
    }

    private static void WriteDaemon(Utf8JsonWriter json, StatusView view)
    {
        json.WriteStartObject("daemon");
        json.WriteBoolean("running", view.Ledger is { IsHeld: true });
        WriteOrNull(json, "process", view.Process);
        WriteOrNull(json, "healthy", view.Probe?.IsHealthy);
        WriteOrNull(json, "ready", view.Probe?.IsReady);
        json.WriteBoolean("stopped", view.IsStopped);
        json.WriteEndObject();
    }

    private static void WriteInForce(Utf8JsonWriter json, StatusView view)
    {
        if (view.Bundle is { } bundle)
        {
            json.WriteStartObject("policy");
            json.WriteString("name", bundle.Name);
            json.WriteNumber("version", bundle.Version);
            json.WriteString("digest", bundle.Digest);
            json.WriteTime("expires", bundle.Expires);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("policy");
        }

        json.WriteStartArray("trust");
        foreach (var list in view.TrustLists)
        {
            json.WriteStartObject();
            json.WriteString("list", list.State.List);
            json.WriteString("zone", list.Zone.ToString());
            json.WriteNumber("sequence", list.State.Sequence);
            json.WriteTime("nextUpdate", list.NextUpdate);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteLedger(Utf8JsonWriter json, StatusView view)
    {
        if (view.Ledger is not { } ledger)
        {
            json.WriteNull("ledger");
            return;
        }

        json.WriteStartObject("ledger");
        json.WriteString("origin", ledger.Origin);
        json.WriteNumber("size", ledger.Size);
        json.WriteString("root", ledger.Root);
        json.WriteTime("checkpointAt", ledger.CheckpointAt);
        json.WriteTime("lastEntryAt", ledger.LastEntryAt);
        json.WriteString("lastKind", ledger.LastKind);
        json.WriteTime("lastTickAt", ledger.LastTickAt);
        WriteOrNull(json, "freeBytes", view.FreeBytes);
        json.WriteEndObject();
    }

    private static void WriteTaps(Utf8JsonWriter json, StatusView view)
    {
        json.WriteStartArray("taps");
        foreach (var tap in view.Taps)
        {
            json.WriteStartObject();
            json.WriteString("name", tap.Tap.Name);
            json.WriteString("kind", tap.Tap.Kind);
            json.WriteString("zone", tap.Tap.Zone.ToString());
            json.WriteString("next", tap.Next?.ToString());
            json.WriteNumber("lagEntries", tap.LagEntries);
            json.WriteTime("pendingSince", tap.PendingSince);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteObserved(Utf8JsonWriter json, StatusView view)
    {
        if (view.Observed is not { } observed)
        {
            json.WriteNull("observed");
            return;
        }

        json.WriteStartObject("observed");
        json.WriteString("policy", observed.Digest);
        json.WriteTime("since", observed.Since);
        json.WriteTime("until", observed.Until);
        foreach (var decision in new[] { "crosses", "refused", "held", "unseen" })
        {
            json.WriteNumber(decision, observed.Count(decision));
        }

        json.WriteEndObject();
    }

    private static void WriteFindings(Utf8JsonWriter json, IReadOnlyList<Finding> findings)
    {
        json.WriteStartArray("findings");
        foreach (var finding in findings)
        {
            json.WriteStartObject();
            json.WriteString("urgency", finding.UrgencyName);
            json.WriteString("code", finding.Code);
            json.WriteString("subject", finding.Subject);
            json.WriteTime("at", finding.At);
            json.WriteString("what", finding.What.En);
            json.WriteString("remedy", finding.Remedy.En);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteOrNull(Utf8JsonWriter json, string name, long? number)
    {
        if (number is { } known)
        {
            json.WriteNumber(name, known);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private static void WriteOrNull(Utf8JsonWriter json, string name, bool? flag)
    {
        if (flag is { } known)
        {
            json.WriteBoolean(name, known);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
