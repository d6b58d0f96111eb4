using System.Globalization;
using System.Text.Json;
using Gateway.Ledger.Entries;
using Gateway.Ledger.Index;
using Gateway.Ledger.Inspection;
using Gateway.Operations;

namespace Gateway.Audit.Desk;

/// <summary>The shapes that the desk's documents share; src/Gateway/Audit/Desk/openapi-v1.json describes them.</summary>
internal static class AuditJson
{
    /// <summary>One decision as one object; what the entry does not say is null.</summary>
    internal static void WriteDecision(this Utf8JsonWriter json, IndexedEntry entry, PublishedEntry proven)
    {
        var facet = entry.Facet;
        json.WriteString("cursor"u8, entry.Cursor.ToString());
        json.WriteString("ledger"u8, string.Create(CultureInfo.InvariantCulture, $"{proven.Origin}/{entry.Cursor.Index}"));
        json.WriteString("leafHash"u8, Convert.ToHexStringLower(proven.LeafHash.Span));
        json.WriteTime("time", entry.Time);
        json.WriteString("transferId"u8, entry.Transfer?.ToString("D", CultureInfo.InvariantCulture));
        json.WriteFacet(facet);
        json.WriteNumber("count"u8, entry.Decisions);
        json.WriteNumber("records"u8, entry.Records);
        json.WriteNumber("subjects"u8, entry.Subjects);
    }

    internal static void WriteFacet(this Utf8JsonWriter json, IndexFacet facet)
    {
        json.WriteString("decision"u8, facet.Kind.Wire());
        json.WriteString("leg"u8, facet.Leg);
        json.WriteString("direction"u8, facet.Direction);
        json.WriteString("exporter"u8, facet.Exporter);
        json.WriteString("recipient"u8, facet.Recipient);
        json.WriteString("party"u8, facet.Asker);
        json.WriteString("route"u8, facet.Route);
        json.WriteString("category"u8, facet.Category);
        json.WriteString("purpose"u8, facet.Purpose);
        json.WriteString("instrument"u8, facet.Instrument);
        json.WriteString("code"u8, facet.Code);
    }

    /// <summary>A list of objects, each of whose members the caller writes.</summary>
    internal static void WriteObjects<T>(
        this Utf8JsonWriter json, string name, IEnumerable<T> items, Action<T> members)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            json.WriteStartObject();
            members(item);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    internal static void WriteTexts(this Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }
}
