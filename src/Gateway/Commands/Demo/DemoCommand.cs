using System.CommandLine;
using Gateway.Ledger;
using Gateway.Policies;

namespace Gateway.Commands.Demo;

/// <summary><c>gateway demo</c>: the daemon between two made-up sides, over real sockets.</summary>
internal static class DemoCommand
{
    internal static Command Create()
    {
        var keep = new Option<string?>("--keep")
        {
            Description = "Keep ledger, keys, trust lists, bundle and messages in this empty or absent folder.",
            HelpName = "DIR",
        };
        var json = GatewayCommand.JsonOption();
        var command = new Command(
            "demo",
            """
            Starts the daemon with throw-away keys on loopback, lets a bank push customer files and a clinic pull a
            patient record, tries what must not cross, then verifies every stamp and the ledger and tampers with each.
            Exit 0 when everything came out as told, else 1.

            Examples:
              gateway demo
              gateway demo --keep kept --json
            """)
        {
            keep, json, FarSideCommand.Create(),
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            parsed.GetValue(keep),
            parsed.GetValue(json),
            GatewayCommand.LanguageOf(parsed),
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(
        string? keep, bool isJson, Language language, CancellationToken cancellationToken)
    {
        if (keep is not null && Directory.Exists(keep) && Directory.EnumerateFileSystemEntries(keep).Any())
        {
            await Console.Error.WriteLineAsync(DemoWords.KeepTakesEmptyFolder.In(language));
            return ExitCode.Fault;
        }

        try
        {
            var result = await DemoRun.RunAsync(
                keep, TimeProvider.System, Says(language), cancellationToken);
            await Console.Out.WriteLineAsync(isJson ? DemoJson.Write(result) : DemoText.Write(result, keep, language));
            return result.IsOk ? ExitCode.Yes : ExitCode.Fault;
        }
        catch (Exception e) when (e is DemoException or LedgerStopException or HttpRequestException or IOException
            or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"{DemoWords.CannotGoOn.In(language)} {e.Message}");
            return ExitCode.Fault;
        }
    }

    private static Func<Titles, Task> Says(Language language) =>
        titles => Console.Error.WriteLineAsync(titles.In(language));
}
