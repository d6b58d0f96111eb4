using System.Text.Json;
using Gateway.Policies.Parties;

namespace Gateway.Ledger.Entries;

/// <summary>An officer who approved, and the certificate that signed.</summary>
internal sealed record ApprovingOfficer(OfficerId Officer, Sha256Digest Certificate);

/// <summary>
/// What two officers approved. The reason they gave is free text, so only the digest of their request is here.
/// </summary>
/// <param name="Request">Digest of the request's exact bytes.</param>
internal sealed record OfficersApproval(Sha256Digest Request, IReadOnlyList<ApprovingOfficer> Officers)
{
    internal void Write(Utf8JsonWriter json)
    {
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

/// <summary>A new origin takes the place of a ledger that cannot go on; in its first batch.</summary>
/// <param name="Previous">The old ledger's last head, a checkpoint verbatim.</param>
internal sealed record SuccessionEntry(string Previous, OfficersApproval Approval) : LedgerEntry
{
    internal override EntryKind Kind => EntryKind.Recover;

    protected override void WriteMembers(Utf8JsonWriter json)
    {
        json.WriteString("previous"u8, Previous);
        Approval.Write(json);
    }
}

/// <summary>An annex was ordered to be overwritten; the entry comes first.</summary>
/// <param name="Annex">Digest of its sealed bytes, as its release names it.</param>
internal sealed record EraseEntry(Guid TransferId, Sha256Digest Annex, OfficersApproval Approval) : LedgerEntry
{
    internal override EntryKind Kind => EntryKind.Erase;

    protected override void WriteMembers(Utf8JsonWriter json)
    {
        json.WriteString("transferId"u8, TransferId);
        json.WriteString("annexSha256"u8, Annex.ToString());
        Approval.Write(json);
    }
}
