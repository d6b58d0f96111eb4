using System.CommandLine;
using Gateway.Commands.Offline;
using Gateway.Commands.Run;
using Gateway.Commands.Words;
using Gateway.Ledger;
using Gateway.Ledger.Entries;
using Gateway.Ledger.Inspection;
using Gateway.Policies;
using Gateway.Stamping;

namespace Gateway.Commands.Approvals;

/// <summary>
/// <c>gateway ledger erase</c>: two officers have annexes overwritten; entries, tree and proofs stay as they are.
/// </summary>
internal static class EraseCommand
{
    internal static Command Create()
    {
        var config = GatewayCommand.ConfigOption();
        var (request, approval) = (ApprovalCommands.RequestOption(), ApprovalCommands.ApprovalOption());
        var command = new Command(
            "erase",
            """
            Overwrites the annexes that a request names with zeros, after an 'erase' entry for each is durable. The
            entries, the tree and every proof stay. Two officers approve. The daemon must be stopped: it holds its
            ledger. Stopped on the way, it is run again with the same request. Exit 0 erased, 3 not approved.

            Examples:
              gateway ledger erase request ledger --transfer $ID --reason case-17 >r.json
              gateway ledger approve --request r.json --certificate li-wei.crt --key li-wei.key --out a.p7s
              gateway ledger erase --config gateway.json --request r.json --approval a.p7s --approval b.p7s
            """)
        {
            config, request, approval,
        };
        command.Subcommands.Add(CreateRequest());
        command.SetAction((parsed, cancellationToken) => RunAsync(
            parsed.GetRequiredValue(config),
            new ApprovedFiles(parsed.GetValue(request), parsed.GetValue(approval) ?? []),
            GatewayCommand.LanguageOf(parsed),
            cancellationToken));
        return command;
    }

    private static Command CreateRequest()
    {
        var folder = LedgerReadCommands.FolderArgument();
        var transfer = TransferOption.Create("The transfer's id.", isRequired: true);
        var reason = ApprovalCommands.ReasonOption();
        var command = new Command(
            "request",
            """
            Writes to stdout what two officers sign: the annexes of a transfer's releases, why and when. Good for 24
            hours.

            Examples:
              gateway ledger erase request ledger --transfer $ID --reason case-17 >r.json
            """)
        {
            folder, transfer, reason,
        };
        command.SetAction((parsed, cancellationToken) => RequestAsync(
            parsed.GetRequiredValue(folder),
            parsed.GetValue(transfer)!.Value,
            parsed.GetRequiredValue(reason),
            GatewayCommand.LanguageOf(parsed),
            cancellationToken));
        return command;
    }

    private static async Task<int> RequestAsync(
        string folder, Guid transfer, string reason, Language language, CancellationToken cancellationToken)
    {
        if (!ShardFolder.IsLedger(folder))
        {
            await Console.Error.WriteLineAsync(Said.NoLedgerFolder(folder).In(language));
            return ExitCode.Fault;
        }

        var releases = TransferSearch.Find(folder, transfer, cancellationToken)
            .Select(found =>
                EntryFacts.TryRead(found.Bytes.Span, out var facts) ? (found.Position, facts.Annex) : default)
            .Where(release => release.Annex is not null)
            .ToList();
        if (releases.Count == 0)
        {
            return await ApprovalCommands.RefuseAsync(ApprovalRefusal.NotFound, language);
        }

        await Console.Out.WriteLineAsync(new OfficerRequest(
            OfficerRequest.Erase,
            releases[0].Position.Origin,
            [.. releases.Select(release => release.Annex.ToString()!)],
            RequestFrame.Of(reason, TimeProvider.System)).ToString());
        return ExitCode.Yes;
    }

    private static async Task<int> RunAsync(
        string config, ApprovedFiles files, Language language, CancellationToken cancellationToken)
    {
        try
        {
            var faults = new List<Fault>();
            if (Foundation.ReadSettings(config, Environment.GetEnvironmentVariables(), faults) is not { } settings)
            {
                await FaultReport.WriteAsync(faults, language, Console.Error);
                return ExitCode.Fault;
            }

            // Officers of a bundle that was replaced do not count: what the ledger says was last in force is asked.
            var accepted = AcceptedState.Of(new FormerLedger(settings.Ledger.Directory));
            using var foundation = await ApprovalCommands.ReadFoundationAsync(config, accepted, language);
            return foundation is null
                ? ExitCode.Fault
                : await EraseAsync(foundation, files, language, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or LedgerStopException
            or LedgerUnavailableException or LedgerUnreadableException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return ExitCode.Fault;
        }
    }

    private static async Task<int> EraseAsync(
        Foundation foundation, ApprovedFiles files, Language language, CancellationToken cancellationToken)
    {
        var approved = ApprovalCommands.Read(
            files, OfficerRequest.Erase, foundation.First, TimeProvider.System.GetUtcNow(), out var refusal);
        if (approved is not { } approval)
        {
            return await ApprovalCommands.RefuseAsync(refusal!, language);
        }

        var settings = foundation.Settings;
        if (approval.Read.Origin != settings.Ledger.Origin)
        {
            return await ApprovalCommands.RefuseAsync(ApprovalRefusal.Mismatch, language);
        }

        using var log = DaemonLog.Create(settings.Log);
        using var key = Ed25519KeyFile.ReadPrivate(settings.Ledger.Key);
        var disk = new PosixDisk();
        await using var ledger = TransparencyLedger.Open(
            DaemonParts.LedgerSettingsOf(settings), key, TimeProvider.System, disk,
            log.CreateLogger<TransparencyLedger>());
        var erasure = new AnnexErasure(ledger, DaemonParts.LedgerSettingsOf(settings), disk);
        var approvedBy = new OfficersApproval(Sha256Digest.Of(approval.Request), approval.Officers);
        var count = await erasure.EraseAsync(
            approval.Read.What, entry => LedgerRecord.Of(entry, foundation.First.EntryContext(), TimeProvider.System),
            approvedBy, cancellationToken);
        if (count == 0)
        {
            return await ApprovalCommands.RefuseAsync(ApprovalRefusal.NotFound, language);
        }

        await Console.Out.WriteLineAsync(Said.AnnexesErased(count).In(language));
        return ExitCode.Yes;
    }
}
