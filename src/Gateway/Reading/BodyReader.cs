using System.Buffers;
using System.IO.Compression;
using System.Security.Cryptography;
using Gateway.Policies;
using Gateway.Settings;
using Microsoft.AspNetCore.Connections;

namespace Gateway.Reading;

/// <summary>
/// Reads one body whole into pooled memory: bounded in bytes, in expansion and in time. Only gzip (RFC 1952) and br
/// (RFC 7932) are decoded; any other content coding is refused.
/// </summary>
internal sealed class BodyReader(ReadingSettings settings, TimeProvider time)
{
    // Off by default in .NET: without it a gzip or br body that breaks off reads as one that ended.
    private const string StrictSwitch = "System.IO.Compression.UseStrictValidation";

    private const int PieceSize = 128 * 1024;

    private const int FirstRoom = 256 * 1024;

    // What comes, what leaves while it grows, and the working memory between: of a body beyond the first room.
    private const int RoomsOfLarge = 4;

    // A small body may expand freely up to this: a ratio says nothing about a few bytes.
    private const int FreeExpansion = 64 * 1024;

    // Kestrel says "the sender went away" and "the framing is broken" with the same status; only the words differ.
    private const string UnexpectedEnd = "Unexpected end of request content.";

    static BodyReader() => AppContext.SetSwitch(StrictSwitch, true);

    /// <summary>The decoded body, owned by the caller; or why it was not taken.</summary>
    /// <param name="budget">What it may take of the memory.</param>
    /// <param name="cancellationToken">Signals that the transfer's time is up.</param>
    internal async Task<Outcome<DecodedBody>> ReadAsync(
        IncomingBody body, MemoryBudget budget, CancellationToken cancellationToken)
    {
        if (body.ContentLength > settings.MaxBodyBytes)
        {
            return TooLarge(settings.MaxBodyBytes);
        }

        using var waiting = new WaitingTime(settings.Timeout, time, cancellationToken);
        BodyRoom? room = null;
        DecodedBody? decoded = null;
        try
        {
            // A length is a claim: room beyond this is waited for when that much is there, or a few callers that
            // declare much and send nothing would hold the whole budget.
            room = new BodyRoom(budget, (int)Math.Min(body.ContentLength ?? 0, FirstRoom));
            using var hash = IsEncoded(body) ? IncrementalHash.CreateHash(HashAlgorithmName.SHA256) : null;
            if (await FillAsync(room, body, hash, waiting) is { } refusal)
            {
                return refusal;
            }

            return decoded = new DecodedBody(room.Body, hash?.GetHashAndReset(), room.Reservation);
        }
        catch (Exception e) when (Explain(e, body, waiting.IsOver) is not null)
        {
            return Explain(e, body, waiting.IsOver)!;
        }
        finally
        {
            if (decoded is null)
            {
                room?.Dispose();
            }
        }
    }

    /// <summary>Where bodies that are too long for memory go; null: nowhere.</summary>
    internal string? SpoolDirectory => settings.SpoolDirectory;

    /// <summary>True where a body may be longer than what is read into memory, and there is a place for such.</summary>
    internal bool MayBeLong(IncomingBody body) =>
        SpoolDirectory is not null && (IsEncoded(body) || !(body.ContentLength <= settings.MaxBodyBytes));

