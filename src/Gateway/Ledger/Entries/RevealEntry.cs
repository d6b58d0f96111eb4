using System.Text.Json;
using Gateway.Policies.Catalogue;
using Gateway.Policies.Parties;

namespace Gateway.Ledger.Entries;

/// <summary>
/// Tokens were turned back into values: a reading, with what two officers approved. The reason they gave is free text,
/// so only the digest of their request is here.
/// </summary>
/// <param name="Officers">Who approved, and the certificate each signed with.</param>
/// <param name="Path">The rule's path, as the bundle spells it.</param>
/// <param name="Request">Digest of the request's exact bytes.</param>
internal sealed record RevealEntry(
    IReadOnlyList<(OfficerId Officer, Sha256Digest Certificate)> Officers,
    CategoryId Category,
    string Path,
    int Count,
    Sha256Digest Request) : LedgerEntry
{
    internal const string Resource = "reveal";

    internal override EntryKind Kind => EntryKind.Read;

    protected override void WriteMembers(Utf8JsonWriter json)
    {
        json.WriteString("reader"u8, Officers[0].Officer.ToString());
        json.WriteStartObject("peer"u8);
        json.WriteString("certSha256"u8, Officers[0].Certificate.ToString());
        json.WriteEndObject();
        json.WriteString("resource"u8, Resource);
        json.WriteString("category"u8, Category.ToString());
        json.WriteString("rule"u8, Path);
        json.WriteNumber("count"u8, Count);
        json.WriteString("requestSha256"u8, Request.ToString());
        json.WriteStartArray("officers"u8);
        foreach (var (officer, certificate) in Officers)
        {
            json.WriteStartObject();
            json.WriteString("id"u8, officer.ToString());
            json.WriteString("certSha256"u8, certificate.ToString());
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
