using Gateway.Witnessing;

namespace Gateway.Commands.Run;

/// <summary>
/// Shows the published head to the witnesses, at once and every <c>Ledger:Witnesses:Interval</c>; and at a clean stop
/// once more, unless the seal of the stop is shown anyway.
/// </summary>
internal sealed class WitnessTimer : IAsyncDisposable
{
    private readonly DaemonParts _parts;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _loop;

    internal WitnessTimer(DaemonParts parts)
    {
        _parts = parts;
        _loop = parts.Witnesses is { } rounds ? LoopAsync(rounds) : Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        _parts.Witnesses?.Hurry();
        await _end.CancelAsync();
        await _loop;
        if (_parts.Witnesses is { } rounds && _parts.Ledger.IsAvailable
            && _parts.Foundation.Settings.Ledger.Seal is null)
        {
            await _parts.Ledger.PublishAsync(CancellationToken.None);
            await rounds.RoundAsync();
        }

        _end.Dispose();
    }

    private async Task LoopAsync(WitnessRounds rounds)
    {
        try
        {
            using var timer = new PeriodicTimer(rounds.Interval, _parts.Time);
            do
            {
                if (_parts.Ledger.IsAvailable)
                {
                    await rounds.RoundAsync();
                }
            }
            while (await timer.WaitForNextTickAsync(_end.Token));
        }
        catch (OperationCanceledException)
        {
            // The daemon is stopping.
        }
    }
}
