using System.CommandLine;
using System.Runtime.InteropServices;
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
            parsed.GetRequiredValue(config), parsed.GetValue(GatewayCommand.LanguageOption), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(
        string configFile, Language language, CancellationToken cancellationToken)
    {
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
            return await WaitAsync(daemon, cancellationToken);
        }
    }

    private static async Task<int> WaitAsync(GatewayDaemon daemon, CancellationToken cancellationToken)
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var terminate = Register(PosixSignal.SIGTERM, asked);
        using var interrupt = Register(PosixSignal.SIGINT, asked);
        await using var cancelled = cancellationToken.Register(() => asked.TrySetResult());
        if (await Task.WhenAny(asked.Task, daemon.LedgerFailed) == asked.Task)
        {
            return ExitCode.Yes;
        }

        // The ledger's state is not known. Callers get 503 for the grace time, so that a load balancer can turn away;
        // then the process ends, and the next start verifies.
        daemon.SayLedgerStopped();
        await Task.WhenAny(asked.Task, Task.Delay(daemon.StopGrace, CancellationToken.None));
        return ExitCode.Fault;
    }

    private static PosixSignalRegistration Register(PosixSignal signal, TaskCompletionSource asked) =>
        PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            asked.TrySetResult();
        });
}
