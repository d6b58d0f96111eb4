using System.CommandLine;
using Gateway.Commands.Run;
using Gateway.Commands.Words;
using Gateway.Ledger;
using Gateway.Ledger.Index;
using Gateway.Ledger.Inspection;
using Gateway.Policies;

namespace Gateway.Commands.Offline;

/// <summary><c>gateway ledger repair-index</c>: throws the index away and makes it again from the ledger.</summary>
internal static class RepairIndexCommand
{
    // One line for about so many entries.
    private const long Step = 100_000;

    internal static Command Create()
    {
        var folder = LedgerReadCommands.FolderArgument();
        var config = new Option<string?>("--config")
        {
            Description = "gateway.json: the index is made where its 'Audit:Index' says. Default: index.db in DIR.",
            HelpName = "FILE",
        };
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
              gateway ledger repair-index ledger --config gateway.json
            """)
        {
            folder, config, json,
        };
        command.SetAction((parsed, cancellationToken) => RepairAsync(
            parsed.GetRequiredValue(folder),
            (parsed.GetValue(config), parsed.GetValue(json), GatewayCommand.LanguageOf(parsed)),
            cancellationToken));
        return command;
    }

    private static async Task<int> RepairAsync(
        string folder, (string? Config, bool IsJson, Language Language) asked, CancellationToken cancellationToken)
    {
        var language = asked.Language;
        if (!ShardFolder.IsLedger(folder))
        {
            await Console.Error.WriteLineAsync(Said.NoLedgerFolder(folder).In(language));
            return ExitCode.Fault;
        }

        if (LedgerLock.IsTaken(folder))
        {
            await Console.Error.WriteLineAsync(Said.LedgerIsHeld.In(language));
            return ExitCode.Fault;
        }

        if (await PlaceOfAsync(folder, asked.Config, language) is not { } place)
        {
            return ExitCode.Fault;
        }

        try
        {
            place.Clear();
            using var index = place.Open();
            Build(folder, index, language, cancellationToken);
            await Console.Out.WriteLineAsync(asked.IsJson ? Json(index) : Text(index, language));
            return ExitCode.Yes;
        }
        catch (LedgerUnreadableException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return ExitCode.No;
        }
        catch (IndexAwayException e)
        {
            await Console.Error.WriteLineAsync(Said.CannotKeepIndex(e.Message).In(language));
            return ExitCode.Fault;
        }
        catch (Exception e) when (e is IndexBrokenException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(Said.CannotKeepIndex(e.GetType().Name).In(language));
            return ExitCode.Fault;
        }
    }

    // Null where it was said why there is none.
    private static async Task<IIndexPlace?> PlaceOfAsync(string folder, string? config, Language language)
    {
        if (config is null)
        {
            return new SqlitePlace(folder);
        }

        var faults = new List<Fault>();
        if (Foundation.ReadSettings(config, Environment.GetEnvironmentVariables(), faults) is not { } settings)
        {
            await FaultReport.WriteAsync(faults, language, Console.Error);
            return null;
        }

        // Else the rows of one ledger would be made of another's entries.
        static string Whole(string path) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (Whole(folder) != Whole(settings.Ledger.Directory))
        {
            await Console.Error.WriteLineAsync(Said.NotItsLedger.In(language));
            return null;
        }

        return IndexPlaces.Of(settings);
    }

    private static void Build(
        string folder, IEntryIndex index, Language language, CancellationToken cancellationToken)
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

    private static string Text(IEntryIndex index, Language language) =>
        index.Heads() is [.., var last]
            ? Said.IndexMade(index.Count(), last.Origin, last.Size).In(language)
            : Said.IndexMade(0, "-", 0).In(language);

    private static string Json(IEntryIndex index)
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
    private static long Count(this IEntryIndex index) =>
        index.Total(DaySpan.All, _ => true).Sums.Sum(sum => sum.Entries);
}
