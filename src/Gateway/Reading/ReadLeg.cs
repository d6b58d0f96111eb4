using Gateway.Permit;
using Gateway.Policies;
using Gateway.Policies.Instruments;
using Gateway.Rooms;

namespace Gateway.Reading;

/// <summary>Room 5's result: the body of one carrying leg, whole, decoded and in memory.</summary>
internal sealed class ReadLeg : IDisposable
{
    private ReadLeg(
        PermittedTransfer permitted, Leg leg, Permission permission, PooledBody body, string? contentType)
    {
        Permitted = permitted;
        Leg = leg;
        Permission = permission;
        Body = body;
        ContentType = contentType;
    }

    internal PermittedTransfer Permitted { get; }

    internal Leg Leg { get; }

    internal Permission Permission { get; }

    /// <summary>The document as the exporter sent it, without content coding. Cleared on dispose.</summary>
    internal PooledBody Body { get; }

    /// <summary>The field value as received; the category takes it.</summary>
    internal string? ContentType { get; }

    public void Dispose() => Body.Dispose();

    /// <summary>Room 5: the body, whole and bounded; or the knowledge that there is none.</summary>
    internal sealed class ReadingRoom(BodyReader reader)
    {
        /// <summary>
        /// Null value of <see cref="ReadResult.Leg"/>: there is no content, so the leg carries nothing (DESIGN.md 3).
        /// </summary>
        internal async Task<Outcome<ReadResult>> ReadAsync(
            PermittedTransfer permitted, Leg leg, IncomingBody incoming, CancellationToken cancellationToken)
        {
            permitted.Arrival.Enter(Room.Reading);
            permitted.Facts = permitted.Facts with { Leg = leg };
            if (incoming.ContentLength == 0)
            {
                return ReadResult.Empty;
            }

            var permission = permitted.PermissionFor(leg);
            if (permission is null)
            {
                return await reader.RefuseAnyAsync(incoming, cancellationToken) is { } unexpected
                    ? unexpected
                    : ReadResult.Empty;
            }

            permitted.Facts = permitted.Facts with { Category = permission.Category.Id };
            var read = await reader.ReadAsync(incoming, permitted.Routed.Admitted.Memory, cancellationToken);
            if (!read.TryPass(out var decoded, out var turnBack))
            {
                return turnBack;
            }

            var body = decoded.Body;
            permitted.Arrival.NoteRead(leg, body.Length);
            if (body.Length == 0)
            {
                body.Dispose();
                return ReadResult.Empty;
            }

            if (MediaType.Refuse(incoming.ContentType, permission.Category) is { } refusal)
            {
                body.Dispose();
                return refusal;
            }

            if (leg == Leg.Request)
            {
                permitted.Arrival.NoteBody(decoded);
            }

            return new ReadResult(new ReadLeg(permitted, leg, permission, body, incoming.ContentType));
        }
    }
}

/// <summary>What Reading found: a leg with content, or none.</summary>
internal sealed record ReadResult(ReadLeg? Leg)
{
    internal static ReadResult Empty { get; } = new((ReadLeg?)null);
}
