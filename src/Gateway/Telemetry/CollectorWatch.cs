namespace Gateway.Telemetry;

/// <summary>
/// Counts exports that fail, and says in the log when the collector went away and when it is back; not each time.
/// </summary>
internal sealed class CollectorWatch(Instruments instruments, ILogger log)
{
    private const int Unknown = 0;
    private const int Good = 1;
    private const int Bad = 2;

    // Traces and metrics are exported by a thread each.
    private int _state = Unknown;

    internal void Succeeded()
    {
        if (Interlocked.Exchange(ref _state, Good) != Good)
        {
            log.TelemetryTaken();
        }
    }

    internal void Failed(string reason)
    {
        instruments.ExportFailed();
        if (Interlocked.Exchange(ref _state, Bad) != Bad)
        {
            log.TelemetryLost(reason);
        }
    }
}
