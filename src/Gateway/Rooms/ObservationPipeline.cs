using Gateway.Identity;
using Gateway.Listening;
using Gateway.Observing;
using Gateway.Policies;
using Gateway.Policies.Screening;
using Gateway.Reading;
using Gateway.Routing;

namespace Gateway.Rooms;

/// <summary>
/// The way of a mirrored copy: the first six rooms of the spine, as a real transfer goes through them, and no further.
/// It ends in an <see cref="Observation"/>, from which nothing can be stamped, recorded as a release or forwarded.
/// </summary>
internal sealed class ObservationPipeline(ObservationRooms rooms)
{
    /// <param name="cancellationToken">Signals that the time of this copy is up.</param>
    internal async Task<Observation> RunAsync(Arrival arrival, CancellationToken cancellationToken)
    {
        // Room 1: could the message be understood in exactly one way?
        if (Arrival.ListeningRoom.Refuse(arrival) is { } misframed)
        {
            return Observation.Empty(misframed);
        }

        // Room 2: whose traffic is it? The configuration says so; and is there a place to look at it?
        if (!rooms.Identity.Identify(arrival).TryPass(out var identified, out var turnBack)
            || !rooms.Admission.Admit(identified).TryPass(out var admitted, out turnBack))
        {
            return Observation.Unseen(turnBack);
        }

        using var place = admitted;

        // Room 3: is there a door for it? Where there is none, what is in it is worth knowing all the more.
        if (!RoutedTransfer.RoutingRoom.Route(admitted).TryPass(out var routed, out turnBack))
        {
            return await LookAsync(admitted, turnBack, cancellationToken);
        }

        // Room 4: might it leave, and its answer come back?
        if (!rooms.Permit.Permit(routed).TryPass(out var permitted, out turnBack))
        {
            return await LookAsync(admitted, turnBack, cancellationToken);
        }

        // Room 5: the body, whole and bounded. A copy has a request and no answer.
        var reading = await rooms.Reading.ReadAsync(permitted, Leg.Request, arrival.RequestBody, cancellationToken);
        if (!reading.TryPass(out var result, out turnBack) || result.Leg is not { } read)
        {
            return Observation.Empty(turnBack);
        }

        using (read)
        {
            return await ScreenAsync(arrival, read, cancellationToken);
        }
    }

    // Room 6: what would the rules do to it? What they would let out is made, counted, and thrown away.
    private async Task<Observation> ScreenAsync(Arrival arrival, ReadLeg read, CancellationToken cancellationToken)
    {
        // What is read only while it is screened is looked at on its way.
        using var pieces = read.Spool is null ? null : new CopyFindings(arrival.Pinned.Policy.ParameterScreener);
        read.Watcher = pieces is null ? null : pieces.Add;
        var whole = pieces is null ? Find(arrival, read.Body.Span) : null;
        var screening = await rooms.Screening.ScreenAsync(read, cancellationToken);
        var findings = whole ?? pieces!.End();
        if (!screening.TryPass(out var screened, out var turnBack))
        {
            return new Observation(turnBack, true, findings, null);
        }

        using (screened.Output)
        {
            return new Observation(null, true, findings, screened.Report.Fields);
        }
    }

    // A copy is on this side already: looking into it lets nothing out, and its bytes are wiped.
    private async Task<Observation> LookAsync(
        AdmittedTransfer admitted, TurnBack turnBack, CancellationToken cancellationToken)
    {
        var body = await rooms.Bodies.ReadAsync(
            admitted.Identified.Arrival.RequestBody, admitted.Memory, cancellationToken);
        if (!body.TryPass(out var decoded, out _))
        {
            return Observation.Empty(turnBack);
        }

        using (decoded)
        {
            return new Observation(turnBack, true, Find(admitted.Identified.Arrival, decoded.Body.Span), null);
        }
    }

    // By every detector of this build and of the bundle, with its thresholds.
    private static Dictionary<DetectorKind, int> Find(Arrival arrival, ReadOnlySpan<byte> body) =>
        CopyFindings.Of(arrival.Pinned.Policy.ParameterScreener, body);
}
