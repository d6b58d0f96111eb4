using System.CommandLine;
using Gateway.Permit;
using Gateway.Policies;
using Gateway.Policies.Bundle;
using Gateway.Policies.Cases;
using Gateway.Policies.Transforms;
using Gateway.Settings;

namespace Gateway.Commands.Offline;

/// <summary><c>gateway policy test</c>: a bundle's own cases, through the engine the daemon runs.</summary>
internal static class PolicyTestCommand
{
    internal static Command Create()
    {
        var folder = PolicyCommands.FolderArgument();
        var category = new Option<string?>("--category")
        {
            Description = "The cases of this category alone.",
            HelpName = "ID",
        };
        var keys = new Option<string?>("--keys")
        {
            Description = "Keys file. Without it each key is a throw-away one, and expected keyed values are \"<hash>\".",
            HelpName = "FILE",
        };
        var json = GatewayCommand.JsonOption();
        var command = new Command(
            "test",
            """
            Runs the bundle's own cases: each input through its category's rules, and what leaves, or the refusal, beside
            what the case tells. Prints a line for each case and where the first difference is; never a value. Exit 0
            when all came out as told, 3 when not, 1 usage. A case whose category asks for what this build lacks is not
            run, and counted as such.

            Examples:
              gateway policy test config/policy
              gateway policy test config/policy --category BK.cdd --json
            """)
        {
            folder, category, keys, json,
        };
        command.SetAction((parsed, _) => TestAsync(
            parsed.GetRequiredValue(folder),
            parsed.GetValue(category),
            parsed.GetValue(keys),
            parsed.GetValue(json) ? null : parsed.GetValue(GatewayCommand.LanguageOption)));
        return command;
    }

    /// <param name="language">Of the text for people; null: JSON.</param>
    private static async Task<int> TestAsync(string folder, string? category, string? keysFile, Language? language)
    {
        var faults = new List<Fault>();
        using var ring = keysFile is null ? null : KeyRing.Read(keysFile, faults);
        var bundle = OfflineBundle.Read(folder, TimeProvider.System, faults, out var files);
        var isUsage = keysFile is not null && ring is null || faults.Exists(fault => fault.Code == BundleFolder.NoFolder);
        var chosen = bundle is null || category is null ? null : OfflineBundle.Find(bundle, category, faults);
        if (isUsage || (bundle is not null && category is not null && chosen is null))
        {
            await FaultReport.WriteAsync(faults, Console.Error);
            return ExitCode.Fault;
        }

        if (bundle is null && language is not null)
        {
            return await FaultReport.PrintAsync(faults, isJson: false, "", Console.Out, Console.Error);
        }

        var cases = new CasesReport([], []);
        if (bundle is not null)
        {
            faults.AddRange(EnforcementCheck.Check(bundle));
            IFieldKeys keys = ring is null ? new ThrowAwayKeys() : ring;
            cases = BundleCases.Run(chosen is null ? bundle.Categories.Values : [chosen], files, keys);
            faults.AddRange(cases.Faults);
        }

        var isOk = FaultReport.IsValid(faults) && cases.Count(CaseResult.NotAsTold) == 0;
        if (language is { } spoken)
        {
            await FaultReport.WriteAsync(faults.Where(fault => fault.IsWarning), Console.Error);
            await FaultReport.WriteAsync(faults.Where(fault => !fault.IsWarning), Console.Out);
            await Console.Out.WriteLineAsync(CaseText.Write(cases, spoken));
        }
        else
        {
            await Console.Out.WriteLineAsync(CaseJson.Write(cases, faults, isOk));
        }

        return isOk ? ExitCode.Yes : ExitCode.No;
    }
}
