using System.CommandLine;
using System.Globalization;
using Gateway.Commands.Approvals;
using Gateway.Commands.Run;
using Gateway.Commands.Words;
using Gateway.Ledger;
using Gateway.Ledger.Entries;
using Gateway.Ledger.Index;
using Gateway.Ledger.Inspection;
using Gateway.Policies;
using Gateway.Stamping;

namespace Gateway.Commands.Retention;

/// <summary>
/// <c>gateway ledger prune</c>: two officers have entries taken off the disk that are archived, sealed and older than
/// the records that must be kept. Hash tiles, checkpoints and seals stay.
/// </summary>
internal static class PruneCommand
{
    internal static Command Create()
    {
        var (config, archive) = (GatewayCommand.ConfigOption(), ArchiveOption());
        var (request, approval) = (ApprovalCommands.RequestOption(), ApprovalCommands.ApprovalOption());
        var command = new Command(
            "prune",
            """
            Removes the entries and annexes of a year below a minimum index, after a 'prune' entry is durable: only
            what the archive holds, sealed, and what is older than three years or than the bundle's 'keepRecords'.
            Hash tiles, checkpoints and seals stay, so every proof still can be made. Two officers approve. The daemon
            must be stopped: it holds its ledger. Stopped on the way, it is run again with the same request. Exit 0
            pruned, 3 not approved or not allowed.

            Examples:
              gateway ledger prune request --config gateway.json --archive DIR --reason yearly >r.json
              gateway ledger approve --request r.json --certificate li-wei.crt --key li-wei.key --out a.p7s
              gateway ledger prune --config gateway.json --archive DIR --request r.json \
                --approval a.p7s --approval b.p7s
            """)
        {
            config, archive, request, approval,
        };
        command.Subcommands.Add(CreateRequest());
        command.SetAction((parsed, cancellationToken) => RunAsync(
            parsed.GetRequiredValue(config),
            GatewayCommand.LanguageOf(parsed),
            foundation => PruneAsync(
                foundation,
                parsed.GetRequiredValue(archive),
                new ApprovedFiles(parsed.GetValue(request), parsed.GetValue(approval) ?? []),
                GatewayCommand.LanguageOf(parsed),
                cancellationToken)));
        return command;
    }

    private static Option<string> ArchiveOption() => new("--archive")
    {
        Description = "The archive of the year, as 'ledger archive' made it.",
        Required = true,
        HelpName = "DIR",
    };

    private static Command CreateRequest()
    {
        var (config, archive) = (GatewayCommand.ConfigOption(), ArchiveOption());
        var reason = ApprovalCommands.ReasonOption();
        var command = new Command(
            "request",
            """
            Writes to stdout what two officers sign: the year, the largest minimum index that is allowed, the archive,
            why and when. Good for 24 hours. Exit 3 where nothing may go.

            Examples:
              gateway ledger prune request --config gateway.json --archive DIR --reason yearly >r.json
            """)
        {
            config, archive, reason,
        };
        command.SetAction((parsed, _) => RunAsync(
            parsed.GetRequiredValue(config),
            GatewayCommand.LanguageOf(parsed),
            foundation => RequestAsync(
                foundation,
                parsed.GetRequiredValue(archive),
                parsed.GetRequiredValue(reason),
                GatewayCommand.LanguageOf(parsed))));
        return command;
    }

    // Officers of a bundle that was replaced do not count: what the ledger says was last in force is asked.
    private static async Task<int> RunAsync(string config, Language language, Func<Foundation, Task<int>> work)
    {
        try
        {
            var faults = new List<Fault>();
            if (Foundation.ReadSettings(config, Environment.GetEnvironmentVariables(), faults) is not { } settings)
            {
                await FaultReport.WriteAsync(faults, language, Console.Error);
                return ExitCode.Fault;
            }

            var accepted = AcceptedState.Of(new FormerLedger(settings.Ledger.Directory));
            using var foundation = await ApprovalCommands.ReadFoundationAsync(config, accepted, language);
            return foundation is null ? ExitCode.Fault : await work(foundation);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or LedgerStopException
            or LedgerUnavailableException or LedgerUnreadableException or IndexAwayException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return ExitCode.Fault;
        }
    }

