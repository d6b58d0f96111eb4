using System.Buffers;
using System.Text.Json;
using Gateway.Ledger.Entries;
using Gateway.Ledger.Inspection;

namespace Gateway.Audit.Taps;

//
//  Events in the Open Cybersecurity Schema Framework
//
//  References:
//
//      OCSF 1.3.0 - API Activity (6003), Application Lifecycle (6002), Base Event (0); objects metadata, product, api,
//      actor, network_endpoint
//
//  Attributes:
//
//      what OCSF has an attribute for stands there: origin and index also as metadata.log_name and metadata.sequence.
//      What it has none for stands in "unmapped", which OCSF keeps free for that; no other name is ours.
//
internal sealed class OcsfEvents(bool withEntries, TimeProvider time)
{
    internal const string Version = "1.3.0";

    private const string Product = "gateway";
    private const string Nobody = "unknown";
    private const int Other = 99;

    // The default encoder escapes what is not ASCII: the same bytes are a line of a file and a syslog message.
    private readonly ArrayBufferWriter<byte> _buffer = new(4096);

    /// <param name="seen">Null: the receiver gets place and leaf hash, and nothing the entry says.</param>
    internal TapEvent Write(PublishedEntry entry, EntryOutline? seen)
    {
        _buffer.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(_buffer))
        {
            json.WriteStartObject();
            WriteClass(json, seen);
            var moment = seen?.Time ?? time.GetUtcNow();
            json.WriteNumber("time"u8, moment.ToUnixTimeMilliseconds());
            json.WriteString("message"u8, Message(seen));
            WriteMetadata(json, entry, seen);
            WriteUnmapped(json, entry, seen);
            if (withEntries && seen is not null)
            {
                json.WriteString("raw_data"u8, entry.Bytes.Span);
            }

            json.WriteEndObject();
        }

