using System.CommandLine;
using System.Globalization;
using Gateway.Ledger.Inspection;

namespace Gateway.Commands.Offline;

/// <summary>
/// <c>gateway ledger search</c>: which entries are of a transfer, party, route, category, code or time.
/// </summary>
internal static class LedgerSearchCommand
{
    internal static Command Create()
    {
        var folder = LedgerReadCommands.FolderArgument();
        var asked = new LedgerQuestion();
        var limit = LimitOption();
        var json = GatewayCommand.JsonLinesOption();
        var command = new Command(
            "search",
            """
            Prints the published entries that fit everything asked, one line each, in the order of the log. Each is
            proven under its shard's signed checkpoint. Works beside a running daemon. Exit 0 found, 3 none.

            Examples:
              gateway ledger search ledger --transfer 019aa9c0-2f6a-7c1e-9d5b-8f0e6a7b3c21
              gateway ledger search ledger --decision refusal --code body.media --since 2026-11-01 --json
            """)
        {
            folder, limit, json,
        };
        asked.AddTo(command);
        command.SetAction((parsed, cancellationToken) => SearchAsync(
            parsed,
            parsed.GetRequiredValue(folder),
            asked.Filter(parsed) with { Limit = parsed.GetValue(limit) },
            parsed.GetValue(json),
            cancellationToken));
        return command;
    }

    private static Option<long?> LimitOption() => new("--limit")
    {
        Description = "At most so many lines.",
        HelpName = "N",
        CustomParser = result =>
        {
            if (long.TryParse(
                    result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var limit)
                && limit > 0)
            {
                return limit;
            }

            result.AddError("--limit takes a number of lines, from 1 on");
            return null;
        },
    };

    private static async Task<int> SearchAsync(
        ParseResult parsed, string folder, EntryFilter filter, bool isJson, CancellationToken cancellationToken)
    {
        var found = 0L;
        var exit = await LedgerReadCommands.ReadAsync(
            parsed,
            folder,
            async (entries, print) =>
            {
                await LedgerReadCommands.TellPrunedAsync(parsed, entries, LedgerCursor.Start, null);
                foreach (var entry in entries.Matching(filter, cancellationToken))
                {
                    found++;
                    await print(entry);
                }
            },
            isJson);
        return exit == ExitCode.Yes && found == 0 ? ExitCode.No : exit;
    }
}