    private static async Task<int> RequestAsync(
        Foundation foundation, string archive, string reason, Language language)
    {
        if (PruneOrder.Of(foundation, archive, out var refusal) is not { } order)
        {
            return await ArchiveCommand.RefuseAsync(refusal!, language);
        }

        if (order.Allowed == 0)
        {
            return await ArchiveCommand.RefuseAsync(RetentionRefusal.Young, language);
        }

        await Console.Out.WriteLineAsync(new OfficerRequest(
            OfficerRequest.Prune,
            foundation.Settings.Ledger.Origin,
            order.What(order.Allowed),
            RequestFrame.Of(reason, TimeProvider.System)).ToString());
        return ExitCode.Yes;
    }

    private static async Task<int> PruneAsync(
        Foundation foundation,
        string archive,
        ApprovedFiles files,
        Language language,
        CancellationToken cancellationToken)
    {
        var approved = ApprovalCommands.Read(
            files, OfficerRequest.Prune, foundation.First, TimeProvider.System.GetUtcNow(), out var refusal);
        if (approved is not { } approval)
        {
            return await ApprovalCommands.RefuseAsync(refusal!, language);
        }

        if (PruneOrder.Of(foundation, archive, out var no) is not { } order)
        {
            return await ArchiveCommand.RefuseAsync(no!, language);
        }

        if (order.MinimumOf(approval.Read) is not { } minimum)
        {
            return await ApprovalCommands.RefuseAsync(ApprovalRefusal.Mismatch, language);
        }

        if (minimum > order.Allowed)
        {
            return await ArchiveCommand.RefuseAsync(RetentionRefusal.Young, language);
        }

        var by = new OfficersApproval(Sha256Digest.Of(approval.Request), approval.Officers);
        return await CarryOutAsync(foundation, order, minimum, by, (language, cancellationToken));
    }

    private static async Task<int> CarryOutAsync(
        Foundation foundation,
        PruneOrder order,
        long minimum,
        OfficersApproval by,
        (Language Language, CancellationToken Token) asked)
    {
        var settings = DaemonParts.LedgerSettingsOf(foundation.Settings);
        using var log = DaemonLog.Create(foundation.Settings.Log);
        using var key = Ed25519KeyFile.ReadPrivate(foundation.Settings.Ledger.Key);
        var disk = new PosixDisk();
        await using var ledger = TransparencyLedger.Open(
            settings, key, TimeProvider.System, disk, log.CreateLogger<TransparencyLedger>());
        await ledger.PublishAsync(asked.Token);
        var pruning = new ShardPruning(settings, disk);
        var from = new LedgerCursor(order.Shard.Year, minimum);
        if (!pruning.KeepsWhatIsInForce(from, ledger.LastPolicy, ledger.LastTrust.Values, asked.Token))
        {
            return await ArchiveCommand.RefuseAsync(RetentionRefusal.InForce, asked.Language);
        }

        // Before anything goes: it would tell of what is gone. The next start makes it of what is left.
        IndexPlaces.Of(foundation.Settings).Clear();

        // Not cancellable: from the entry on it is an order that is carried out.
        var entry = new PruneEntry(order.Shard.Head.Origin, minimum, order.CutOff, order.Manifest, by);
        var record = LedgerRecord.Of(entry, foundation.First.EntryContext(), TimeProvider.System);
        _ = await ledger.AppendAsync(record, CancellationToken.None);
        pruning.Remove(order.Shard.Folder, order.Shard.Head.Size, minimum);
        await Console.Out.WriteLineAsync(Said.Pruned(
            order.Shard.Year.ToString("D4", CultureInfo.InvariantCulture), minimum).In(asked.Language));
        return ExitCode.Yes;
    }
}
