using System.Buffers.Binary;
using System.Diagnostics;
using Gateway.Closing;
using Gateway.Listening;
using Gateway.Policies;
using Gateway.Policies.Routes;
using Gateway.Rooms;

namespace Gateway.Telemetry;

/// <summary>
/// The spans of a transfer: one for the whole, one child for each visit to a room; made when all is over, from what
/// the clock noted. The trace id is the transfer id, so log, ledger and trace share one name. Ids and codes only.
/// </summary>
internal sealed class TransferTrace(double ratio) : IDisposable
{
    // The last 56 bits of a UUIDv7 are random (RFC 9562 section 5.7): they decide which transfers are traced.
    private const int RandomBits = 56;
    private const int IdSize = 16;

    private readonly ActivitySource _source = new(Instruments.SourceName, Software.Version);

    /// <summary>The span of the whole transfer, current until it is disposed; null when it is not traced.</summary>
    internal Activity? Of(Arrival arrival, Receipt receipt)
    {
        if (!_source.HasListeners() || !IsSampled(arrival.Id.Value))
        {
            return null;
        }

        var trace = ActivityTraceId.CreateFromString(arrival.Id.Value.ToString("N"));
        var root = _source.StartActivity(
            "transfer",
            ActivityKind.Server,
            new ActivityContext(trace, default, ActivityTraceFlags.Recorded),
            Tags(arrival, receipt),
            links: null,
            arrival.Time);
        if (root is null)
        {
            return null;
        }

        for (var i = 0; i < arrival.Clock.Count; i++)
        {
            Add(root, arrival.Time, arrival.Clock[i]);
        }

        if (receipt.Code.Length > 0 && receipt.Status >= StatusCodes.Status500InternalServerError)
        {
            root.SetStatus(ActivityStatusCode.Error, receipt.Code);
        }

        return root.SetEndTime((arrival.Time + arrival.Clock.Whole).UtcDateTime);
    }

    public void Dispose() => _source.Dispose();

    /// <summary>The same answer for the same id, wherever it is asked.</summary>
    internal bool IsSampled(Guid id)
    {
        Span<byte> bytes = stackalloc byte[IdSize];
        _ = id.TryWriteBytes(bytes, bigEndian: true, out _);
        var random = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]) & ((1UL << RandomBits) - 1);
        return random < ratio * (1UL << RandomBits);
    }

    private void Add(Activity root, DateTimeOffset arrived, Visit visit)
    {
        var kind = visit.Room == Room.Forwarding ? ActivityKind.Client : ActivityKind.Internal;
        var start = arrived + visit.Start;
        using var span = _source.StartActivity(visit.Room.Wire(), kind, root.Context, startTime: start);
        span?.SetEndTime((start + visit.Took).UtcDateTime);
    }

    private static List<KeyValuePair<string, object?>> Tags(Arrival arrival, Receipt receipt)
    {
        var facts = arrival.Facts;
        var tags = new List<KeyValuePair<string, object?>>
        {
            new("gateway.transfer_id", facts.Id.ToString()),
            new("gateway.listener", arrival.Listener.Name),
            new("gateway.decision", receipt.Ending),
            new("http.response.status_code", receipt.Status),
        };
        Add(tags, "gateway.code", receipt.Code);
        Add(tags, "gateway.caller", facts.Party?.ToString());
        Add(tags, "gateway.route", facts.Route?.ToString());
        Add(tags, "gateway.leg", receipt.Code.Length > 0 ? facts.Leg?.Wire() : null);
        if (facts.Route is { } id && arrival.Pinned.Policy.RouteOf(id) is { } route)
        {
            Add(tags, "gateway.callee", route.CalleeParty.ToString());
            Add(tags, route, Leg.Request);
            Add(tags, route, Leg.Response);
        }

        return tags;
    }

    // What the route lets a leg carry, and which way.
    private static void Add(List<KeyValuePair<string, object?>> tags, RouteDefinition route, Leg leg)
    {
        if (route.CargoOf(leg) is { } cargo)
        {
            Add(tags, $"gateway.{leg.Wire()}.category", cargo.Category.ToString());
            Add(tags, $"gateway.{leg.Wire()}.direction", route.DirectionOf(leg).Wire());
        }
    }

    private static void Add(List<KeyValuePair<string, object?>> tags, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            tags.Add(new KeyValuePair<string, object?>(name, value));
        }
    }
}
