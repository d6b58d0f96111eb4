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
            Description = "Keys file. Without it each key is a throw-away one, "
                + "and an expected keyed value is written \"<hash>\".",
            HelpName = "FILE",
        };
        var json = GatewayCommand.JsonOption();
        var command = new Command(
            "test",
            """
            Runs the bundle's own cases: each input through its category's rules, and what leaves, or the refusal,
            beside what the case tells. Prints a line for each case and where the first difference is; never a value.
            Exit 0 when all came out as told, 3 when not, 1 usage. A case whose category asks for what this build lacks
            is not run, and counted as such.

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
            parsed.GetValue(json),
            GatewayCommand.LanguageOf(parsed)));
        return command;
    }

    private static async Task<int> TestAsync(
        string folder, string? category, string? keysFile, bool isJson, Language language)
    {
        var faults = new List<Fault>();
        using var ring = keysFile is null ? null : KeyRing.Read(keysFile, faults);
        var bundle = OfflineBundle.Read(folder, TimeProvider.System, faults, out var files);
        var chosen = bundle is null || category is null ? null : OfflineBundle.Find(bundle, category, faults);
        if ((keysFile is not null && ring is null)
            || (bundle is not null && category is not null && chosen is null)
            || faults.Exists(fault => fault.Code == BundleFolder.NoFolder))
        {
            await FaultReport.WriteAsync(faults, language, Console.Error);
            return ExitCode.Fault;
        }

        if (bundle is null && !isJson)
        {
            return await FaultReport.PrintAsync(faults, isJson, language, Console.Out, Console.Error);
        }

        IFieldKeys keys = ring is null ? new ThrowAwayKeys() : ring;
        var cases = bundle is null
            ? new CasesReport([], [])
            : BundleCases.Run(chosen is null ? bundle.Categories.Values : [chosen], files, keys, bundle.Issued);
        faults.AddRange(bundle is null ? [] : EnforcementCheck.Check(bundle));
        faults.AddRange(cases.Faults);
        return await PrintAsync(cases, faults, isJson, language);
    }

    private static async Task<int> PrintAsync(CasesReport cases, List<Fault> faults, bool isJson, Language language)
    {
        var isOk = FaultReport.IsValid(faults) && cases.Count(CaseResult.NotAsTold) == 0;
        if (isJson)
        {
            await Console.Out.WriteLineAsync(CaseJson.Write(cases, faults, isOk));
        }
        else
        {
            await FaultReport.WriteAsync(faults.Where(fault => fault.IsWarning), language, Console.Error);
            await FaultReport.WriteAsync(faults.Where(fault => !fault.IsWarning), language, Console.Out);
            await Console.Out.WriteLineAsync(CaseText.Write(cases, language));
        }

        return isOk ? ExitCode.Yes : ExitCode.No;
    }
}
