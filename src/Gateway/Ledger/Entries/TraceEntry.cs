using System.Text.Json;

namespace Gateway.Ledger.Entries;

/// <summary>Somebody who holds the annex keys asked where a document came from.</summary>
/// <param name="At">When it was asked; the entry may follow later.</param>
/// <param name="Found">How many releases it was found in.</param>
/// <param name="Transfers">Their transfers, the first hundred.</param>
// No digest of the document: of a record with few possible values a digest would give the record away.
internal sealed record TraceEntry(DateTimeOffset At, long Found, IReadOnlyList<Guid> Transfers) : LedgerEntry
{
    internal const int MostTransfers = 100;

    /// <summary>Which value of a release was shown; null: a document was looked for.</summary>
    // INVARIANT: by its number. A path may spell a name of the body, and what stands there is nobody's business here.
    internal TracedField? Field { get; init; }

    /// <summary>Where two custodians opened what came: what they were asked, and who they are; else null.</summary>
    internal OfficersApproval? Opened { get; init; }

    internal override EntryKind Kind => EntryKind.Trace;

    protected override void WriteMembers(Utf8JsonWriter json)
    {
        json.WriteString("what"u8, Field is null ? "document"u8 : Opened is null ? "field"u8 : "original"u8);
        json.WriteString("at"u8, Time(At));
        json.WriteNumber("found"u8, Found);
        json.WriteStartArray("transfers"u8);
        foreach (var transfer in Transfers.Take(MostTransfers))
        {
            json.WriteStringValue(transfer);
        }

        json.WriteEndArray();
        if (Field is { } field)
        {
            json.WriteString("leg"u8, field.Leg);
            json.WriteNumber("field"u8, field.Index);
        }

        Opened?.Write(json);
    }
}

/// <summary>One value of a release.</summary>
/// <param name="Leg">"request" or "response".</param>
/// <param name="Index">Of its leaf under the statement's <c>fieldsRoot</c>.</param>
internal sealed record TracedField(string Leg, long Index);
