using System.Security.Cryptography.X509Certificates;
using Gateway.Policies;
using Gateway.Reading;
using Gateway.Rooms;
using Gateway.Stamping;
using Gateway.State;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace Gateway.Listening;

/// <summary>
/// Room 1's result: one request, well framed, with the snapshots that it will be decided by, held until it is disposed.
/// Nothing is known yet of who sent it.
/// </summary>
internal sealed class Arrival : IDisposable
{
    private readonly CancellationTokenSource _deadline;
    private readonly CancellationTokenRegistration _timeIsUp;
    private readonly Intake _intake;
    private TransferClock _clock;
    private BodyBytes _bytes;

    private Arrival(
        HttpContext context, Listener listener, PinnedSnapshots pinned, TransferTime most, TimeProvider time)
    {
        _clock = new TransferClock(time);
        _intake = most.Intake;
        _deadline = most.Begin();
        _timeIsUp = _intake.TimeIsUp.UnsafeRegister(
            static deadline => ((CancellationTokenSource)deadline!).Cancel(), _deadline);
        Context = context;
        Listener = listener;
        Pinned = pinned;
        Time = time.GetUtcNow();
        Id = TransferId.Create(Time);
        Facts = new TransferFacts(Id);
        CallerGone = context.RequestAborted;
    }

    internal TransferId Id { get; }

    internal DateTimeOffset Time { get; }

    internal Listener Listener { get; }

    internal PinnedSnapshots Pinned { get; }

    /// <summary>The exchange with the caller. Read by Routing and Reading, written by Closing.</summary>
    internal HttpContext Context { get; }

    /// <summary>What is known so far; each room adds to it, so a refusal at any point records all of it.</summary>
    internal TransferFacts Facts { get; set; }

    /// <summary>How long it was in which room.</summary>
    internal ref readonly TransferClock Clock => ref _clock;

    /// <summary>How much was read and how much was released.</summary>
    internal ref readonly BodyBytes Bytes => ref _bytes;

    /// <summary>Said by each room when the transfer comes in.</summary>
    internal void Enter(Room room) => _clock.Enter(room);

    /// <summary>Said by the edge when all is over.</summary>
    internal void Leave() => _clock.Stop();

    internal void NoteRead(Leg leg, long bytes) => _bytes.NoteRead(leg, bytes);

    internal void NoteReleased(Leg leg, long bytes) => _bytes.NoteReleased(leg, bytes);

    /// <summary>
    /// Signals that the caller hung up. Kept here, because Forwarding takes it off the exchange: what is on record as
    /// released is sent, whoever is still listening.
    /// </summary>
    internal CancellationToken CallerGone { get; }

    /// <summary>
    /// Signals that this transfer has had its time: a whole one has a limit, and so has the daemon when it stops.
    /// </summary>
    internal CancellationToken Deadline => _deadline.Token;

    /// <summary>The caller's body, to be read once.</summary>
    internal IncomingBody RequestBody => new(
        Context.Request.Body, Context.Request.ContentType, Context.Request.Headers.ContentEncoding, DeclaredLength);

    /// <summary>
    /// The Content-Digest that stands for the caller's body in a signed answer; null when it sent none.
    /// </summary>
    internal string? BodyDigest { get; private set; }

    /// <summary>
    /// Called by Reading, while the body is there. The digest is worked out only if the answer can be signed.
    /// </summary>
    internal void NoteBody(DecodedBody body)
    {
        if (Facts.Route is { } id && Pinned.Policy.RouteOf(id)?.Response is not null)
        {
            BodyDigest = body.EncodedSha256 is { } encoded
                ? ContentDigest.Of(encoded)
                : ContentDigest.OfCaller(Context.Request.Headers["Content-Digest"], body.Body.Span);
        }
    }

    /// <summary>The same for a body that was never in memory whole, by the digest of what was received.</summary>
    internal void NoteBody(ReadOnlySpan<byte> received)
    {
        if (Facts.Route is { } id && Pinned.Policy.RouteOf(id)?.Response is not null)
        {
            BodyDigest = ContentDigest.Of(received);
        }
    }

    /// <summary>What the caller sent, as a signed answer names it (RFC 9421 section 2.4).</summary>
    internal CallersRequest AsSigned()
    {
        var parts = TargetParts.Of(Context.Request.Scheme, Context.Request.Host.Value ?? "", RawTarget);
        return new CallersRequest(Method, parts.Authority, parts.Path, parts.Query, BodyDigest);
    }

    internal string Method => Context.Request.Method;

    internal X509Certificate2? ClientCertificate => Context.Connection.ClientCertificate;

    /// <summary>Whom the kernel names at the other end of a sidecar's socket; null elsewhere.</summary>
    internal uint? PeerUid => Context.Features.Get<PeerUser>()?.Uid;

    /// <summary>The request target as it stood on the wire, before any decoding.</summary>
    internal string RawTarget => Context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;

    // Without a length and without chunks there is no body (RFC 9112 section 6.3); HTTP/2 says it with END_STREAM.
    private long? DeclaredLength => Context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false }
        ? 0
        : Context.Request.ContentLength;

    /// <summary>
    /// The answer is written: the transfer is no longer under way, and what it was pinned to may go.
    /// </summary>
    public void Dispose()
    {
        _timeIsUp.Dispose();
        _deadline.Dispose();
        _intake.Leave();
        Pinned.Release();
    }

    /// <summary>Room 1: framing and limits before anything else.</summary>
    internal sealed class ListeningRoom(SnapshotStore snapshots, TransferTime most, TimeProvider time)
    {
        /// <summary>
        /// Pins the snapshots of this moment. Its framing is judged next, so that a refusal has an id.
        /// </summary>
        internal Arrival Receive(HttpContext context)
        {
            most.Intake.Enter();
            if (most.Intake.IsClosed)
            {
                // What comes now is refused; whoever asks again finds another gateway, or none.
                context.Features.Get<IConnectionLifetimeNotificationFeature>()?.RequestClose();
            }

            return new Arrival(
                context, context.Features.GetRequiredFeature<Listener>(), snapshots.Pin(), most, time);
        }

        /// <summary>Null when the message is well framed.</summary>
        internal static Refusal? Refuse(Arrival arrival) =>
            FramingGate.Judge(arrival.Context.Request, arrival.RawTarget);
    }
}
