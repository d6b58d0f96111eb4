using System.CommandLine;
using Gateway.Commands.Approvals;
using Gateway.Commands.Retention;
using Gateway.Commands.Words;
using Gateway.Ledger.Verification;
using Gateway.Policies;
using Gateway.Stamping;

namespace Gateway.Commands.Offline;

/// <summary><c>gateway ledger …</c>: all that is done with a ledger's folder.</summary>
internal static class LedgerCommands
{
    internal static Command Create() =>
        new("ledger", "Verifies, proves, reads and recovers a ledger.")
        {
            CreateVerify(),
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

    private static Command CreateVerify()
    {
        var folder = new Argument<string>("DIR") { Description = "The ledger folder." };
        var key = new Option<string[]>("--key")
        {
            Description = "PEM public key of the ledger: without it the ledger vouches for its own key. Repeatable.",
            HelpName = "FILE",
        };
        var beside = new Option<string[]>("--beside")
        {
            Description = "The folder of another ledger of the organisation: every log that logs.json lists must be "
                + "this one or among these. Repeatable.",
            HelpName = "DIR",
        };
        var json = GatewayCommand.JsonOption();
        var command = new Command(
            "verify",
            """
            Recomputes everything: entries, tiles, checkpoints, WAL heads, annexes, every shard, and holds the signed
            list of logs against it. Of a mirror's copy, what it holds; what it does not hold is told. Exit 0 whole, 3
            damaged.

            Examples:
              gateway ledger verify /var/lib/gateway/ledger
              gateway ledger verify ledger --key ledger.pub.pem --json
            """)
        {
            folder, key, beside, json,
        };
        command.SetAction((parsed, _) => VerifyAsync(
            (parsed.GetRequiredValue(folder), parsed.GetValue(beside) is { Length: > 0 } others ? others : null),
            parsed.GetValue(key) ?? [],
            parsed.GetValue(json),
            GatewayCommand.LanguageOf(parsed)));
        return command;
    }

    private static async Task<int> VerifyAsync(
        (string Own, string[]? Beside) folders, string[] keyFiles, bool isJson, Language language)
    {
        if (!Directory.Exists(folders.Own))
        {
            await Console.Error.WriteLineAsync(Said.NoLedgerFolder.In(language));
            return ExitCode.Fault;
        }

        var keys = new List<ReadOnlyMemory<byte>>();
        foreach (var file in keyFiles)
        {
            if (!File.Exists(file) || Ed25519KeyFile.ReadPublicPem(await File.ReadAllBytesAsync(file)) is not { } key)
            {
                await Console.Error.WriteLineAsync(Said.NoPublicKey(Path.GetFileName(file)).In(language));
                return ExitCode.Fault;
            }

            keys.Add(key);
        }

        var verdict = LedgerVerifier.Verify(folders.Own, keys.Count == 0 ? null : keys, folders.Beside);
        await Console.Out.WriteLineAsync(isJson ? Json(verdict) : Text(verdict, language));
        return verdict.Ok ? ExitCode.Yes : ExitCode.No;
    }

    private static string Text(LedgerVerdict verdict, Language language) => string.Join(
        '\n',
        verdict.Findings
            .Select(finding => FindingWords.Line(finding.Code, finding.Where, "at", finding.Detail, language))
            .Concat(verdict.NotHeld.Select(lack => Said.NotHeld(lack.What, lack.Where).In(language)))
            .Append((verdict.Ok
                ? verdict.IsCopy
                    ? Said.CopyWhole(verdict.Origin, verdict.Size, verdict.Root)
                    : Said.LedgerWhole(verdict.Origin, verdict.Size, verdict.Root)
                : Said.FindingsIn(verdict.Findings.Count, verdict.Origin)).In(language)));

    private static string Json(LedgerVerdict verdict)
    {
        using var text = new JsonText();
        var json = text.Writer;
        json.WriteStartObject();
        json.WriteBoolean("ok"u8, verdict.Ok);
        json.WriteString("origin"u8, verdict.Origin);
        json.WriteNumber("size"u8, verdict.Size);
        json.WriteString("root"u8, verdict.Root);
        json.WriteStartArray("findings"u8);
        foreach (var finding in verdict.Findings)
        {
            json.WriteStartObject();
            json.WriteString("code"u8, finding.Code);
            json.WriteString("where"u8, finding.Where);
            json.WriteString("detail"u8, finding.Detail);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("notHeld"u8);
        foreach (var lack in verdict.NotHeld)
        {
            json.WriteStartObject();
            json.WriteString("what"u8, lack.What);
            json.WriteString("where"u8, lack.Where);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        return text.ToString();
    }

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
