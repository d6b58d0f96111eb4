using System.Text.Json;

namespace Gateway.Ledger.Entries;

/// <summary>
/// The entries of a year below a minimum index were ordered to go; this entry comes first. Hash tiles and checkpoints
/// stay.
/// </summary>
/// <param name="Origin">The shard's.</param>
/// <param name="Minimum">C2SP tlog-tiles: entries below it are not kept any more.</param>
/// <param name="Until">None of them is younger than this.</param>
/// <param name="Archive">Digest of the archive's manifest.</param>
internal sealed record PruneEntry(
    string Origin, long Minimum, DateTimeOffset Until, Sha256Digest Archive, OfficersApproval Approval) : LedgerEntry
{
    internal override EntryKind Kind => EntryKind.Prune;

    protected override void WriteMembers(Utf8JsonWriter json)
    {
        json.WriteString("origin"u8, Origin);
        json.WriteNumber("minimum"u8, Minimum);
        json.WriteString("until"u8, Time(Until));
        json.WriteString("archiveSha256"u8, Archive.ToString());
        Approval.Write(json);
    }
}
