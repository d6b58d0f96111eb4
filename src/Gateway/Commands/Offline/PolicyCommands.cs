using System.CommandLine;
using Gateway.Commands.Compare;
using Gateway.Commands.Draft;
using Gateway.Commands.PolicyExplain;
using Gateway.Commands.Words;
using Gateway.Policies;
using Gateway.Settings;

namespace Gateway.Commands.Offline;

/// <summary><c>gateway policy check|test|draft|explain|diff|sign</c>.</summary>
internal static class PolicyCommands
{
    internal static Command Create()
    {
        var policy = new Command("policy", "Checks, tests, drafts, explains, compares and signs bundles.");
        policy.Subcommands.Add(CreateCheck());
        policy.Subcommands.Add(PolicyTestCommand.Create());
        policy.Subcommands.Add(PolicyDraftCommand.Create());
        policy.Subcommands.Add(PolicyExplainCommand.Create());
        policy.Subcommands.Add(PolicyDiffCommand.Create());
        policy.Subcommands.Add(CreateSign());
        return policy;
    }

    private static Command CreateCheck()
    {
        var folder = FolderArgument();
        var json = GatewayCommand.JsonOption();
        var command = new Command(
            "check",
            """
            Checks a bundle alone: every fault with file, line, column and path. Unsigned is a warning. Exit 0 valid,
            3 not.

            Examples:
              gateway policy check config/policy
              gateway policy check config/policy --json
            """)
        {
            folder, json,
        };
        command.SetAction((parsed, _) =>
        {
            var faults = new List<Fault>();
            OfflineBundle.Check(parsed.GetRequiredValue(folder), TimeProvider.System, faults);
            return FaultReport.PrintAsync(
                faults,
                parsed.GetValue(json), GatewayCommand.LanguageOf(parsed), Console.Out, Console.Error);
        });
        return command;
    }

    private static Command CreateSign()
    {
        var folder = FolderArgument();
        var certificate = new Option<string>("--certificate")
        {
            Description = "The officer's certificate, PEM.",
            Required = true,
            HelpName = "FILE",
        };
        var key = new Option<string>("--key")
        {
            Description = "Its private key, PEM, mode 0600.",
            Required = true,
            HelpName = "FILE",
        };
        var command = new Command(
            "sign",
            """
            Signs a bundle as an officer, or adds a signature beside those that are there: bundle.p7s, CMS over the
            digest lines. A bundle with faults is not signed (exit 3). Signatures over other files are taken out.

            Examples:
              gateway policy sign config/policy --certificate li-wei.crt --key li-wei.key
            """)
        {
            folder, certificate, key,
        };
        command.SetAction((parsed, _) => SignAsync(
            parsed.GetRequiredValue(folder),
            parsed.GetRequiredValue(certificate),
            parsed.GetRequiredValue(key),
            GatewayCommand.LanguageOf(parsed)));
        return command;
    }

    private static async Task<int> SignAsync(
        string folder, string certificate, string key, Language language)
    {
        var faults = new List<Fault>();
        if (OfflineBundle.Read(folder, TimeProvider.System, faults) is not { } bundle)
        {
            return await FaultReport.PrintAsync(faults, isJson: false, language, Console.Error, Console.Error);
        }

        try
        {
            var digest = BundleSigning.Sign(folder, certificate, key, TimeProvider.System.GetUtcNow());
            await Console.Out.WriteLineAsync(Said.Signed(bundle.Name, bundle.Version, digest).In(language));
            return ExitCode.Yes;
        }
        catch (SettingsFileException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return ExitCode.Fault;
        }
    }

    internal static Argument<string> FolderArgument() => new("DIR") { Description = "Folder of the bundle." };
}
