using Gateway.Closing;
using Gateway.Listening;

namespace Gateway.Telemetry;

/// <summary>How a transfer ended, told to whoever operates the daemon: metrics, trace and log.</summary>
internal sealed class TransferReport(Instruments instruments, TransferTrace trace, ILogger<TransferEdge> log)
{
    internal void Closed(Arrival arrival, Receipt receipt)
    {
        arrival.Leave();
        instruments.Closed(arrival.Facts, receipt, in arrival.Clock, in arrival.Bytes);

        // Current while the line is written, so that the line has the trace id.
        using var span = trace.Of(arrival, receipt);
        log.TransferClosed(arrival.Id.ToString(), receipt.Ending, receipt.Code, receipt.Status);
    }

    /// <summary>The ledger said no; the answer is on its way.</summary>
    internal void Unrecorded(Arrival arrival) => log.LedgerUnavailable(arrival.Id.ToString());

    /// <summary>The type and the place, not the message: a message may quote what it choked on.</summary>
    internal void Fault(Arrival arrival, Exception e) =>
        log.TransferFault(arrival.Id.ToString(), e.GetType().Name, e.StackTrace ?? "");
}
