using Gateway.State;

namespace Gateway.Listening;

/// <summary>How long a whole transfer may take, and who is told to stop waiting for it.</summary>
internal sealed record TransferTime(TimeSpan Most, Intake Intake, TimeProvider Time)
{
    internal CancellationTokenSource Begin() => new(Most, Time);
}
