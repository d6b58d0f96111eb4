using System.Text.Json;

namespace Gateway.Ledger.Inspection;

/// <summary>
/// One published entry as a JSON object whose last member is the entry, byte for byte: what stands between
/// <c>"entry":</c> and the last brace hashes to the leaf hash. One form for exports, streams and answers.
/// </summary>
internal static class PublishedEntryJson
{
    internal static void Write(Utf8JsonWriter json, PublishedEntry entry)
    {
        json.WriteStartObject();
        json.WriteString("cursor"u8, entry.Cursor.ToString());
        json.WriteString("origin"u8, entry.Origin);
        json.WriteNumber("index"u8, entry.Cursor.Index);
        json.WriteString("leafHash"u8, Convert.ToHexStringLower(entry.LeafHash.Span));
        json.WritePropertyName("entry"u8);
        json.WriteRawValue(entry.Bytes.Span, skipInputValidation: true);
        json.WriteEndObject();
    }
}
