using System.CommandLine;
using Gateway.Commands.Words;
using Gateway.Evidence;
using Gateway.Ledger.Inspection;
using Gateway.Policies;

namespace Gateway.Commands.Offline;

/// <summary><c>gateway evidence</c>: everything that is needed to check one transfer offline, in one zip.</summary>
internal static class EvidenceCommand
{
    private const string Description =
        """
        Writes everything that is needed to check one transfer offline: its entries with their proofs, seal, stamp,
        endorsed keys, and the trust lists, CRLs and bundle that were in force. Works beside a running daemon; of a
        refusal too. Exit 0 written, 3 no such transfer, 1 a fault.

        Examples:
          gateway evidence --ledger kept/ledger --id ID --out ID.zip --keys kept/keys/keys.json
          gateway evidence --config config/gateway.json --id ID --out ID.zip
        """;

    internal static Command Create()
    {
        var ledger = Text(
            "--ledger", "DIR", "The ledger folder, where there is no gateway.json at hand.", isRequired: false);
        var id = Text("--id", "ID", "The transfer's id: header Transfer-Id of its answer.", isRequired: true);
        var output = Text(
            "--out", "FILE", "The zip to write. A file that is there is not overwritten.", isRequired: true);
        var keys = Text(
            "--keys", "FILE", "The keys file: opens the annex, where the signature base is.", isRequired: false);
        var crls = Text("--crl-dir", "DIR", "Folder of CRLs, where the ledger did not keep them.", isRequired: false);
        var policy = Text(
            "--policy", "DIR", "The bundle that the entry names, where the ledger did not keep it.", isRequired: false);
        var lists = new Option<string[]>("--trust-list")
        {
            Description = "A trust list with its .p7s beside it, where the ledger did not keep it. Repeatable.",
            HelpName = "FILE",
        };
        var config = GatewayCommand.ConfigOption();
        config.Required = false;
        var command = new Command("evidence", Description)
        {
            ledger, id, output, keys, config, lists, crls, policy,
        };
        command.SetAction((parsed, cancellationToken) => WriteAsync(
            parsed.GetValue(id)!,
            parsed.GetValue(output)!,
            new EvidenceFiles(
                parsed.GetValue(config),
                parsed.GetValue(ledger),
                parsed.GetValue(keys),
                parsed.GetValue(lists) ?? [],
                parsed.GetValue(crls),
                parsed.GetValue(policy)),
            GatewayCommand.LanguageOf(parsed),
            cancellationToken));
        return command;
    }

    private static Option<string?> Text(string name, string help, string description, bool isRequired) =>
        new(name) { Description = description, HelpName = help, Required = isRequired };

    private static async Task<int> WriteAsync(
        string text, string output, EvidenceFiles files, Language language, CancellationToken cancellationToken)
    {
        var faults = new List<Fault>();
        if (!Guid.TryParseExact(text, "D", out var id))
        {
            await Console.Error.WriteLineAsync(Said.NoTransferId.In(language));
            return ExitCode.Fault;
        }

        if (!files.TryOpen(faults, out var ledger, out var sources, out var keys))
        {
            await FaultReport.WriteAsync(faults, language, Console.Error);
            return ExitCode.Fault;
        }

        using (keys)
        {
            var found = TransferSearch.Find(ledger, id, cancellationToken);
            if (found.Count == 0)
            {
                await Console.Error.WriteLineAsync(Said.NoSuchTransfer.In(language));
                await PrunedLines.WriteAsync(ledger, id, language);
                return ExitCode.No;
            }

            var now = TimeProvider.System.GetUtcNow();
            var members = new EvidenceMaker(ledger, sources, keys).Make(id, found, now, faults);
            await FaultReport.WriteAsync(faults, language, Console.Error);
            return members is not null && await SaveAsync(output, EvidenceArchive.Write(members, now), language)
                ? ExitCode.Yes
                : ExitCode.Fault;
        }
    }

    private static async Task<bool> SaveAsync(string output, byte[] zip, Language language)
    {
        try
        {
            await using var file = new FileStream(output, FileMode.CreateNew, FileAccess.Write);
            await file.WriteAsync(zip);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(Said.CannotWrite(output).In(language));
            return false;
        }
    }
}
