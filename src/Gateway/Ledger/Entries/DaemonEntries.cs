using System.Text.Json;
using Gateway.Policies.Parties;

namespace Gateway.Ledger.Entries;

/// <summary>A bundle was put in force.</summary>
/// <param name="Signers">SHA-256 of the officers' certificates; empty for an unsigned bundle.</param>
internal sealed record PolicyEntry(PolicyState Bundle, IReadOnlyList<Sha256Digest> Signers) : LedgerEntry
{
    internal override EntryKind Kind => EntryKind.Policy;

    protected override void WriteMembers(Utf8JsonWriter json)
    {
        json.WriteString("name"u8, Bundle.Name);
        json.WriteNumber("version"u8, Bundle.Version);
        json.WriteString("digest"u8, Bundle.Digest);
        json.WriteStartArray("signers"u8);
        foreach (var signer in Signers)
        {
            json.WriteStringValue(signer.ToString());
        }

        json.WriteEndArray();
    }
}

/// <summary>A trust list was accepted: one entry per list.</summary>
internal sealed record TrustListEntry(TrustListState Accepted) : LedgerEntry
{
    internal override EntryKind Kind => EntryKind.Trust;

    protected override void WriteMembers(Utf8JsonWriter json)
    {
        json.WriteString("list"u8, Accepted.List);
        json.WriteNumber("sequence"u8, Accepted.Sequence);
        json.WriteString("sha256"u8, Accepted.Sha256);
    }
}

/// <summary>A signing key was taken into use, under an endorsement.</summary>
/// <param name="Use">"stamping", "ledger" or "witness".</param>
/// <param name="KeyId">RFC 7638 thumbprint.</param>
/// <param name="Endorsement">Digest of the endorsement's exact bytes.</param>
internal sealed record KeyEntry(
    string Use, string KeyId, PartyId Party, Sha256Digest Endorsement, DateTimeOffset From, DateTimeOffset To)
        : LedgerEntry
{
    internal override EntryKind Kind => EntryKind.Key;

    protected override void WriteMembers(Utf8JsonWriter json)
    {
        json.WriteString("use"u8, Use);
        json.WriteString("keyid"u8, KeyId);
        json.WriteString("party"u8, Party.ToString());
        json.WriteString("endorsementSha256"u8, Endorsement.ToString());
        json.WriteString("from"u8, Time(From));
        json.WriteString("to"u8, Time(To));
    }
}

/// <summary>Why a <see cref="StartEntry"/> was written.</summary>
internal enum StartReason
{
    /// <summary>The daemon opened the ledger.</summary>
    Open,

    /// <summary>A new year began, and with it a new shard: the shard's first entry.</summary>
    Year,
}

/// <summary>The ledger was opened, or a shard begins.</summary>
/// <param name="Previous">
/// The last checkpoint of the shard before, verbatim; only and always in the first entry of a shard that has one.
/// </param>
internal sealed record StartEntry(StartReason Reason, string? Previous) : LedgerEntry
{
    internal override EntryKind Kind => EntryKind.Start;

    protected override void WriteMembers(Utf8JsonWriter json)
    {
        json.WriteString("reason"u8, Reason == StartReason.Open ? "open"u8 : "year"u8);
        if (Previous is not null)
        {
            json.WriteString("previous"u8, Previous);
        }
    }
}

/// <summary>A clean stop: the last entry until the next start.</summary>
internal sealed record StopEntry : LedgerEntry
{
    internal override EntryKind Kind => EntryKind.Stop;

    protected override void WriteMembers(Utf8JsonWriter json)
    {
    }
}

/// <summary>One a minute, so that a stopped log and a quiet one differ.</summary>
internal sealed record TickEntry : LedgerEntry
{
    internal override EntryKind Kind => EntryKind.Tick;

    protected override void WriteMembers(Utf8JsonWriter json)
    {
    }
}

/// <summary>The ledger was not stopped cleanly; this is what the next start found.</summary>
/// <param name="Entries">Entries that were in the WAL and not yet published.</param>
/// <param name="TornBytes">
/// Bytes of an unfinished batch that were cut off; nobody was told that they were durable.
/// </param>
/// <param name="UnknownOutcomes">Transfers released without an outcome.</param>
internal sealed record RecoverEntry(long Entries, long TornBytes, long UnknownOutcomes) : LedgerEntry
{
    internal override EntryKind Kind => EntryKind.Recover;

    protected override void WriteMembers(Utf8JsonWriter json)
    {
        json.WriteNumber("entries"u8, Entries);
        json.WriteNumber("tornBytes"u8, TornBytes);
        json.WriteNumber("unknownOutcomes"u8, UnknownOutcomes);
    }
}
