using System.CommandLine;
using Gateway.Commands.Words;
using Gateway.Ledger;
using Gateway.Ledger.Inspection;

namespace Gateway.Commands.Offline;

/// <summary>
/// <c>gateway ledger tail|export</c>: the published entries in the order of the log, each proven, beside a running
/// daemon; nothing is skipped.
/// </summary>
internal static class LedgerReadCommands
{
    private const int LastShown = 10;

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);

    internal static Argument<string> FolderArgument() => new("DIR") { Description = "The ledger folder." };

    internal static Option<LedgerCursor?> CursorOption(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "YYYY:N",
        CustomParser = result =>
        {
            if (LedgerCursor.TryParse(result.Tokens[0].Value, out var cursor))
            {
                return cursor;
            }

            result.AddError($"{name} takes YYYY:index, for example 2026:41");
            return null;
        },
    };

    internal static Command CreateTail()
    {
        var folder = FolderArgument();
        var from = CursorOption("--from", "The first entry to print. Default: the last ten of the last year.");
        var json = GatewayCommand.JsonLinesOption();
        var command = new Command(
            "tail",
            """
            Prints published entries as they come, one line each, and follows until it is stopped. With --from it goes
            on exactly where a reader left off, over new year too; an entry that cannot be read or proven ends it with
            exit 1, none is skipped.

            Examples:
              gateway ledger tail /var/lib/gateway/ledger
              gateway ledger tail ledger --from 2026:1042 --json
            """)
        {
            folder, from, json,
        };
        command.SetAction((parsed, cancellationToken) => ReadAsync(
            parsed,
            parsed.GetRequiredValue(folder),
            (entries, print) => TailAsync(entries, parsed.GetValue(from), print, cancellationToken),
            parsed.GetValue(json)));
        return command;
    }

    internal static Command CreateExport()
    {
        var folder = FolderArgument();
        var from = CursorOption("--from", "The first entry to write. Default: the first there is.");
        var to = CursorOption("--to", "The entry to end before. Default: all that is published.");
        var command = new Command(
            "export",
            """
            Writes published entries as JSON Lines: cursor, origin, index, leaf hash, and the entry byte for byte. Each
            is proven under its shard's signed checkpoint first; one that is not ends it with exit 1.

            Examples:
              gateway ledger export ledger >entries.jsonl
              gateway ledger export ledger --from 2026:0 --to 2026:1000 >first-thousand.jsonl
            """)
        {
            folder, from, to,
        };
        command.SetAction((parsed, cancellationToken) => ReadAsync(
            parsed,
            parsed.GetRequiredValue(folder),
            async (entries, print) =>
            {
                var last = parsed.GetValue(to);
                var first = parsed.GetValue(from) ?? LedgerCursor.Start;
                await TellPrunedAsync(parsed, entries, first, last);
                var range = entries.From(first, cancellationToken);
                foreach (var entry in range.TakeWhile(entry => last is null || entry.Cursor < last))
                {
                    await print(entry);
                }
            },
            isJson: true));
        return command;
    }

    /// <summary>Runs what reads, and says how it ended.</summary>
    internal static async Task<int> ReadAsync(
        ParseResult parsed,
        string folder,
        Func<PublishedEntries, Func<PublishedEntry, Task>, Task> read,
        bool isJson)
    {
        if (!ShardFolder.IsLedger(folder))
        {
            await Console.Error.WriteLineAsync(Said.NoLedgerFolder(folder).In(GatewayCommand.LanguageOf(parsed)));
            return ExitCode.Fault;
        }

        try
        {
            await read(
                new PublishedEntries(folder),
                entry => Console.Out.WriteLineAsync(isJson ? LedgerLines.Json(entry) : LedgerLines.Text(entry)));
            return ExitCode.Yes;
        }
        catch (OperationCanceledException)
        {
            // Stopped by who started it.
            return ExitCode.Yes;
        }
        catch (LedgerUnreadableException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return ExitCode.Fault;
        }
    }

    /// <summary>Says on stderr what was pruned, and so is passed over: not there is not the same as never.</summary>
    internal static async Task TellPrunedAsync(
        ParseResult parsed, PublishedEntries entries, LedgerCursor from, LedgerCursor? to)
    {
        foreach (var pruned in entries.Pruned().Where(pruned => pruned.IsBetween(from, to)))
        {
            var said = Said.NotHeld("entries", pruned.ToString());
            await Console.Error.WriteLineAsync(said.In(GatewayCommand.LanguageOf(parsed)));
        }
    }

    private static async Task TailAsync(
        PublishedEntries entries,
        LedgerCursor? from,
        Func<PublishedEntry, Task> print,
        CancellationToken cancellationToken)
    {
        var end = entries.End();
        var next = from ?? end with { Index = Math.Max(0, end.Index - LastShown) };
        while (true)
        {
            foreach (var entry in entries.From(next, cancellationToken))
            {
                await print(entry);
                next = entry.Cursor.Next;
            }

            await Task.Delay(Look, TimeProvider.System, cancellationToken);
        }
    }
}
