using Gateway.Closing;
using Gateway.Ledger;
using Gateway.Listening;
using Gateway.Permit;
using Gateway.Policies;
using Gateway.Reading;
using Gateway.Routing;

namespace Gateway.Rooms;

/// <summary>
/// The way through the gateway, room by room (docs/life-of-a-transfer.md). Each room takes what the room before it
/// made, and only a room can make its own result, so leaving one out, or going out of order, does not compile.
/// </summary>
internal sealed class TransferPipeline(TransferRooms rooms)
{
    /// <param name="cancellationToken">
    /// Signals that the transfer's time is up, and nothing else: not that the caller hung up.
    /// </param>
    internal async Task<Receipt> RunAsync(Arrival arrival, CancellationToken cancellationToken)
    {
        // Room 1: can the message be understood in exactly one way?
        if (Arrival.ListeningRoom.Refuse(arrival) is { } misframed)
        {
            return await rooms.Closing.TurnBackAsync(arrival, misframed);
        }

        // Room 2: who is this? Only the client certificate answers; headers are hearsay.
        if (!rooms.Identity.Identify(arrival).TryPass(out var identified, out var turnBack))
        {
            return await rooms.Closing.TurnBackAsync(arrival, turnBack);
        }

        // Still room 2: is there a place for one more transfer of this party? Held until its answer is given.
        if (!rooms.Admission.Admit(identified).TryPass(out var admitted, out turnBack))
        {
            return await rooms.Closing.TurnBackAsync(arrival, turnBack);
        }

        using var place = admitted;

        // Room 3: where to, and with which values beside the body? There is no default route.
        if (!RoutedTransfer.RoutingRoom.Route(admitted).TryPass(out var routed, out turnBack))
        {
            return await rooms.Closing.TurnBackAsync(arrival, turnBack);
        }

        // Room 4: may it leave at all, and may its answer? Asked before any body is read, so that data without a
        // legal basis is never held in memory here.
        if (!rooms.Permit.Permit(routed).TryPass(out var permitted, out turnBack))
        {
            return await rooms.Closing.TurnBackAsync(arrival, turnBack);
        }

        // Rooms 5 to 8, on what the caller sends.
        var clearance = await ClearAsync(permitted, Leg.Request, arrival.RequestBody, null, cancellationToken);
        if (!clearance.TryPass(out var outbound, out turnBack))
        {
            return await rooms.Closing.TurnBackAsync(arrival, turnBack);
        }

        using (outbound)
        {
            // Room 9: release. From here on the transfer has crossed, whatever the far side answers, and a caller that
            // hangs up does not take it back.
            var release = await rooms.Forwarding.ForwardAsync(outbound);
            if (!release.TryPass(out var answered, out turnBack))
            {
                return await rooms.Closing.FailAsync(outbound, turnBack);
            }

            await using (answered)
            {
                // Only a 2xx answer can carry anything, and only where the route says so.
                if (!answered.CanCarry)
                {
                    return await rooms.Closing.EmptyAsync(answered);
                }

                // Room 3 again, for what stands beside the answer's body.
                var screener = routed.Pinned.Policy.ParameterScreener;
                if (RoutedTransfer.RoutingRoom.RefuseAnswer(screener, answered.Answer.Headers) is { } unfit)
                {
                    return await rooms.Closing.TurnBackAsync(answered, unfit);
                }

                // Rooms 5 to 8 once more, on what the far side answers: it crosses the other way.
                var answer = await ClearAsync(
                    permitted, Leg.Response, answered.Answer.Body, answered.Answer.Status, cancellationToken);
                if (!answer.TryPass(out var inbound, out turnBack))
                {
                    return await rooms.Closing.TurnBackAsync(answered, turnBack);
                }

                // Room 10: give the caller its answer, and tell the ledger how it ended.
                using (inbound)
                {
                    return await rooms.Closing.DeliverAsync(answered, inbound);
                }
            }
        }
    }

    /// <summary>Customs: rooms 5 to 8, once per leg. What passes is on disk, and nothing of it has left yet.</summary>
    private async Task<Outcome<RecordedLeg>> ClearAsync(
        PermittedTransfer permitted, Leg leg, IncomingBody incoming, int? status, CancellationToken cancellationToken)
    {
        // Room 5: read the body, whole and bounded.
        var reading = await rooms.Reading.ReadAsync(permitted, leg, incoming, cancellationToken);
        if (!reading.TryPass(out var result, out var turnBack))
        {
            return turnBack;
        }

        // A leg without content carries nothing; that it was admitted is recorded all the same.
        if (result.Leg is not { } read)
        {
            return await rooms.Ledger.AdmitAsync(permitted, leg);
        }

        using (read)
        {
            // Room 6: inspect what is in it, ask whether these persons' data may go, transform it field by field.
            var screening = await rooms.Screening.ScreenAsync(read, cancellationToken);
            if (!screening.TryPass(out var screened, out turnBack))
            {
                return turnBack;
            }

            // Room 7: sign what will leave, not what came in.
            var stamped = rooms.Stamping.Stamp(screened, status);

            // Room 8: on disk before on the wire.
            return await rooms.Ledger.RecordAsync(stamped);
        }
    }
}
