using System.Text.Json;

namespace Gateway.Ledger.Entries;

/// <summary>
/// As many witnesses as are asked cosigned a head again, or no longer: written when that changes, not for each head.
/// </summary>
/// <param name="Origin">Of the shard whose head was shown to them.</param>
/// <param name="HasQuorum">Whether enough of them cosigned it.</param>
/// <param name="Needed">How many are enough.</param>
/// <param name="Cosigned">Those who did, by the names of their keys.</param>
/// <param name="Missing">Those who did not, and why.</param>
internal sealed record WitnessEntry(
    string Origin,
    long Size,
    Sha256Digest Root,
    bool HasQuorum,
    int Needed,
    IReadOnlyList<string> Cosigned,
    IReadOnlyList<MissingWitness> Missing) : LedgerEntry
{
    internal override EntryKind Kind => EntryKind.Witness;

    protected override void WriteMembers(Utf8JsonWriter json)
    {
        json.WriteString("origin"u8, Origin);
        json.WriteNumber("size"u8, Size);
        json.WriteString("root"u8, Root.ToString());
        json.WriteBoolean("quorum"u8, HasQuorum);
        json.WriteNumber("needed"u8, Needed);
        json.WriteStartArray("cosigned"u8);
        foreach (var name in Cosigned)
        {
            json.WriteStringValue(name);
        }

        json.WriteEndArray();
        json.WriteStartArray("missing"u8);
        foreach (var missing in Missing)
        {
            json.WriteStartObject();
            json.WriteString("name"u8, missing.Name);
            json.WriteString("why"u8, missing.Why);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}

/// <summary>A witness that did not cosign.</summary>
/// <param name="Why">A word of the closed list of docs/formats/witness.md.</param>
internal sealed record MissingWitness(string Name, string Why);
