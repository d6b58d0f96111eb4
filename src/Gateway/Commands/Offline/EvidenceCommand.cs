using System.CommandLine;
using Gateway.Commands.Words;
using Gateway.Evidence;
using Gateway.Ledger.Inspection;
using Gateway.Policies;

namespace Gateway.Commands.Offline;

/// <summary><c>gateway evidence</c>: everything that is needed to check one transfer offline, in one zip.</summary>
internal static class EvidenceCommand
{
    internal static Command Create()
    {
        var ledger = new Option<string?>("--ledger")
        {
            Description = "The ledger folder, where there is no gateway.json at hand.",
            HelpName = "DIR",
        };
        var id = new Option<string>("--id")
        {
            Description = "The transfer's id: header Transfer-Id of its answer.",
            Required = true,
            HelpName = "ID",
        };
        var output = new Option<string>("--out")
        {
            Description = "The zip to write. A file that is there is not overwritten.",
            Required = true,
            HelpName = "FILE",
        };
        var keys = new Option<string?>("--keys")
        {
            Description = "The keys file: opens the annex, where the signature base is.",
            HelpName = "FILE",
        };
        var config = GatewayCommand.ConfigOption();
        config.Required = false;
        var lists = new Option<string[]>("--trust-list")
        {
            Description = "A trust list with its .p7s beside it, where the ledger did not keep it. Repeatable.",
            HelpName = "FILE",
        };
        var crls = new Option<string?>("--crl-dir")
        {
            Description = "Folder of CRLs, where the ledger did not keep them.",
            HelpName = "DIR",
        };
        var policy = new Option<string?>("--policy")
        {
            Description = "The bundle that the entry names, where the ledger did not keep it.",
            HelpName = "DIR",
        };
        var command = new Command(
            "evidence",
            """
            Writes everything that is needed to check one transfer offline: its entries with their proofs, seal, stamp,
            endorsed keys, and the trust lists, CRLs and bundle that were in force. Works beside a running daemon; of a
            refusal too. Exit 0 written, 3 no such transfer, 1 a fault.

            Examples:
              gateway evidence --ledger kept/ledger --id ID --out ID.zip --keys kept/keys/keys.json
              gateway evidence --config config/gateway.json --id ID --out ID.zip
            """)
        {
            ledger, id, output, keys, config, lists, crls, policy,
        };
        command.SetAction((parsed, cancellationToken) => WriteAsync(
            parsed.GetRequiredValue(id),
            parsed.GetRequiredValue(output),
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