    /// <summary>
    /// Gives the decoded body away piece by piece, in the order it comes; or why it was not taken. Bounded in bytes, in
    /// expansion and in time, like a body in memory.
    /// </summary>
    /// <param name="cancellationToken">Signals that the transfer's time is up.</param>
    internal async Task<Outcome<PumpedBody>> PumpAsync(
        IncomingBody body, BodyPiece take, CancellationToken cancellationToken)
    {
        if (body.ContentLength > settings.MaxSpooledBytes)
        {
            return TooLarge(settings.MaxSpooledBytes);
        }

        using var waiting = new WaitingTime(settings.Timeout, time, cancellationToken);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(PieceSize);
        try
        {
            var metered = new MeteredStream(body.Stream, hash, body.ContentLength, body.Begun);
            if (Decoder(body.ContentEncoding, metered) is not { } stream)
            {
                return UnknownCoding();
            }

            await using (stream)
            {
                var length = 0L;
                int read;
                while ((read = await waiting.ReadAsync(stream, buffer)) > 0)
                {
                    length += read;
                    if (length > settings.MaxSpooledBytes || Expands(length, metered.Count))
                    {
                        return TooLarge(settings.MaxSpooledBytes);
                    }

                    if (await take(buffer.AsMemory(0, read), waiting.Token) is { } turnBack)
                    {
                        return turnBack;
                    }
                }

                return new PumpedBody(length, hash.GetHashAndReset());
            }
        }
        catch (Exception e) when (Explain(e, body, waiting.IsOver) is not null)
        {
            return Explain(e, body, waiting.IsOver)!;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }

    /// <summary>
    /// Null when the body is empty; for legs that carry nothing. One byte decides, and no more is read.
    /// </summary>
    internal async Task<Refusal?> RefuseAnyAsync(IncomingBody body, CancellationToken cancellationToken)
    {
        var begun = await BeginAsync(body, cancellationToken);
        return begun.TryPass(out var found, out var turnBack)
            ? found.Begun.IsEmpty
                ? null
                : new Refusal(RefusalCode.BodyUnexpected, "this leg of the route carries nothing")
            : turnBack as Refusal;
    }

    /// <summary>Waits for the first byte, and reads no more: only then is it known whether there is a body.</summary>
    internal async Task<Outcome<IncomingBody>> BeginAsync(IncomingBody body, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(settings.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            var first = new byte[1];
            var metered = new MeteredStream(body.Stream, null, body.ContentLength);
            return body with { Begun = first.AsMemory(0, await metered.ReadAsync(first, either.Token)) };
        }
        catch (Exception e) when (Explain(e, body, either.IsCancellationRequested) is not null)
        {
            return Explain(e, body, either.IsCancellationRequested)!;
        }
    }

    private async Task<Refusal?> FillAsync(
        BodyRoom room, IncomingBody body, IncrementalHash? hash, WaitingTime waiting)
    {
        var metered = new MeteredStream(body.Stream, hash, body.ContentLength);
        if (Decoder(body.ContentEncoding, metered) is not { } stream)
        {
            return UnknownCoding();
        }

        var buffer = room.Body;
        await using (stream)
        {
            // Full by its own word, where nothing is decoded: its end is asked for with one byte, and not with a
            // buffer twice as large, which would have to be cleared.
            var declared = IsEncoded(body) ? null : body.ContentLength;
            int read;
            do
            {
                if (buffer.Length >= declared)
                {
                    return buffer.Length == declared && await waiting.ReadAsync(stream, new byte[1]) == 0
                        ? null
                        : TooLong();
                }

                if (buffer.IsFull && buffer.Length >= FirstRoom && room.Reservation is null)
                {
                    await WidenAsync(room, (int?)declared, waiting.Token);
                }

                read = await waiting.ReadAsync(stream, buffer.GetMemory(1));
                buffer.Advance(read);
                if (buffer.Length > settings.MaxBodyBytes || Expands(buffer.Length, metered.Count))
                {
                    return TooLarge(settings.MaxBodyBytes);
                }
            }
            while (read > 0);
        }

        room.Reservation?.Cut(RoomsOfLarge * (long)PooledBody.HeldBy(buffer.Length));
        return null;
    }

    // A large body waits for its turn, and its sender with it; what it is given is enough for all that is done with it.
    private async Task WidenAsync(BodyRoom room, int? declared, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(settings.RoomTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            var held = PooledBody.HeldBy(declared ?? settings.MaxBodyBytes);
            await room.WidenAsync(RoomsOfLarge * (long)held, declared ?? 0, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new MemoryBudgetException();
        }
    }

    private static bool IsEncoded(IncomingBody body) => !string.IsNullOrWhiteSpace(body.ContentEncoding);

    private bool Expands(long decoded, long encoded) =>
        decoded > FreeExpansion && decoded > encoded * settings.MaxExpansion;

    private static Stream? Decoder(string? encoding, MeteredStream body) => encoding?.Trim().ToLowerInvariant() switch
    {
        null or "" or "identity" => body,
        "gzip" or "x-gzip" => new GZipStream(body, CompressionMode.Decompress),
        "br" => new BrotliStream(body, CompressionMode.Decompress),
        _ => null,
    };

    private static Refusal Broken() => new(RefusalCode.BodyMalformed, "the content coding is broken");

    private static Refusal TooLong() =>
        new(RefusalCode.BodyMalformed, "the body is longer than its Content-Length");

    private static Refusal UnknownCoding() =>
        new(RefusalCode.BodyEncoding, "only the content codings gzip and br are read");

    private static Refusal TooLarge(long limit) =>
        new(RefusalCode.BodyTooLarge, $"the body is over the limit of {limit} bytes, or expands too far");

    // The ways a peer can fail while sending are expected, so they are answers; anything else is not caught here.
    private static Refusal? Explain(Exception e, IncomingBody body, bool isLate) => e switch
    {
        OperationCanceledException when isLate =>
            new Refusal(RefusalCode.BodyTimeout, "the body did not arrive in time"),
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } =>
            new Refusal(RefusalCode.BodyTooLarge, "the body is over the limit"),
        BadHttpRequestException { StatusCode: StatusCodes.Status408RequestTimeout } =>
            new Refusal(RefusalCode.BodyTimeout, "the body arrived too slowly"),
        BadHttpRequestException { Message: UnexpectedEnd } =>
            new Refusal(RefusalCode.BodyAborted, "the sender went away before the body was whole"),
        BadHttpRequestException => new Refusal(RefusalCode.BodyMalformed, "the framing of the body is broken"),
        OperationCanceledException or ConnectionResetException or ConnectionAbortedException =>
            new Refusal(RefusalCode.BodyAborted, "the sender went away before the body was whole"),
        // BrotliStream says InvalidOperationException of broken data.
        InvalidDataException => Broken(),
        InvalidOperationException when IsEncoded(body) => Broken(),
        SpoolException => SpoolException.ToRefusal(),
        HttpRequestException or HttpIOException =>
            new Refusal(RefusalCode.BodyAborted, "the far side broke off its answer"),
        IOException => new Refusal(RefusalCode.BodyAborted, "the connection broke off"),
        MemoryBudgetException => MemoryBudgetException.ToRefusal(),
        _ => null,
    };
}

/// <summary>Takes the next bytes of a body, lent for the call. Null: go on.</summary>
internal delegate ValueTask<TurnBack?> BodyPiece(ReadOnlyMemory<byte> piece, CancellationToken cancellationToken);

/// <summary>A body that was given away piece by piece.</summary>
/// <param name="Length">Decoded.</param>
/// <param name="ReceivedSha256">Digest of the content as received, before a coding was taken off.</param>
internal sealed record PumpedBody(long Length, byte[] ReceivedSha256);

/// <summary>A body without its content coding.</summary>
/// <param name="EncodedSha256">Digest of the content as received, where a coding was taken off; else null.</param>
/// <param name="Room">What a large body waited for, to be disposed when nothing of it is worked on any more.</param>
internal sealed record DecodedBody(PooledBody Body, byte[]? EncodedSha256, MemoryReservation? Room) : IDisposable
{
    /// <summary>Gives back both.</summary>
    public void Dispose()
    {
        Body.Dispose();
        Room?.Dispose();
    }
}

/// <summary>The buffer of a body, and the room it has waited for, while it is being filled.</summary>
internal sealed class BodyRoom(MemoryBudget budget, int sizeHint) : IDisposable
{
    internal PooledBody Body { get; } = new(budget, sizeHint);

    internal MemoryReservation? Reservation { get; private set; }

    /// <exception cref="OperationCanceledException">It was not to be had in time.</exception>
    internal async Task WidenAsync(long bytes, int size, CancellationToken cancellationToken)
    {
        Body.Release();
        Reservation = await budget.ReserveAsync(bytes, cancellationToken);
        Body.MoveTo(Reservation, size);
    }

    public void Dispose()
    {
        Body.Dispose();
        Reservation?.Dispose();
    }
}
