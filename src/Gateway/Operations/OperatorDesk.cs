using Gateway.Closing;
using Gateway.Identity;
using Gateway.Listening;
using Gateway.Policies;
using Gateway.Policies.Parties;
using Gateway.Telemetry;

namespace Gateway.Operations;

/// <summary>
/// The operator listener (docs/formats/operator.md): what is up, what expires, what was refused, and "look at the files
/// now", for officers of the bundle with the role operator. No transfer is taken in here, and nobody else's door
/// answers these paths.
/// </summary>
internal sealed class OperatorDesk(
    IdentifiedOfficer.OfficerRoom officers,
    ClosingRoom closing,
    ReadingRecord readings,
    OperatorAnswers answers,
    Instruments instruments,
    ILogger<OperatorDesk> log)
{
    internal async Task AnswerAsync(Arrival arrival)
    {
        // The order of the rooms: framing, then who, then what.
        if (Arrival.ListeningRoom.Refuse(arrival) is { } misframed)
        {
            await TurnStrangerBackAsync(arrival, misframed);
            return;
        }

        if (!officers.Identify(arrival, OfficerRole.Operator).TryPass(out var officer, out var turnBack))
        {
            await TurnStrangerBackAsync(arrival, turnBack);
            return;
        }

        if (!OperatorQuestion.Read(arrival).TryPass(out var question, out turnBack))
        {
            await closing.TurnBackAsync(arrival, turnBack);
            return;
        }

        // Looking is on record whether or not there was something to see. What a reload changes has entries of its own.
        if (question.IsReading)
        {
            readings.Note(officer, question.Resource, arrival.Pinned);
        }

        try
        {
            var outcome = await answers.FindAsync(question, arrival);
            if (!outcome.TryPass(out var answer, out turnBack))
            {
                await closing.TurnBackAsync(arrival, turnBack);
                return;
            }

            log.OperatorAnswered(officer.Officer.Id.ToString(), question.Resource);
            await WriteAsync(arrival.Context, answer);
        }
        catch (OperationCanceledException) when (arrival.CallerGone.IsCancellationRequested)
        {
            // Nobody waits for the answer any more.
        }
    }

    // Counted as at the other doors, where room 2 ends with the zone. Here it ends with the role: an officer without it
    // is nobody at this door (docs/decisions/0023).
    private async Task TurnStrangerBackAsync(Arrival arrival, TurnBack turnBack)
    {
        await closing.TurnBackAsync(arrival, turnBack);
        instruments.TurnedAway(turnBack.Code);
    }

    private static async Task WriteAsync(HttpContext context, byte[] answer)
    {
        var response = context.Response;
        response.ContentType = "application/json";
        response.ContentLength = answer.Length;
        response.Headers.CacheControl = "no-store";
        await response.Body.WriteAsync(answer, context.RequestAborted);
    }
}
