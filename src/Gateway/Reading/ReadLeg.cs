using Gateway.Permit;
using Gateway.Policies;
using Gateway.Policies.Instruments;
using Gateway.Rooms;
using Gateway.Screening;

namespace Gateway.Reading;

/// <summary>
/// Room 5's result: the body of one carrying leg, whole, decoded and in memory; or, where it is too long for that and
/// goes by record, still to be read, bounded in the same ways.
/// </summary>
internal sealed class ReadLeg : IDisposable
{
    private readonly PooledBody? _body;
    private readonly MemoryReservation? _room;
    private readonly BodyReader? _reader;
    private readonly IncomingBody _incoming;

    private ReadLeg(
        PermittedTransfer permitted, Leg leg, Permission permission, IncomingBody incoming, DecodedBody? decoded)
    {
        Permitted = permitted;
        Leg = leg;
        Permission = permission;
        _incoming = incoming;
        _body = decoded?.Body;
        _room = decoded?.Room;
    }

    private ReadLeg(
        PermittedTransfer permitted, Leg leg, Permission permission, IncomingBody incoming, BodyReader reader)
        : this(permitted, leg, permission, incoming, (DecodedBody?)null) => _reader = reader;

    internal PermittedTransfer Permitted { get; }

    internal Leg Leg { get; }

    internal Permission Permission { get; }

    /// <summary>The document as the exporter sent it, without content coding. Cleared on dispose.</summary>
    internal PooledBody Body => _body ?? throw new InvalidOperationException("the body is not read yet");

    /// <summary>Where what leaves waits, for a body that is not read yet; else null.</summary>
    internal string? Spool => _reader?.SpoolDirectory;

    /// <summary>The field value as received; the category takes it.</summary>
    internal string? ContentType => _incoming.ContentType;

    /// <summary>
    /// Told every piece of a body that is not read yet, to its end, whatever becomes of it; null: nobody.
    /// </summary>
    internal PieceWatcher? Watcher { get; set; }

    /// <summary>What else this body needs memory for, is taken from here.</summary>
    internal IBodyMemory Memory => _room as IBodyMemory ?? Permitted.Routed.Admitted.Memory;

    public void Dispose()
    {
        _body?.Dispose();
        _room?.Dispose();
    }

    /// <summary>
    /// Reads a body that is not read yet, piece by piece, to its end. Null; or the answer, from here or from who takes
    /// the pieces.
    /// </summary>
    internal async Task<TurnBack?> PumpAsync(BodyPiece take, CancellationToken cancellationToken)
    {
        TurnBack? refused = null;
        async ValueTask<TurnBack?> WatchAsync(ReadOnlyMemory<byte> piece, CancellationToken token)
        {
            Watcher(piece.Span);
            refused ??= await take(piece, token);
            return null;
        }

        var pump = await _reader!.PumpAsync(_incoming, Watcher is null ? take : WatchAsync, cancellationToken);
        if (!pump.TryPass(out var pumped, out var turnBack) || refused is not null)
        {
            return refused ?? turnBack;
        }

        Permitted.Arrival.NoteRead(Leg, pumped.Length);
        if (Leg == Leg.Request)
        {
            Permitted.Arrival.NoteBody(pumped.ReceivedSha256);
        }

        return null;
    }

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
            if (GoesByRecord(permitted, permission, incoming))
            {
                return await BeginAsync(permitted, leg, permission, incoming, cancellationToken);
            }

            var read = await reader.ReadAsync(incoming, permitted.Routed.Admitted.Memory, cancellationToken);
            if (!read.TryPass(out var decoded, out var turnBack))
            {
                return turnBack;
            }

            var body = decoded.Body;
            permitted.Arrival.NoteRead(leg, body.Length);
            if (body.Length == 0)
            {
                decoded.Dispose();
                return ReadResult.Empty;
            }

            if (MediaType.Refuse(incoming.ContentType, permission.Category) is { } refusal)
            {
                decoded.Dispose();
                return refusal;
            }

            if (leg == Leg.Request)
            {
                permitted.Arrival.NoteBody(decoded);
            }

            return new ReadResult(new ReadLeg(permitted, leg, permission, incoming, decoded));
        }

        private async Task<Outcome<ReadResult>> BeginAsync(
            PermittedTransfer permitted,
            Leg leg,
            Permission permission,
            IncomingBody incoming,
            CancellationToken cancellationToken)
        {
            var begun = await reader.BeginAsync(incoming, cancellationToken);
            if (!begun.TryPass(out var body, out var turnBack))
            {
                return turnBack;
            }

            if (body.Begun.IsEmpty)
            {
                return ReadResult.Empty;
            }

            return MediaType.Refuse(incoming.ContentType, permission.Category) is { } unfit
                ? unfit
                : new ReadResult(new ReadLeg(permitted, leg, permission, body, reader));
        }

        // Too long for memory, or not known to be short; and of a category that can be decided without all of it.
        private bool GoesByRecord(PermittedTransfer permitted, Permission permission, IncomingBody incoming) =>
            reader.MayBeLong(incoming)
            && permitted.Routed.Pinned.Policy.Engines[permission.Category.Id].GoesByRecord
            && !SubjectQuestions.AsksAbout(permission);
    }
}

/// <summary>Looks at the next bytes of a body, lent for the call.</summary>
internal delegate void PieceWatcher(ReadOnlySpan<byte> piece);

/// <summary>What Reading found: a leg with content, or none.</summary>
internal sealed record ReadResult(ReadLeg? Leg)
{
    internal static ReadResult Empty { get; } = new((ReadLeg?)null);
}
