using System.CommandLine;
using Gateway.Commands.Approvals;
using Gateway.Commands.Retention;
using Gateway.Ledger.Verification;

namespace Gateway.Commands.Offline;

/// <summary><c>gateway ledger …</c>: all that is done with a ledger's folder.</summary>
internal static class LedgerCommands
{
    internal static Command Create() =>
        new("ledger", "Verifies, proves, reads and recovers a ledger.")
        {
            LedgerVerifyCommand.Create(),
            CreateProof(),
            LedgerSearchCommand.Create(),
            LedgerReadCommands.CreateTail(),
            LedgerReadCommands.CreateExport(),
            RepairIndexCommand.Create(),
            RecoverCommand.Create(),
            EraseCommand.Create(),
            ArchiveCommand.Create(),
            PruneCommand.Create(),
            ApprovalCommands.CreateApprove(),
        };

    private static Command CreateProof()
    {
        var folder = new Argument<string>("DIR") { Description = "The ledger folder." };
        var index = new Option<string>("--index")
        {
            Description = "N in the last shard, or YYYY:N.",
            Required = true,
            HelpName = "CURSOR",
        };
        var command = new Command(
            "proof",
            """
            Writes the tlog-proof of one entry to stdout: its inclusion under the last published checkpoint.

            Examples:
              gateway ledger proof ledger --index 2026:41 >transfer.tlog-proof
            """)
        {
            folder, index,
        };
        command.SetAction(async (parsed, _) =>
        {
            var (ledger, cursor) = (parsed.GetRequiredValue(folder), parsed.GetRequiredValue(index));
            if (LedgerReader.TryProve(ledger, cursor, out var proof, out var fault))
            {
                await Console.Out.WriteAsync(proof);
                return ExitCode.Yes;
            }

            await Console.Error.WriteLineAsync(fault);
            return ExitCode.Fault;
        });
        return command;
    }
}
