using Gateway.Listening;
using Gateway.Policies;
using Gateway.Rooms;
using Gateway.State;
using Gateway.Telemetry;

namespace Gateway.Observing;

/// <summary>
/// The observe listener (docs/observe.md): takes mirrored copies of today's traffic, screens them, counts what would
/// have crossed, and forwards nothing. Nothing of it is in the ledger: a copy is no transfer.
/// </summary>
internal sealed class ObservationDesk(
    ObservationPipeline pipeline, Observations observations, Instruments instruments, ILogger<ObservationDesk> log)
{
    /// <summary>
    /// 204 for what was looked at, whatever would have become of it: who mirrors has no use for more.
    /// </summary>
    internal async Task AnswerAsync(Arrival arrival)
    {
        var observation = await pipeline.RunAsync(arrival, arrival.Deadline);
        Note(arrival, observation);
        arrival.Context.Response.StatusCode = observation.IsSeen
            ? StatusCodes.Status204NoContent
            : observation.TurnBack!.Code.HttpStatus;
    }

    /// <summary>Something unexpected: counted, and answered if that is still possible.</summary>
    internal void Fault(Arrival arrival)
    {
        Note(arrival, Observation.Unseen(new Refusal(RefusalCode.FaultInternal, "an unexpected fault")));
        if (!arrival.Context.Response.HasStarted)
        {
            arrival.Context.Response.StatusCode = StatusCodes.Status500InternalServerError;
        }
    }

    private void Note(Arrival arrival, Observation observation)
    {
        var facts = arrival.Facts;
        var policy = arrival.Pinned.Policy;
        var route = facts.Route?.ToString() ?? "";
        var cargo = facts.Route is { } id ? policy.RouteOf(id)?.Request : null;
        var category = (facts.Category ?? cargo?.Category)?.ToString() ?? "";
        observations.Note(policy.Bundle, new ObservedCopy(route, category, observation));
        instruments.Observed(route, observation);
        log.CopyObserved(arrival.Id.ToString(), route, observation.Decision, observation.Code);
    }
}

/// <summary>One copy, in the words of the bundle.</summary>
internal sealed record ObservedCopy(string Route, string Category, Observation Observation);
