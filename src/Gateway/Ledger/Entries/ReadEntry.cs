using System.Text.Json;
using Gateway.Policies.Parties;

namespace Gateway.Ledger.Entries;

/// <summary>Somebody looked: one for each reader, resource and minute.</summary>
/// <param name="Reader">Who, as the bundle declares it.</param>
/// <param name="PeerCertificate">SHA-256 of the certificate that was shown.</param>
/// <param name="Resource">What was read: a name of a closed list, with the transfer's id where it was one's.</param>
internal sealed record ReadEntry(ReaderName Reader, Sha256Digest PeerCertificate, string Resource) : LedgerEntry
{
    internal override EntryKind Kind => EntryKind.Read;

    protected override void WriteMembers(Utf8JsonWriter json)
    {
        json.WriteString("reader"u8, Reader.Id);
        if (Reader.Role is { } role)
        {
            json.WriteString("role"u8, role);
        }

        json.WriteStartObject("peer"u8);
        json.WriteString("certSha256"u8, PeerCertificate.ToString());
        json.WriteEndObject();
        json.WriteString("resource"u8, Resource);
    }
}

/// <summary>Who reads. An officer and a party may have the same id, so the role stands beside it.</summary>
internal readonly record struct ReaderName
{
    private ReaderName(string id, string? role) => (Id, Role) = (id, role);

    internal string Id { get; }

    /// <summary>Null at the operator listener, where there is one role.</summary>
    internal string? Role { get; }

    internal static ReaderName Operator(OfficerId officer) => new(officer.ToString(), null);

    internal static ReaderName Auditor(OfficerId officer) => new(officer.ToString(), "auditor");

    internal static ReaderName Regulator(PartyId party) => new(party.ToString(), "regulator");

    public override string ToString() => Role is null ? Id : $"{Role} {Id}";
}
