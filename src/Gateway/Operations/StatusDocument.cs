using System.Text.Json;
using Gateway.Ledger.Inspection;
using Gateway.Listening;
using Gateway.State;

namespace Gateway.Operations;

/// <summary>/v1/status: what is up, what is in force, and until when (docs/formats/operator.md).</summary>
internal static class StatusDocument
{
    internal static void Write(Utf8JsonWriter json, DaemonView view, PinnedSnapshots pinned, DateTimeOffset now)
    {
        json.WriteString("software", Software.Name);
        json.WriteTime("startedAt", view.StartedAt);
        json.WriteNumber("uptimeSeconds", (long)(now - view.StartedAt).TotalSeconds);
        json.WriteTime("now", now);
        var reasons = view.Unready();
        json.WriteBoolean("ready", reasons.Count == 0);
        json.WriteStartArray("reasons");
        foreach (var reason in reasons)
        {
            json.WriteStringValue(reason);
        }

        json.WriteEndArray();
        WriteListeners(json, view);
        WriteInForce(json, pinned);
        WriteLedger(json, view);
        json.WriteTaps(view.Taps(), now);
        json.WriteExpiries(view.Expiries.Current, now, Expiries.Soon);
    }

    /// <summary>The bundle and the trust lists: also what a reload answers with.</summary>
    internal static void WriteInForce(Utf8JsonWriter json, PinnedSnapshots pinned)
    {
        var bundle = pinned.Policy.Bundle;
        json.WriteStartObject("policy");
        json.WriteString("name", bundle.Name);
        json.WriteNumber("version", bundle.Version);
        json.WriteString("digest", bundle.Digest);
        json.WriteTime("expires", bundle.Expires);
        json.WriteNumber("signers", pinned.Policy.Signers.Count);
        json.WriteEndObject();
        json.WriteStartArray("trust");
        foreach (var list in pinned.Trust.Sources)
        {
            json.WriteStartObject();
            json.WriteString("list", list.State.List);
            json.WriteString("zone", list.Zone.ToString());
            json.WriteNumber("sequence", list.State.Sequence);
            json.WriteString("sha256", list.State.Sha256);
            json.WriteTime("nextUpdate", list.NextUpdate);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteListeners(Utf8JsonWriter json, DaemonView view)
    {
        var addresses = view.Addresses();
        json.WriteStartArray("listeners");
        foreach (var listener in view.Settings.Listeners)
        {
            json.WriteStartObject();
            json.WriteString("name", listener.Name);
            json.WriteString("kind", listener.Kind.ToString().ToLowerInvariant());
            var address = addresses.GetValueOrDefault(listener.Name) ?? listener.Address;
            json.WriteString("address", address.ToString());
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    // As it is published: what a reader of the folder sees too, at most a moment behind what is durable.
    private static void WriteLedger(Utf8JsonWriter json, DaemonView view)
    {
        var shard = PublishedShard.All(view.Settings.Ledger.Directory).LastOrDefault();
        json.WriteStartObject("ledger");
        json.WriteBoolean("available", view.Ledger.IsAvailable);
        json.WriteString("origin", shard?.Head.Origin ?? view.Settings.Ledger.Origin);
        json.WriteNumber("size", shard?.Head.Size ?? 0);
        json.WriteString("root", shard is null ? null : Convert.ToHexStringLower(shard.Head.Root.Span));
        json.WriteTime("checkpointAt", shard?.PublishedAt);
        json.WriteTime("lastEntryAt", view.Ledger.LastEntryTime);
        json.WriteEndObject();
    }
}
