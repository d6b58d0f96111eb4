using System.CommandLine;
using Gateway.Commands.Words;
using Gateway.Ledger;
using Gateway.Policies;

namespace Gateway.Commands.Run;

/// <summary><c>gateway run</c>: the daemon, until SIGTERM or SIGINT, or until the ledger stops.</summary>
internal static class RunCommand
{
    internal static Command Create()
    {
        var config = GatewayCommand.ConfigOption();
        var command = new Command(
            "run",
            """
            Runs the daemon. SIGHUP, or a change of the files, takes a new bundle and new trust lists into force;
            SIGTERM finishes what was taken in and stops.

            Examples:
              gateway run --config config/gateway.json
              GATEWAY__Log__Level=Debug gateway run --config /etc/gateway/gateway.json
            """)
        {
            config,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            parsed.GetRequiredValue(config), GatewayCommand.LanguageOf(parsed), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(
        string configFile, Language language, CancellationToken cancellationToken)
    {
        // Before anything is opened, until everything is closed.
        using var signals = new StopSignals();
        var faults = new List<Fault>();
        GatewayDaemon? daemon;
        try
        {
            daemon = await GatewayDaemon.StartAsync(
                configFile, Environment.GetEnvironmentVariables(), TimeProvider.System, faults, cancellationToken);
        }
        catch (LedgerStopException e)
        {
            await Console.Error.WriteLineAsync(Said.LedgerDoesNotOpen.In(language) + e.Message);
            return ExitCode.Fault;
        }

        if (daemon is null)
        {
            await FaultReport.PrintAsync(faults, isJson: false, language, Console.Error, Console.Error);
            return ExitCode.Fault;
        }

        await using (daemon)
        {
            var exitCode = await WaitAsync(daemon, signals, cancellationToken);
            await daemon.DrainAsync(signals.Hurry);
            return exitCode;
        }
    }

    private static async Task<int> WaitAsync(
        GatewayDaemon daemon, StopSignals signals, CancellationToken cancellationToken)
    {
        var asked = Task.WhenAny(signals.Asked, Task.Delay(Timeout.Infinite, cancellationToken));
        if (await Task.WhenAny(asked, daemon.LedgerFailed) == asked)
        {
            return ExitCode.Yes;
        }

        // The ledger's state is not known. Callers get 503 for the grace time, so that a load balancer can turn away;
        // then the process ends, and the next start verifies.
        daemon.SayLedgerStopped();
        await Task.WhenAny(asked, Task.Delay(daemon.StopGrace, CancellationToken.None));
        return ExitCode.Fault;
    }
}
