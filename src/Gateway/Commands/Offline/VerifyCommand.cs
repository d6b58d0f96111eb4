using System.CommandLine;
using Gateway.Commands.Words;
using Gateway.Evidence;
using Gateway.Policies;
using Gateway.Stamping;

namespace Gateway.Commands.Offline;

/// <summary>
/// <c>gateway verify F.zip</c> and <c>verify --message DIR</c>: evidence, or one kept message, checked offline, with
/// all findings.
/// </summary>
internal static class VerifyCommand
{
    private const string Description =
        """
        Checks the evidence of a transfer, or stamp, body, statement and endorsement of one message as the far side
        received it, and lists everything that is wrong. Anchors are the trust lists, and for evidence the log
        policy, that are given here, and nothing that is checked: without them the answer is no
        (evidence.unanchored). Exit 0 valid, 3 not.

        Examples:
          gateway verify ID.zip --log-policy kept/log-policy.txt \
            --trust-list kept/trust/trust-list-CN.json --trust-list kept/trust/trust-list-HK.json
          gateway verify --message kept/messages/ID --keys kept/keys \
            --trust-list kept/trust/trust-list-CN.json --trust-list kept/trust/trust-list-HK.json
        """;

    internal static Command Create()
    {
        var file = new Argument<string?>("FILE")
        {
            Description = "An evidence zip.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var lists = new Option<string[]>("--trust-list")
        {
            Description = "A trust list with its .p7s beside it. Repeatable.",
            HelpName = "FILE",
        };
        var message = Text("--message", "DIR", "Folder with head.txt, body, signature-base.txt, signature.bin.");
        var logPolicy = Text(
            "--log-policy", "FILE", "The logs and witnesses to rely on (C2SP tlog-policy). For an evidence zip.");
        var keys = Text("--keys", "DIR", "Folder with stamping-key.json and its .p7s. For a message.");
        var crls = Text("--crl-dir", "DIR", "Folder of CRLs. Default: 'crls' beside the first list.");
        var json = GatewayCommand.JsonOption();
        var command = new Command("verify", Description) { file, message, lists, logPolicy, keys, crls, json };
        command.SetAction((parsed, _) =>
        {
            var question = new Question(
                parsed.GetValue(file),
                parsed.GetValue(message),
                parsed.GetValue(keys),
                new AnchorFiles(
                    parsed.GetValue(lists) ?? [], parsed.GetValue(crls), parsed.GetValue(logPolicy)),
                GatewayCommand.LanguageOf(parsed));
            return VerifyAsync(question, parsed.GetValue(json));
        });
        return command;
    }

    private static Option<string?> Text(string name, string help, string description) =>
        new(name) { Description = description, HelpName = help };

    private static async Task<int> VerifyAsync(Question question, bool isJson)
    {
        var language = question.Language;
        var result = question switch
        {
            { File: { } file, Message: null } when File.Exists(file) => await EvidenceAsync(file, question),
            { File: null, Message: { } message, Keys: { } keys }
                when Directory.Exists(message) && Directory.Exists(keys) =>
                    await MessageAsync(message, keys, question),
            _ => null,
        };
        if (result is null)
        {
            await Console.Error.WriteLineAsync(Said.NothingToVerify.In(language));
            return ExitCode.Fault;
        }

        await Console.Out.WriteLineAsync(isJson ? Json(result) : Text(result, language));
        return result.IsOk ? ExitCode.Yes : ExitCode.No;
    }

    private static async Task<VerificationResult> MessageAsync(string message, string keys, Question question)
    {
        var faults = new List<Fault>();
        var anchors = OfflineAnchors.Read(question.Anchors.TrustLists, question.Anchors.CrlFolder, faults);
        await FaultReport.WriteAsync(faults, question.Language, Console.Error);
        return MessageVerification.Run(message, keys, anchors is null ? null : anchors.Judge);
    }

    private static async Task<VerificationResult> EvidenceAsync(string file, Question question)
    {
        var findings = new List<VerificationFinding>();
        IReadOnlyDictionary<string, byte[]>? members;
        await using (var stream = File.OpenRead(file))
        {
            members = EvidenceArchive.Read(stream, findings);
        }

        var faults = new List<Fault>();
        var anchors = question.Anchors.For(members, faults);
        await FaultReport.WriteAsync(faults, question.Language, Console.Error);
        return EvidenceVerification.Run(members, anchors, findings);
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

    private sealed record Question(
        string? File, string? Message, string? Keys, AnchorFiles Anchors, Language Language);
}
