using System.CommandLine;
using Gateway.Commands.Approvals;
using Gateway.Commands.Run;
using Gateway.Ledger.Inspection;
using Gateway.Policies;
using Gateway.Settings;

namespace Gateway.Commands.Reveal;

/// <summary><c>gateway reveal</c>: tokens back to values, by two officers, recorded.</summary>
internal static class RevealCommand
{
    internal static Command Create()
    {
        var (keys, config) = (RevealOptions.Keys(), RevealOptions.Config());
        var (approval, request) = (ApprovalCommands.ApprovalOption(), ApprovalCommands.RequestOption());
        var (category, path, tokens) = (RevealOptions.Category(), RevealOptions.Path(), RevealOptions.Tokens());
        var json = GatewayCommand.JsonOption();
        var command = new Command(
            "reveal",
            """
            Turns the tokens of one field back into values. Two officers approve a request first, and the ledger has it
            on record before anything is printed. Without both, exit 3 and nothing is revealed. A running gateway holds
            its ledger: use the configuration of another one.

            Examples:
              gateway reveal request --category BK.cdd --path '$.customers[*].idNumber' --reason case-17 <tokens >r.json
              gateway reveal approve --request r.json --certificate li-wei.crt --key li-wei.key --out li-wei.p7s
              gateway reveal --category BK.cdd --path '$.customers[*].idNumber' --keys keys.json --request r.json \
                --approval li-wei.p7s --approval wang-fang.p7s --config gateway.json <tokens
            """)
        {
            category, path, keys, request, approval, config, tokens, json,
        };
        command.Subcommands.Add(RevealRequestCommands.CreateRequest());
        command.Subcommands.Add(RevealRequestCommands.CreateApprove());
        command.SetAction((parsed, cancellationToken) => RevealAsync(
            new Given(
                parsed.GetRequiredValue(category),
                parsed.GetRequiredValue(path),
                parsed.GetRequiredValue(keys),
                parsed.GetValue(request),
                parsed.GetValue(approval) ?? [],
                parsed.GetValue(config),
                parsed.GetValue(tokens)),
            parsed.GetValue(json),
            GatewayCommand.LanguageOf(parsed),
            cancellationToken));
        return command;
    }

    private static async Task<int> RevealAsync(
        Given given, bool isJson, Language language, CancellationToken cancellationToken)
    {
        if (given.Approvals.Length != OfficerApprovals.Wanted || given.Config is not { } config
            || given.Request is not { } request)
        {
            return await RefuseAsync(RevealRefusal.Approvals, isJson, language);
        }

        var faults = new List<Fault>();
        using var keys = KeyRing.Read(given.Keys, faults);
        using var foundation = await ReadFoundationAsync(config, faults);
        if (keys is null || foundation is null)
        {
            await FaultReport.WriteAsync(faults, language, Console.Error);
            return ExitCode.Fault;
        }

        RevealQuestion question;
        try
        {
            question = new RevealQuestion(
                given.Category,
                given.Path,
                await RevealTokens.ReadAsync(given.Tokens, cancellationToken),
                await File.ReadAllBytesAsync(request, cancellationToken),
                [.. given.Approvals.Select(File.ReadAllBytes)]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return ExitCode.Fault;
        }

        var desk = new RevealDesk(foundation, keys, TimeProvider.System);
        var (values, place, reason) = await desk.RevealAsync(question, cancellationToken);
        if (reason is not null)
        {
            return await RefuseAsync(reason, isJson, language);
        }

        await Console.Out.WriteLineAsync(isJson
            ? Json(question.Tokens.Lines, values, place.ToString())
            : string.Join('\n', values));
        if (!isJson)
        {
            await Console.Error.WriteLineAsync(place.ToString());
        }

        return ExitCode.Yes;
    }

    // Officers of a bundle that was replaced do not count: what the ledger says was last in force is asked.
    private static async Task<Foundation?> ReadFoundationAsync(string config, List<Fault> faults)
    {
        var environment = Environment.GetEnvironmentVariables();
        try
        {
            var accepted = Foundation.ReadSettings(config, environment, []) is { } settings
                ? AcceptedState.Of(new FormerLedger(settings.Ledger.Directory))
                : AcceptedState.None;
            return Foundation.Read(config, environment, accepted, TimeProvider.System, faults);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or LedgerUnreadableException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return null;
        }
    }

    private static async Task<int> RefuseAsync(ApprovalRefusal reason, bool isJson, Language language)
    {
        if (isJson)
        {
            using var text = new JsonText();
            var json = text.Writer;
            json.WriteStartObject();
            json.WriteBoolean("ok"u8, false);
            json.WriteString("code"u8, reason.Code);
            json.WriteString("detail"u8, reason.Words.En);
            json.WriteEndObject();
            await Console.Out.WriteLineAsync(text.ToString());
        }
        else
        {
            await ApprovalCommands.RefuseAsync(reason, language);
        }

        return ExitCode.No;
    }

    private static string Json(IReadOnlyList<string> tokens, IReadOnlyList<string> values, string ledger)
    {
        using var text = new JsonText();
        var json = text.Writer;
        json.WriteStartObject();
        json.WriteBoolean("ok"u8, true);
        json.WriteString("ledger"u8, ledger);
        json.WriteStartArray("values"u8);
        for (var i = 0; i < values.Count; i++)
        {
            json.WriteStartObject();
            json.WriteString("token"u8, tokens[i]);
            json.WriteString("value"u8, values[i]);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        return text.ToString();
    }

    /// <summary>The command line as it was typed.</summary>
    private sealed record Given(
        string Category,
        string Path,
        string Keys,
        string? Request,
        string[] Approvals,
        string? Config,
        string? Tokens);
}
