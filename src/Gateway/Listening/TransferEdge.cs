using Gateway.Closing;
using Gateway.Ledger;
using Gateway.Rooms;
using Gateway.Settings;
using Gateway.Telemetry;
using Microsoft.AspNetCore.Http.Features;

namespace Gateway.Listening;

/// <summary>
/// The edge: where requests come in, and the one place where an unexpected exception is caught. Refusals are answers
/// and never get here; a stop answers 503 without a record, because there is nowhere to record it.
/// </summary>
internal sealed class TransferEdge(
    Arrival.ListeningRoom listening, TransferPipeline pipeline, ClosingRoom closing, SideDoors doors,
    TransferReport report)
{
    internal async Task HandleAsync(HttpContext context)
    {
        var kind = context.Features.GetRequiredFeature<Listener>().Kind;
        if (kind == ListenerKind.Probe)
        {
            await doors.Probe.AnswerAsync(context);
            return;
        }

        using var arrival = listening.Receive(context);
        try
        {
            if (kind == ListenerKind.Operator)
            {
                await doors.Operators.AnswerAsync(arrival);
            }
            else if (kind == ListenerKind.Audit)
            {
                await doors.Auditors.AnswerAsync(arrival);
            }
            else if (kind == ListenerKind.Observe)
            {
                await doors.Observers.AnswerAsync(arrival);
            }
            else if (!await doors.Keys.TryAnswerAsync(arrival))
            {
                report.Closed(arrival, await pipeline.RunAsync(arrival, arrival.Deadline));
            }
        }
        catch (LedgerUnavailableException)
        {
            report.Unrecorded(arrival);
            report.Closed(arrival, await closing.RefuseUnrecordedAsync(arrival));
        }
        // The edge: whatever went wrong must be answered and recorded, and nothing is behind this.
#pragma warning disable CA1031
        catch (Exception e)
#pragma warning restore CA1031
        {
            report.Fault(arrival, e);
            if (kind == ListenerKind.Observe)
            {
                doors.Observers.Fault(arrival);
                return;
            }

            report.Closed(arrival, await closing.FaultAsync(arrival));
        }
    }
}
