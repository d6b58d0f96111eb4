using System.Globalization;
using Gateway.Ledger.Entries;
using Gateway.Ledger.Inspection;
using Gateway.Stamping;

namespace Gateway.Commands.Offline;

/// <summary>One published entry as one line, for machines and for people (docs/formats/ledger.md).</summary>
internal static class LedgerLines
{
    /// <summary>
    /// A JSON object whose last member is the entry, byte for byte: what stands between <c>"entry":</c> and the last
    /// brace hashes to the leaf hash.
    /// </summary>
    internal static string Json(PublishedEntry entry)
    {
        using var text = new JsonText();
        PublishedEntryJson.Write(text.Writer, entry);
        return text.ToString();
    }

    /// <summary>Cursor, time, kind, and what it is known by; names and codes are never translated.</summary>
    internal static string Text(PublishedEntry entry)
    {
        if (EntryOutline.Of(entry.Bytes) is not { } outline)
        {
            return $"{entry.Cursor} ?";
        }

        var words = new List<string?>
        {
            entry.Cursor.ToString(),
            WireTime.Write(outline.Time),
            outline.Kind.Wire(),
            outline.Transfer?.ToString("D", CultureInfo.InvariantCulture),
            outline.Code,
            outline.Leg,
            outline.Direction,
            outline.Route,
            outline.Category,
            outline.Parties.Count == 0 ? null : string.Join(',', outline.Parties),
        };
        return string.Join(' ', words.OfType<string>());
    }
}
