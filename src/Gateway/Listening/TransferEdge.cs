using Gateway.Closing;
using Gateway.Ledger;
using Gateway.Rooms;
using Gateway.Settings;
using Microsoft.AspNetCore.Http.Features;

namespace Gateway.Listening;

/// <summary>
/// The edge: where requests come in, and the one place where an unexpected exception is caught. Refusals are answers
/// and never get here; a stop answers 503 without a record, because there is nowhere to record it.
/// </summary>
internal sealed class TransferEdge(
    Arrival.ListeningRoom listening, TransferPipeline pipeline, ClosingRoom closing, SideDoors doors,
    TransparencyLedger ledger, ILogger<TransferEdge> log)
{
    internal async Task HandleAsync(HttpContext context)
    {
        var kind = context.Features.GetRequiredFeature<Listener>().Kind;
        if (kind == ListenerKind.Probe)
        {
            await ProbeEndpoint.AnswerAsync(context, ledger, listening.IsClosed);
            return;
        }

        using var arrival = listening.Receive(context);
        try
        {
            if (kind == ListenerKind.Operator)
            {
                await doors.Operators.AnswerAsync(arrival);
            }
            else if (!await doors.Keys.TryAnswerAsync(arrival))
            {
                var receipt = await pipeline.RunAsync(arrival, arrival.Deadline);
                log.TransferClosed(arrival.Id.ToString(), receipt.Ending, receipt.Code, receipt.Status);
            }
        }
        catch (LedgerUnavailableException)
        {
            log.LedgerUnavailable(arrival.Id.ToString());
            await closing.RefuseUnrecordedAsync(arrival);
        }
        // The edge: whatever went wrong must be answered and recorded, and nothing is behind this.
#pragma warning disable CA1031
        catch (Exception e)
#pragma warning restore CA1031
        {
            // The type and the place, not the message: a message may quote what it choked on.
            log.TransferFault(arrival.Id.ToString(), e.GetType().Name, e.StackTrace ?? "");
            await closing.FaultAsync(arrival);
        }
    }
}
