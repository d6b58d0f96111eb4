using System.CommandLine;
using Gateway.Audit;
using Gateway.Commands.Offline;
using Gateway.Policies;

namespace Gateway.Commands.Originals;

/// <summary><c>gateway trace request</c>: what is sent to both custodians.</summary>
internal static class OriginalRequestCommand
{
    internal static Command Create()
    {
        var transfer = TransferOption.Create("The transfer whose release kept what came.", isRequired: true);
        var path = OriginalOptions.Required(
            "--path", "The value's place in the body as it came, for example $.customers[0].name.", "PATH");
        var leg = new Option<string>("--leg")
        {
            Description = "Which leg: request or response.",
            HelpName = "LEG",
            DefaultValueFactory = _ => "request",
        };
        leg.AcceptOnlyFromAmong("request", "response");
        var reason = OriginalOptions.Required(
            "--reason",
            "Why: the custodians read it. It is not recorded, only its digest within the request.",
            "TEXT");
        var config = GatewayCommand.ConfigOption();
        var command = new Command(
            "request",
            """
            Writes to stdout what both custodians are asked for: the part of their share for one value of one release,
            why and when. It holds their sealed shares and the value's path, and is good for 24 hours. Exit 3 where
            nothing is kept.

            Examples:
              gateway trace request --transfer $ID --path '$.customers[0].name' --reason case-17 --config F >r.json
            """)
        {
            transfer, path, leg, reason, config,
        };
        command.SetAction((parsed, cancellationToken) => WriteAsync(
            new FieldQuestion(
                parsed.GetValue(transfer)!.Value, parsed.GetRequiredValue(leg), parsed.GetRequiredValue(path))
            {
                IsForOriginal = true,
            },
            parsed.GetRequiredValue(reason),
            parsed.GetRequiredValue(config),
            GatewayCommand.LanguageOf(parsed),
            cancellationToken));
        return command;
    }

    private static async Task<int> WriteAsync(
        FieldQuestion question, string reason, string config, Language language, CancellationToken cancellationToken)
    {
        var faults = new List<Fault>();
        var files = new EvidenceFiles(config, null, null, [], null, null);
        var isOpen = files.TryOpen(faults, out var ledger, out _, out var keys);
        await FaultReport.WriteAsync(faults, language, Console.Error);
        using (keys)
        {
            if (!isOpen || keys is null)
            {
                return ExitCode.Fault;
            }

            var trace = await FieldTraceAnswer.OpenAsync(ledger!, question, keys, language, cancellationToken);
            return trace is null ? ExitCode.No : await WriteAsync(trace, reason, language);
        }
    }

    private static async Task<int> WriteAsync(FieldTrace trace, string reason, Language language)
    {
        if (trace.Commitments.Originals is not { } kept)
        {
            return await OriginalAnswer.RefuseAsync(OriginalRefusal.NotKept, language);
        }

        await Console.Out.WriteLineAsync(new OriginalRequest(
            trace.Position.ToString(),
            trace.Place,
            trace.Record.Category ?? "",
            reason,
            TimeProvider.System.GetUtcNow(),
            kept.Shares).ToString());
        return ExitCode.Yes;
    }
}
