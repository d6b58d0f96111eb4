using System.Runtime.InteropServices;

namespace Gateway.Commands.Run;

/// <summary>
/// SIGTERM and SIGINT, for as long as the process lives: the first asks it to stop, a second one to hurry. Neither ends
/// it in the midst of a write, however often it comes.
/// </summary>
internal sealed class StopSignals : IDisposable
{
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _hurry = new();
    private readonly List<PosixSignalRegistration> _registrations;

    internal StopSignals() => _registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, Take),
        PosixSignalRegistration.Create(PosixSignal.SIGINT, Take),
    ];

    /// <summary>Completes at the first.</summary>
    internal Task Asked => _asked.Task;

    /// <summary>Cancelled at the second.</summary>
    internal CancellationToken Hurry => _hurry.Token;

    public void Dispose()
    {
        _registrations.ForEach(registration => registration.Dispose());
        _hurry.Dispose();
    }

    private void Take(PosixSignalContext context)
    {
        context.Cancel = true;
        if (!_asked.TrySetResult())
        {
            _hurry.Cancel();
        }
    }
}
