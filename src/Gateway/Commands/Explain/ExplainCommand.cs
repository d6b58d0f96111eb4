using System.CommandLine;
using System.Globalization;
using Gateway.Audit;
using Gateway.Closing;
using Gateway.Commands.Offline;
using Gateway.Commands.Words;
using Gateway.Ledger.Inspection;
using Gateway.Policies;

namespace Gateway.Commands.Explain;

/// <summary><c>gateway explain</c>: why one transfer was refused, held or changed, in words.</summary>
internal static class ExplainCommand
{
    internal static Command Create()
    {
        var id = new Argument<string>("TRANSFER-ID")
        {
            Description = "The transfer's id: header Transfer-Id of its answer.",
        };
        var config = GatewayCommand.ConfigOption();
        config.Required = false;
        var ledger = new Option<string?>("--ledger")
        {
            Description = "The ledger folder, where there is no gateway.json at hand.",
            HelpName = "DIR",
        };
        var policy = new Option<string?>("--policy")
        {
            Description = "A bundle that may be the one the entries name: for titles, rules and instruments.",
            HelpName = "DIR",
        };
        var json = GatewayCommand.JsonOption();
        var command = new Command(
            "explain",
            """
            Says why one transfer was refused, held or changed, from the ledger's entries of both legs, and what to do
            next. Works beside a running daemon. Each entry shown is proven to be in the ledger, or said not to be; the
            ledger vouches for its own key ('ledger verify --key' pins it). The rule that decided, and titles, are told
            where the bundle is at hand whose digest the entry names: that of --config, or --policy. Exit 0 found, 3 no
            such transfer, 1 a fault.

            Examples:
              gateway explain 019aa9c0-2f6a-7c1e-9d5b-8f0e6a7b3c21 --config config/gateway.json
              gateway explain 019aa9c0-2f6a-7c1e-9d5b-8f0e6a7b3c21 --ledger kept/ledger --policy kept/policy --json
            """)
        {
            id, config, ledger, policy, json,
        };
        command.SetAction((parsed, cancellationToken) =>
        {
            var sources = new ExplainSources(
                parsed.GetValue(config), parsed.GetValue(ledger), parsed.GetValue(policy));
            return ExplainAsync(
                parsed.GetRequiredValue(id),
                sources,
                parsed.GetValue(json),
                GatewayCommand.LanguageOf(parsed),
                cancellationToken);
        });
        return command;
    }

    private static async Task<int> ExplainAsync(
        string text, ExplainSources sources, bool isJson, Language language, CancellationToken cancellationToken)
    {
        var faults = new List<Fault>();
        if (!Guid.TryParseExact(text, "D", out var id))
        {
            await Console.Error.WriteLineAsync(Said.NoTransferId.In(language));
            return ExitCode.Fault;
        }

        if (!sources.TryOpen(faults, out var folder, out var bundles))
        {
            await FaultReport.WriteAsync(faults, language, Console.Error);
            return ExitCode.Fault;
        }

        await FaultReport.WriteAsync(faults, language, Console.Error);
        var found = TransferSearch.Find(folder, id, cancellationToken);
        if (found.Count == 0)
        {
            await Console.Out.WriteLineAsync(isJson ? NotFoundJson(id) : NotFound(id, language));
            await PrunedLines.WriteAsync(folder, id, language);
            return ExitCode.No;
        }

        var story = TransferStory.Of(id, found, bundles);
        await Console.Out.WriteLineAsync(isJson ? Json(story) : new ExplainText(story, language).ToString());
        return ExitCode.Yes;
    }

    private static string Json(TransferStory story)
    {
        using var text = new JsonText();
        text.Writer.WriteStartObject();
        text.Writer.WriteBoolean("found", true);
        StoryJson.Write(text.Writer, story);
        text.Writer.WriteEndObject();
        return text.ToString();
    }

    private static string NotFoundJson(Guid id)
    {
        using var text = new JsonText();
        text.Writer.WriteStartObject();
        text.Writer.WriteBoolean("found", false);
        text.Writer.WriteString("id", id);
        text.Writer.WriteEndObject();
        return text.ToString();
    }

    private static string NotFound(Guid id, Language language)
    {
        var name = id.ToString("D", CultureInfo.InvariantCulture);
        return new Titles(
            $"The ledger has no entry of transfer {name}.",
            $"台账中没有传输 {name} 的条目。",
            $"紀錄冊中沒有傳輸 {name} 的記項。").In(language)
            + "\n"
            + RefusalAdvice.Of(RefusalCode.TransferUnknown).In(language);
    }
}
