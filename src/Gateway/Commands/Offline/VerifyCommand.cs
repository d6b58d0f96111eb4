using System.CommandLine;
using Gateway.Commands.Words;
using Gateway.Policies;
using Gateway.Stamping;

namespace Gateway.Commands.Offline;

/// <summary><c>gateway verify --message DIR</c>: one kept message, checked offline, with all findings.</summary>
internal static class VerifyCommand
{
    internal static Command Create()
    {
        var message = new Option<string>("--message")
        {
            Description = "Folder with head.txt, body, signature-base.txt, signature.bin.",
            Required = true,
            HelpName = "DIR",
        };
        var lists = new Option<string[]>("--trust-list")
        {
            Description = "A trust list with its .p7s beside it. Repeatable.",
            HelpName = "FILE",
        };
        var keys = new Option<string>("--keys")
        {
            Description = "Folder with stamping-key.json and its .p7s.",
            Required = true,
            HelpName = "DIR",
        };
        var crls = new Option<string?>("--crl-dir")
        {
            Description = "Folder of CRLs. Default: 'crls' beside the first list.",
            HelpName = "DIR",
        };
        var json = GatewayCommand.JsonOption();
        var command = new Command(
            "verify",
            """
            Checks stamp, body, statement and endorsement of one message as the far side received it. Anchors come from
            the trust lists alone: without them the answer is no (evidence.unanchored). Exit 0 valid, 3 not.

            Examples:
              gateway verify --message kept/messages/ID --keys kept/keys \
                --trust-list kept/trust/trust-list-CN.json --trust-list kept/trust/trust-list-HK.json
            """)
        {
            message, lists, keys, crls, json,
        };
        command.SetAction((parsed, _) => VerifyAsync(
            parsed.GetRequiredValue(message),
            parsed.GetValue(lists) ?? [],
            parsed.GetValue(crls),
            parsed.GetRequiredValue(keys),
            parsed.GetValue(json),
            GatewayCommand.LanguageOf(parsed)));
        return command;
    }

    private static async Task<int> VerifyAsync(
        string message, string[] listFiles, string? crlFolder, string keys, bool isJson, Language language)
    {
        if (!Directory.Exists(message) || !Directory.Exists(keys))
        {
            await Console.Error.WriteLineAsync(Said.FoldersMustExist.In(language));
            return ExitCode.Fault;
        }

        var faults = new List<Fault>();
        var anchors = OfflineAnchors.Read(listFiles, crlFolder, faults);
        await FaultReport.WriteAsync(faults, language, Console.Error);

        var result = MessageVerification.Run(message, keys, anchors is null ? null : anchors.Judge);
        await Console.Out.WriteLineAsync(isJson ? Json(result) : Text(result, language));
        return result.IsOk ? ExitCode.Yes : ExitCode.No;
    }

    private static string Text(VerificationResult result, Language language) => string.Join(
        '\n',
        result.Findings
            .Select(finding =>
                FindingWords.Line(finding.Code, finding.Member, "in", finding.Detail, language))
            .Append((result.IsOk ? Said.Valid : Said.Findings(result.Findings.Count)).In(language)));

    private static string Json(VerificationResult result)
    {
        using var text = new JsonText();
        result.WriteTo(text.Writer);
        return text.ToString();
    }
}
