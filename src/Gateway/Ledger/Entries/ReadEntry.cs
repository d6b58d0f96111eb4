using System.Text.Json;
using Gateway.Policies.Parties;

namespace Gateway.Ledger.Entries;

/// <summary>Somebody looked: one for each reader, resource and minute.</summary>
/// <param name="Reader">Who, as the bundle declares it.</param>
/// <param name="PeerCertificate">SHA-256 of the certificate that was shown.</param>
/// <param name="Resource">What was read: a name of a closed list, with the transfer's id where it was one's.</param>
internal sealed record ReadEntry(OfficerId Reader, Sha256Digest PeerCertificate, string Resource) : LedgerEntry
{
    internal override EntryKind Kind => EntryKind.Read;

    protected override void WriteMembers(Utf8JsonWriter json)
    {
        json.WriteString("reader"u8, Reader.ToString());
        json.WriteStartObject("peer"u8);
        json.WriteString("certSha256"u8, PeerCertificate.ToString());
        json.WriteEndObject();
        json.WriteString("resource"u8, Resource);
    }
}
