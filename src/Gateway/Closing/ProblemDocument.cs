using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Gateway.Ledger;
using Gateway.Listening;
using Gateway.Policies;
using Gateway.Policies.Parties;

namespace Gateway.Closing;

/// <summary>The caller's copy of a refusal (RFC 9457, FORMATS.md 4).</summary>
internal static class ProblemDocument
{
    internal const string MediaType = "application/problem+json";

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Whatever is refused of an answer is 502 to the caller: its own request was in order.</summary>
    internal static int StatusOf(TurnBack turnBack, Leg? leg) => turnBack switch
    {
        Hold => StatusCodes.Status202Accepted,
        _ when leg == Leg.Response => StatusCodes.Status502BadGateway,
        _ => turnBack.Code.HttpStatus,
    };

    internal static byte[] Write(
        Arrival arrival, TurnBack turnBack, int status, LedgerPosition? position, Language language)
    {
        var facts = arrival.Facts;
        var buffer = new ArrayBufferWriter<byte>(512);
        using var json = new Utf8JsonWriter(buffer, Options);
        json.WriteStartObject();
        json.WriteString("type"u8, $"urn:gateway:refusal:{turnBack.Code.Wire}");
        json.WriteString("title"u8, RefusalTitles.Of(turnBack.Code, language));
        json.WriteNumber("status"u8, status);
        json.WriteString("code"u8, turnBack.Code.Wire);
        if (MaySeeDetail(arrival))
        {
            json.WriteString("detail"u8, turnBack.Detail);
        }

        json.WriteString("transferId"u8, facts.Id.ToString());
        if (position is { } recorded)
        {
            json.WriteString("ledger"u8, recorded.ToString());
        }

        if (facts.Leg is { } leg)
        {
            json.WriteString("leg"u8, leg == Leg.Request ? "request"u8 : "response"u8);
        }

        WriteDelivered(json, facts.Delivered, facts.Released);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteDelivered(Utf8JsonWriter json, bool? delivered, bool released)
    {
        if (delivered is null && released)
        {
            json.WriteString("delivered"u8, "unknown"u8);
        }
        else
        {
            json.WriteBoolean("delivered"u8, delivered ?? false);
        }
    }

    // Detail goes only to identified callers in the exporter's zone: it says how the policy is made, and what the
    // exporter's data look like. Before a route is known, a caller can only have asked to export.
    private static bool MaySeeDetail(Arrival arrival)
    {
        if (arrival.Facts.PartyZone is not { } zone)
        {
            return false;
        }

        if (arrival.Facts.Route is not { } id || arrival.Pinned.Policy.RouteOf(id) is not { } route)
        {
            return true;
        }

        var leg = arrival.Facts.Leg ?? (route.Request is null ? Leg.Response : Leg.Request);
        return (zone == Zone.CN) == (route.DirectionOf(leg) == Direction.NorthToSouth);
    }
}
