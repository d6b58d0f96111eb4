using System.Text.Json;
using Gateway.Policies;
using Gateway.Policies.Catalogue;
using Gateway.Policies.Parties;
using Gateway.Policies.Routes;

namespace Gateway.Ledger.Entries;

/// <summary>A carrying leg is about to leave. Exactly one per leg that left.</summary>
/// <param name="Peer">By what the caller was known.</param>
/// <param name="Upstream">The party at the far side.</param>
/// <param name="Statement">The exact bytes of the statement that is signed.</param>
/// <param name="SignatureInput">Value of the Signature-Input field.</param>
/// <param name="Signature">Value of the Signature field.</param>
/// <param name="SignatureBase">Digest of the signature base.</param>
/// <param name="Annex">Digest of the sealed annex that is appended with this entry.</param>
internal sealed record ReleaseEntry(
    Guid TransferId,
    Leg Leg,
    EntryPeer Peer,
    PartyId Upstream,
    ReadOnlyMemory<byte> Statement,
    string SignatureInput,
    string Signature,
    Sha256Digest SignatureBase,
    Sha256Digest Annex) : LedgerEntry
{
    internal override EntryKind Kind => EntryKind.Release;

    protected override void WriteMembers(Utf8JsonWriter json)
    {
        json.WriteString("transferId"u8, TransferId);
        json.WriteLeg(Leg);
        Peer.Write(json, "peer");
        json.WriteString("upstream"u8, Upstream.ToString());
        json.WriteBase64String("statement"u8, Statement.Span);
        json.WriteString("signatureInput"u8, SignatureInput);
        json.WriteString("signature"u8, Signature);
        json.WriteString("baseSha256"u8, SignatureBase.ToString());
        json.WriteString("annexSha256"u8, Annex.ToString());
    }
}

/// <summary>
/// A request leg that carries nothing is about to be forwarded: remote access from outside is egress.
/// </summary>
/// <param name="Params">Names of the declared parameters that were sent; never their values.</param>
internal sealed record RequestEntry(Guid TransferId, RouteId Route, PartyId Caller, IReadOnlyList<string> Params)
    : LedgerEntry
{
    internal override EntryKind Kind => EntryKind.Request;

    protected override void WriteMembers(Utf8JsonWriter json)
    {
        json.WriteString("transferId"u8, TransferId);
        json.WriteString("route"u8, Route.ToString());
        json.WriteString("caller"u8, Caller.ToString());
        json.WriteStartArray("params"u8);
        foreach (var name in Params)
        {
            json.WriteStringValue(name);
        }

        json.WriteEndArray();
    }
}

/// <summary>
/// What is known of a transfer when it is turned back; null is "not known by then" and is not written.
/// </summary>
/// <param name="Rule">Path of the rule, as the bundle spells it.</param>
internal sealed record TurnBackPlace(Leg? Leg, PartyId? Party, RouteId? Route, CategoryId? Category, string? Rule)
{
    internal static TurnBackPlace Nowhere { get; } = new(null, null, null, null, null);

    internal void Write(Utf8JsonWriter json)
    {
        WriteIfKnown(json, "party", Party?.ToString());
        WriteIfKnown(json, "route", Route?.ToString());
        WriteIfKnown(json, "category", Category?.ToString());
        WriteIfKnown(json, "rule", Rule);
    }

    private static void WriteIfKnown(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }
}

/// <summary>An expected "no".</summary>
/// <param name="TransferId">Null only for a counted entry of strangers' refusals.</param>
/// <param name="Delivered">
/// Whether the request had already reached the far side; null where the question does not arise.
/// </param>
/// <param name="Count">How many refusals this entry stands for; null: one.</param>
internal sealed record RefusalEntry(
    Guid? TransferId, RefusalCode Code, bool? Delivered, TurnBackPlace Place, long? Count) : LedgerEntry
{
    internal override EntryKind Kind => EntryKind.Refusal;

    protected override void WriteMembers(Utf8JsonWriter json)
    {
        if (TransferId is { } id)
        {
            json.WriteString("transferId"u8, id);
        }

        json.WriteString("code"u8, Code.Wire);
        json.WriteLeg(Place.Leg);
        if (Delivered is { } delivered)
        {
            json.WriteBoolean("delivered"u8, delivered);
        }

        Place.Write(json);
        if (Count is { } count)
        {
            json.WriteNumber("count"u8, count);
        }
    }
}

/// <summary>"A person decides".</summary>
internal sealed record HoldEntry(Guid TransferId, RefusalCode Code, TurnBackPlace Place) : LedgerEntry
{
    internal override EntryKind Kind => EntryKind.Hold;

    protected override void WriteMembers(Utf8JsonWriter json)
    {
        json.WriteString("transferId"u8, TransferId);
        json.WriteString("code"u8, Code.Wire);
        json.WriteLeg(Place.Leg);
        Place.Write(json);
    }
}

/// <summary>Whether what was released arrived.</summary>
internal enum Delivered
{
    /// <summary>
    /// Not known: written at the next start for a release that has no outcome, or after a broken connection.
    /// </summary>
    Unknown,

    /// <summary>No byte was sent.</summary>
    No,

    /// <summary>The far side answered.</summary>
    Yes,
}

/// <summary>How a transfer ended. Null status, bytes or duration: not known.</summary>
/// <param name="Upstream">By what the upstream was known, where it was reached.</param>
/// <param name="Bytes">Body bytes that went back to the caller.</param>
/// <param name="DiscardedBytes">Body bytes that were read and thrown away; null where there were none.</param>
internal sealed record OutcomeEntry(
    Guid TransferId,
    EntryPeer? Upstream,
    int? Status,
    long? Bytes,
    long? DurationMs,
    Delivered Delivered,
    long? DiscardedBytes) : LedgerEntry
{
    internal override EntryKind Kind => EntryKind.Outcome;

    /// <summary>What the next start writes for a release without an outcome.</summary>
    internal static OutcomeEntry Unknown(Guid transferId) =>
        new(transferId, null, null, null, null, Delivered.Unknown, null);

    protected override void WriteMembers(Utf8JsonWriter json)
    {
        json.WriteString("transferId"u8, TransferId);
        Upstream?.Write(json, "upstream");
        json.WriteCount("status", Status);
        json.WriteCount("bytes", Bytes);
        json.WriteCount("durationMs", DurationMs);
        if (Delivered == Delivered.Unknown)
        {
            json.WriteString("delivered"u8, "unknown"u8);
        }
        else
        {
            json.WriteBoolean("delivered"u8, Delivered == Delivered.Yes);
        }

        if (DiscardedBytes is not null)
        {
            json.WriteCount("discardedBytes", DiscardedBytes);
        }
    }
}

/// <summary>Shapes that several kinds share.</summary>
internal static class EntryJson
{
    internal static void WriteLeg(this Utf8JsonWriter json, Leg? leg)
    {
        if (leg is { } known)
        {
            json.WriteString("leg"u8, known == Leg.Request ? "request"u8 : "response"u8);
        }
    }

    internal static void WriteCount(this Utf8JsonWriter json, string name, long? count)
    {
        if (count is { } known)
        {
            json.WriteNumber(name, known);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
