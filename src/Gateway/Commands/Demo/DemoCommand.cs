using System.CommandLine;
using Gateway.Ledger;

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
        var language = new Option<string>("--lang")
        {
            Description = "Language of the text: en.",
            DefaultValueFactory = _ => "en",
        };
        language.AcceptOnlyFromAmong("en");
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
            keep, json, language,
        };
        command.SetAction((parsed, cancellationToken) =>
            RunAsync(parsed.GetValue(keep), parsed.GetValue(json), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string? keep, bool isJson, CancellationToken cancellationToken)
    {
        if (keep is not null && Directory.Exists(keep) && Directory.EnumerateFileSystemEntries(keep).Any())
        {
            await Console.Error.WriteLineAsync("--keep must name a folder that is empty or absent");
            return ExitCode.Fault;
        }

        try
        {
            var result = await DemoRun.RunAsync(keep, TimeProvider.System, Console.Error, cancellationToken);
            await Console.Out.WriteLineAsync(isJson ? DemoJson.Write(result) : DemoText.Write(result, keep));
            return result.IsOk ? ExitCode.Yes : ExitCode.Fault;
        }
        catch (Exception e) when (e is DemoException or LedgerStopException or HttpRequestException or IOException
            or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"the demo cannot go on: {e.Message}");
            return ExitCode.Fault;
        }
    }
}
