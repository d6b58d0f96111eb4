using System.Text.Json;
using Gateway.Policies.Catalogue;

namespace Gateway.Ledger.Entries;

/// <summary>
/// Tokens were turned back into values: a reading, with what two officers approved, of whom the first is the reader.
/// </summary>
/// <param name="Path">The rule's path, as the bundle spells it.</param>
internal sealed record RevealEntry(OfficersApproval Approval, CategoryId Category, string Path, int Count) : LedgerEntry
{
    internal const string Resource = "reveal";

    internal override EntryKind Kind => EntryKind.Read;

    protected override void WriteMembers(Utf8JsonWriter json)
    {
        json.WriteString("reader"u8, Approval.Officers[0].Officer.ToString());
        json.WriteStartObject("peer"u8);
        json.WriteString("certSha256"u8, Approval.Officers[0].Certificate.ToString());
        json.WriteEndObject();
        json.WriteString("resource"u8, Resource);
        json.WriteString("category"u8, Category.ToString());
        json.WriteString("rule"u8, Path);
        json.WriteNumber("count"u8, Count);
        Approval.Write(json);
    }
}
