using System.CommandLine;
using Gateway.Commands.Words;
using Gateway.Ledger;
using Gateway.Ledger.Index;
using Gateway.Ledger.Inspection;
using Gateway.Policies;

namespace Gateway.Commands.Offline;

/// <summary><c>gateway ledger repair-index</c>: throws index.db away and makes it again from the ledger.</summary>
internal static class RepairIndexCommand
{
    // One line for about so many entries.
    private const long Step = 100_000;

    internal static Command Create()
    {
        var folder = LedgerReadCommands.FolderArgument();
        var json = GatewayCommand.JsonOption();
        var command = new Command(
            "repair-index",
            """
            Throws the ledger's index away and makes it again from the published entries, each proven under its shard's
            signed checkpoint. The ledger itself is only read. The daemon must be stopped: it keeps its index by itself,
            and makes it again where it does not fit. Exit 0 made, 1 a fault, 3 the ledger is damaged.

            Examples:
              gateway ledger repair-index /var/lib/gateway/ledger
              gateway ledger repair-index ledger --json
            """)
        {
            folder, json,
        };
        command.SetAction((parsed, cancellationToken) => RepairAsync(
            parsed.GetRequiredValue(folder),
            parsed.GetValue(json),
            GatewayCommand.LanguageOf(parsed),
            cancellationToken));
        return command;
    }

    private static async Task<int> RepairAsync(
        string folder, bool isJson, Language language, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(folder))
        {
            await Console.Error.WriteLineAsync(Said.NoLedgerFolder.In(language));
            return ExitCode.Fault;
        }

        if (LedgerLock.IsTaken(folder))
        {
            await Console.Error.WriteLineAsync(Said.LedgerIsHeld.In(language));
            return ExitCode.Fault;
        }

        try
        {
            SqliteIndex.Delete(folder);
            using var index = SqliteIndex.Open(folder);
            Build(folder, index, language, cancellationToken);
            await Console.Out.WriteLineAsync(isJson ? Json(index) : Text(index, language));
            return ExitCode.Yes;
        }
        catch (LedgerUnreadableException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return ExitCode.No;
        }
        catch (Exception e) when (e is IndexBrokenException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(Said.CannotKeepIndex(e.GetType().Name).In(language));
            return ExitCode.Fault;
        }
    }

    private static void Build(
        string folder, SqliteIndex index, Language language, CancellationToken cancellationToken)
    {
        var next = Step;
        new IndexBuilding(folder, index).CatchUp(
            end =>
            {
                if (end.Index >= next)
                {
                    Console.Error.WriteLine(Said.IndexedUpTo(end.ToString()).In(language));
                    next = end.Index + Step;
                }
            },
            cancellationToken);
    }

    private static string Text(SqliteIndex index, Language language) =>
        index.Heads() is [.., var last]
            ? Said.IndexMade(index.Count(), last.Origin, last.Size).In(language)
            : Said.IndexMade(0, "-", 0).In(language);

    private static string Json(SqliteIndex index)
    {
        using var text = new JsonText();
        var json = text.Writer;
        var heads = index.Heads();
        var last = heads.Count > 0 ? heads[^1] : null;
        json.WriteStartObject();
        json.WriteBoolean("ok"u8, true);
        json.WriteString("origin"u8, last?.Origin);
        json.WriteNumber("size"u8, last?.Size ?? 0);
        json.WriteString("root"u8, last?.Root);
        json.WriteNumber("shards"u8, heads.Count);
        json.WriteNumber("indexed"u8, index.Count());
        json.WriteEndObject();
        return text.ToString();
    }

    // Entries of transfers: what the index is of.
    private static long Count(this SqliteIndex index) =>
        index.Sum(new IndexWindow(), _ => true).Sum(sum => sum.Entries);
}
