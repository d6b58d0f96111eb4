using System.CommandLine;
using Gateway.Commands.Run;
using Gateway.Commands.Words;
using Gateway.Ledger;
using Gateway.Ledger.Notes;
using Gateway.Policies;
using Gateway.Settings;
using Gateway.Stamping;
using Gateway.Witnessing;

namespace Gateway.Commands.Readers;

/// <summary><c>gateway witness</c>: cosigns other people's logs, for a regulator or the other side.</summary>
internal static class WitnessCommand
{
    internal static Command Create()
    {
        var config = ConfigOption("witness.json");
        var vkey = new Option<bool>("--vkey")
        {
            Description = "Prints the verifier key of this witness, which logs and verifiers are told, and ends.",
        };
        var command = new Command(
            "witness",
            """
            Cosigns the heads of the logs that witness.json names (C2SP tlog-witness), each only when it continues the
            last one: whoever sees the cosignature knows that all who do see one history. What it cosigned is on its
            disk before it answers. Exit 0 at SIGTERM, 1 a fault, or its disk failed.

            Examples:
              openssl genpkey -algorithm ed25519 -out witness.key
              gateway witness --config witness.json --vkey
              gateway witness --config witness.json
            """)
        {
            config, vkey,
        };
        command.SetAction((parsed, _) => RunAsync(
            parsed.GetRequiredValue(config), parsed.GetValue(vkey), GatewayCommand.LanguageOf(parsed)));
        return command;
    }

    /// <summary>"--config": the file of this command.</summary>
    internal static Option<string> ConfigOption(string name) => new("--config")
    {
        Description = $"Path of {name}.",
        Required = true,
        HelpName = "FILE",
    };

    /// <summary>Whether it is an expected reason not to begin, told to a person as it is.</summary>
    internal static bool IsTold(Exception e) =>
        e is LedgerStopException or SettingsFileException or KeyFileException or IOException;

    private static async Task<int> RunAsync(string config, bool onlyVkey, Language language)
    {
        using var signals = new StopSignals();
        var faults = new List<Fault>();
        if (ReaderReading.ReadWitness(config, faults) is not { } settings)
        {
            await FaultReport.PrintAsync(faults, isJson: false, language, Console.Error, Console.Error);
            return ExitCode.Fault;
        }

        try
        {
            return onlyVkey ? await ShowVkeyAsync(settings) : await RunAsync(settings, signals);
        }
        catch (Exception e) when (IsTold(e))
        {
            await Console.Error.WriteLineAsync(ReaderWords.CannotBegin.In(language) + e.Message);
            return ExitCode.Fault;
        }
    }

    private static async Task<int> ShowVkeyAsync(WitnessSettings settings)
    {
        using var key = Ed25519KeyFile.ReadPrivate(settings.Key);
        await Console.Out.WriteLineAsync(WitnessKey.Of(settings.Name, key.PublicKey).ToString());
        return ExitCode.Yes;
    }

    private static async Task<int> RunAsync(WitnessSettings settings, StopSignals signals)
    {
        using var log = DaemonLog.Create(settings.Log);
        await using var witness = await WitnessProcess.OpenAsync(settings, new PosixDisk(), TimeProvider.System, log);
        return await Task.WhenAny(signals.Asked, witness.Failed) == signals.Asked ? ExitCode.Yes : ExitCode.Fault;
    }
}
