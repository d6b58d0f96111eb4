using System.CommandLine;
using Gateway.Commands.Run;
using Gateway.Commands.Words;
using Gateway.Ledger;
using Gateway.Ledger.Entries;
using Gateway.Ledger.Inspection;
using Gateway.Policies;
using Gateway.Stamping;

namespace Gateway.Commands.Approvals;

/// <summary>
/// <c>gateway ledger recover</c>: where a ledger cannot go on, two officers let a new origin begin that names its last
/// head. The old folder stays as it is.
/// </summary>
internal static class RecoverCommand
{
    internal static Command Create()
    {
        var folder = FolderArgument();
        var config = GatewayCommand.ConfigOption();
        var (request, approval) = (ApprovalCommands.RequestOption(), ApprovalCommands.ApprovalOption());
        var command = new Command(
            "recover",
            """
            Begins a new ledger in the place of one that cannot go on. The configuration names the new one: another
            origin, an empty folder, another anchor, keys endorsed for that origin. Two officers approve; the new
            ledger's first entries name the old head, their request, and the bundle and trust lists in force, which may
            not be older than those of the old ledger. Nothing in DIR is changed. Exit 0 begun, 3 not approved.

            Examples:
              gateway ledger recover request old/ledger --config new.json --reason 'disk lost, case 17' >r.json
              gateway ledger approve --request r.json --certificate li-wei.crt --key li-wei.key --out a.p7s
              gateway ledger recover old/ledger --config new.json --request r.json --approval a.p7s --approval b.p7s
            """)
        {
            folder, config, request, approval,
        };
        command.Subcommands.Add(CreateRequest());
        command.SetAction((parsed, _) => RunAsync(
            parsed.GetRequiredValue(folder),
            parsed.GetRequiredValue(config),
            new ApprovedFiles(parsed.GetValue(request), parsed.GetValue(approval) ?? []),
            GatewayCommand.LanguageOf(parsed)));
        return command;
    }

    private static Argument<string> FolderArgument() =>
        new("DIR") { Description = "Folder of the ledger that cannot go on." };

    private static Command CreateRequest()
    {
        var folder = FolderArgument();
        var config = GatewayCommand.ConfigOption();
        var reason = ApprovalCommands.ReasonOption();
        var head = new Option<string?>("--head")
        {
            Description = "A later checkpoint than the one in DIR, as the anchor, a witness or a mirror kept it.",
            HelpName = "FILE",
        };
        var command = new Command(
            "request",
            """
            Writes to stdout what two officers sign: the new origin, the old head, why and when. Good for 24 hours.

            Examples:
              gateway ledger recover request old/ledger --config new.json --reason 'disk lost, case 17' >r.json
            """)
        {
            folder, config, reason, head,
        };
        command.SetAction((parsed, _) => RequestAsync(
            parsed.GetRequiredValue(folder),
            parsed.GetRequiredValue(config),
            parsed.GetRequiredValue(reason),
            parsed.GetValue(head),
            GatewayCommand.LanguageOf(parsed)));
        return command;
    }

    private static async Task<int> RequestAsync(
        string folder, string config, string reason, string? headFile, Language language)
    {
        var faults = new List<Fault>();
        var settings = Foundation.ReadSettings(config, Environment.GetEnvironmentVariables(), faults);
        if (settings is null)
        {
            await FaultReport.WriteAsync(faults, language, Console.Error);
            return ExitCode.Fault;
        }

        if (!ShardFolder.IsLedger(folder))
        {
            await Console.Error.WriteLineAsync(Said.NoLedgerFolder(folder).In(language));
            return ExitCode.Fault;
        }

        if (headFile is not null && !File.Exists(headFile))
        {
            await Console.Error.WriteLineAsync(Said.NoDocument("--head", headFile).In(language));
            return ExitCode.Fault;
        }

        var former = new FormerLedger(folder);
        var head = headFile is null ? former.Head() : await File.ReadAllTextAsync(headFile);
        if (head is null || !IsSuccession(former, head, settings.Ledger.Origin))
        {
            return await ApprovalCommands.RefuseAsync(ApprovalRefusal.Mismatch, language);
        }

        await Console.Out.WriteLineAsync(new OfficerRequest(
            OfficerRequest.Recover,
            settings.Ledger.Origin,
            [head],
            RequestFrame.Of(reason, TimeProvider.System)).ToString());
        return ExitCode.Yes;
    }

    // The same origin again would be a second history under one name.
    private static bool IsSuccession(FormerLedger former, string head, string origin) =>
        former.IsHead(head) && FormerLedger.OriginOf(head) != origin;

    private static async Task<int> RunAsync(string folder, string config, ApprovedFiles files, Language language)
    {
        try
        {
            var accepted = AcceptedState.Of(new FormerLedger(folder));
            using var foundation = await ApprovalCommands.ReadFoundationAsync(config, accepted, language);
            return foundation is null ? ExitCode.Fault : await RecoverAsync(folder, foundation, files, language);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or LedgerStopException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return ExitCode.Fault;
        }
    }

    private static async Task<int> RecoverAsync(
        string folder, Foundation foundation, ApprovedFiles files, Language language)
    {
        var approved = ApprovalCommands.Read(
            files, OfficerRequest.Recover, foundation.First, TimeProvider.System.GetUtcNow(), out var refusal);
        if (approved is not { } approval)
        {
            return await ApprovalCommands.RefuseAsync(refusal!, language);
        }

        var origin = foundation.Settings.Ledger.Origin;
        if (approval.Read.What is not [var head] || approval.Read.Origin != origin
            || !IsSuccession(new FormerLedger(folder), head, origin))
        {
            return await ApprovalCommands.RefuseAsync(ApprovalRefusal.Mismatch, language);
        }

        if (LedgerLock.IsTaken(folder))
        {
            throw new LedgerStopException($"a daemon holds '{folder}': stop it first");
        }

        var approvedBy = new OfficersApproval(Sha256Digest.Of(approval.Request), approval.Officers);
        await BeginAsync(foundation, new SuccessionEntry(head, approvedBy));
        await Console.Out.WriteLineAsync(Said.LedgerBegun(origin, FormerLedger.OriginOf(head)).In(language));
        return ExitCode.Yes;
    }

    // All in one batch: a new ledger that does not name the old one is never there.
    private static async Task BeginAsync(Foundation foundation, SuccessionEntry succession)
    {
        var (settings, first) = (foundation.Settings, foundation.First);
        var state = new PolicyState(first.Policy.Bundle.Name, first.Policy.Bundle.Version, first.Policy.Bundle.Digest);
        LedgerEntry[] entries =
        [
            succession,
            .. first.Trust.Lists.Select(list => new TrustListEntry(list)),
            new PolicyEntry(state, [.. first.Policy.Signers]),
        ];
        using var log = DaemonLog.Create(settings.Log);
        using var key = Ed25519KeyFile.ReadPrivate(settings.Ledger.Key);
        var parts = new LedgerParts(
            DaemonParts.LedgerSettingsOf(settings), key, TimeProvider.System, new PosixDisk(),
            log.CreateLogger<TransparencyLedger>());
        var context = first.EntryContext();
        await using var ledger = TransparencyLedger.Open(
            parts, [.. entries.Select(entry => LedgerRecord.Of(entry, context, TimeProvider.System))]);
    }
}