        return new TapEvent(entry, seen, _buffer.WrittenMemory);
    }

    private static void WriteClass(Utf8JsonWriter json, EntryOutline? seen)
    {
        switch (seen?.Kind)
        {
            case null:
                WriteNames(json, (0, "Uncategorized"), (0, "Base Event"), (0, "Unknown"));
                break;
            case EntryKind.Start:
                WriteLifecycle(json, 3, "Start");
                break;
            case EntryKind.Stop:
                WriteLifecycle(json, 4, "Stop");
                break;
            case { } kind when EntryKinds.OfTheLog.Contains(kind):
                WriteLifecycle(json, Other, kind.Wire());
                break;
            case { } kind:
                WriteNames(json, (6, "Application Activity"), (6003, "API Activity"), (Other, kind.Wire()));
                WriteCall(json, seen);
                break;
        }

        json.WriteNumber("severity_id"u8, Severity(seen?.Kind));
    }

    private static void WriteNames(
        Utf8JsonWriter json, (int Uid, string Name) category, (int Uid, string Name) type, (int Uid, string Name) act)
    {
        json.WriteNumber("activity_id"u8, act.Uid);
        json.WriteString("activity_name"u8, act.Name);
        json.WriteNumber("category_uid"u8, category.Uid);
        json.WriteString("category_name"u8, category.Name);
        json.WriteNumber("class_uid"u8, type.Uid);
        json.WriteString("class_name"u8, type.Name);
        json.WriteNumber("type_uid"u8, (type.Uid * 100) + act.Uid);
    }

    private static void WriteLifecycle(Utf8JsonWriter json, int activity, string name)
    {
        WriteNames(json, (6, "Application Activity"), (6002, "Application Lifecycle"), (activity, name));
        json.WritePropertyName("app"u8);
        WriteProduct(json);
    }

    // Who calls and who is called are parties of the bundle; an address is nowhere in a ledger.
    private static void WriteCall(Utf8JsonWriter json, EntryOutline seen)
    {
        var (from, to) = seen.Kind == EntryKind.Release && seen.Parties is [var first, _, ..]
            ? (seen.Exporter ?? first, seen.Recipient)
            : (seen.Parties is [var only, ..] ? only : Nobody, null);
        json.WriteStartObject("api"u8);
        json.WriteString("operation"u8, seen.Kind.Wire());
        if (seen.Route is { } route)
        {
            json.WriteStartObject("service"u8);
            json.WriteString("name"u8, route);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        WriteNamed(json, "actor", "app_name", from);
        WriteNamed(json, "src_endpoint", "name", from);
        if (to is not null)
        {
            WriteNamed(json, "dst_endpoint", "name", to);
        }

        // 1 Success, 2 Failure, 99 Other: an outcome says itself whether it was delivered.
        var status = seen.Kind switch
        {
            EntryKind.Release or EntryKind.Request => 1,
            EntryKind.Refusal => 2,
            _ => Other,
        };
        json.WriteNumber("status_id"u8, status);
        json.WriteString("status"u8, status == Other ? seen.Kind.Wire() : status == 1 ? "Success" : "Failure");
        if (seen.Code is { } code)
        {
            json.WriteString("status_code"u8, code);
        }
    }

    private static void WriteNamed(Utf8JsonWriter json, string name, string member, string value)
    {
        json.WriteStartObject(name);
        json.WriteString(member, value);
        json.WriteEndObject();
    }

    // 1 Informational, 2 Low, 4 High.
    private static int Severity(EntryKind? kind) => kind switch
    {
        EntryKind.Refusal or EntryKind.Hold => 2,
        EntryKind.EgressStop or EntryKind.Recover or EntryKind.Erase => 4,
        _ => 1,
    };

    private static string Message(EntryOutline? seen) => seen is null
        ? "withheld: outside what this tap may see"
        : string.Join(' ', new[] { seen.Kind.Wire(), seen.Code, seen.Leg, seen.Direction, seen.Category }
            .OfType<string>());

    private static void WriteMetadata(Utf8JsonWriter json, PublishedEntry entry, EntryOutline? seen)
    {
        json.WriteStartObject("metadata"u8);
        json.WriteString("version"u8, Version);
        json.WritePropertyName("product"u8);
        WriteProduct(json);
        json.WriteString("uid"u8, $"{entry.Origin}/{entry.Cursor.Index}");
        json.WriteString("log_name"u8, entry.Origin);
        json.WriteNumber("sequence"u8, entry.Cursor.Index);
        if (seen?.Transfer is { } transfer)
        {
            json.WriteString("correlation_uid"u8, transfer.ToString("D"));
        }

        json.WriteEndObject();
    }

    private static void WriteProduct(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("name"u8, Product);
        json.WriteString("vendor_name"u8, Product);
        json.WriteString("version"u8, Software.Version);
        json.WriteEndObject();
    }

    private static void WriteUnmapped(Utf8JsonWriter json, PublishedEntry entry, EntryOutline? seen)
    {
        json.WriteStartObject("unmapped"u8);
        json.WriteString("origin"u8, entry.Origin);
        json.WriteNumber("index"u8, entry.Cursor.Index);
        json.WriteString("leafHash"u8, Convert.ToHexStringLower(entry.LeafHash.Span));
        if (seen is null)
        {
            json.WriteBoolean("withheld"u8, true);
            json.WriteEndObject();
            return;
        }

        json.WriteString("kind"u8, seen.Kind.Wire());
        WriteIfSaid(json, "transferId", seen.Transfer?.ToString("D"));
        WriteIfSaid(json, "leg", seen.Leg);
        WriteIfSaid(json, "direction", seen.Direction);
        WriteIfSaid(json, "route", seen.Route);
        WriteIfSaid(json, "category", seen.Category);
        WriteIfSaid(json, "purpose", seen.Purpose);
        WriteIfSaid(json, "instrument", seen.Instrument);
        json.WriteStartArray("parties"u8);
        foreach (var party in seen.Parties)
        {
            json.WriteStringValue(party);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteIfSaid(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }
}
