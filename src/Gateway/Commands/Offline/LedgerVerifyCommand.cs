using System.CommandLine;
using Gateway.Commands.Run;
using Gateway.Commands.Words;
using Gateway.Ledger.Verification;
using Gateway.Policies;
using Gateway.Stamping;

namespace Gateway.Commands.Offline;

/// <summary><c>gateway ledger verify</c>: all of a ledger's folder, or of a mirror's copy, and all findings.</summary>
internal static class LedgerVerifyCommand
{
    internal static Command Create()
    {
        var folder = LedgerReadCommands.FolderArgument();
        var key = Repeatable(
            "--key",
            "FILE",
            "PEM public key of the ledger: without it the ledger vouches for its own key. Repeatable.");
        var beside = Repeatable(
            "--beside",
            "DIR",
            "The folder of another ledger of the organisation: every log that logs.json lists must be this one or "
                + "among these. Repeatable.");
        var logPolicy = Single(
            "--log-policy",
            "The logs and witnesses to rely on (C2SP tlog-policy): a cosignature of theirs that does not hold, or no "
                + "quorum, is a finding.");
        var config = Single(
            "--config",
            "gateway.json of this ledger: the witnesses it names are asked for, and their quorum where the gateway "
                + "stops without one.");
        var json = GatewayCommand.JsonOption();
        var command = new Command(
            "verify",
            """
            Recomputes everything: entries, tiles, checkpoints, WAL heads, annexes, every shard, and holds the signed
            list of logs against it. Of a mirror's copy, what it holds; what it does not hold is told. Cosignatures are
            checked where their witnesses are named. Exit 0 whole, 3 damaged.

            Examples:
              gateway ledger verify /var/lib/gateway/ledger
              gateway ledger verify ledger --key ledger.pub.pem --json
              gateway ledger verify ledger --log-policy log-policy.txt
            """)
        {
            folder, key, beside, logPolicy, config, json,
        };
        command.SetAction((parsed, _) => RunAsync(
            new Question(
                parsed.GetRequiredValue(folder),
                parsed.GetValue(beside) is { Length: > 0 } others ? others : null,
                parsed.GetValue(key) ?? [],
                parsed.GetValue(logPolicy),
                parsed.GetValue(config)),
            parsed.GetValue(json),
            GatewayCommand.LanguageOf(parsed)));
        return command;
    }

    private static Option<string[]> Repeatable(string name, string help, string description) =>
        new(name) { Description = description, HelpName = help };

    private static Option<string?> Single(string name, string description) =>
        new(name) { Description = description, HelpName = "FILE" };

    private static async Task<int> RunAsync(Question question, bool isJson, Language language)
    {
        string[] folders = [question.Folder, .. question.Beside ?? []];
        if (Array.Find(folders, folder => !Directory.Exists(folder)) is { } none)
        {
            await Console.Error.WriteLineAsync(Said.NoLedgerFolder(none).In(language));
            return ExitCode.Fault;
        }

        var keys = new List<ReadOnlyMemory<byte>>();
        foreach (var file in question.KeyFiles)
        {
            if (!File.Exists(file) || Ed25519KeyFile.ReadPublicPem(await File.ReadAllBytesAsync(file)) is not { } key)
            {
                await Console.Error.WriteLineAsync(Said.NoPublicKey(Path.GetFileName(file)).In(language));
                return ExitCode.Fault;
            }

            keys.Add(key);
        }

        var faults = new List<Fault>();
        if (!question.TryWitnesses(keys, faults, out var witnesses))
        {
            await FaultReport.WriteAsync(faults, language, Console.Error);
            return ExitCode.Fault;
        }

        var verdict = LedgerVerifier.Verify(
            question.Folder, keys.Count == 0 ? null : keys, question.Beside, witnesses);
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

    private sealed record Question(
        string Folder, IReadOnlyList<string>? Beside, string[] KeyFiles, string? LogPolicyFile, string? ConfigFile)
    {
        // The verifier's own policy before the operator's configuration: who verifies says whom to believe.
        internal bool TryWitnesses(
            List<ReadOnlyMemory<byte>> keys, List<Fault> faults, out CosignPolicy? witnesses)
        {
            witnesses = null;
            if (LogPolicyFile is not null)
            {
                if (AnchorFiles.ReadLogPolicy(LogPolicyFile, faults) is not { } policy)
                {
                    return false;
                }

                witnesses = CosignPolicy.Of(policy);
                keys.AddRange(policy.Logs.Select(log => (ReadOnlyMemory<byte>)log.PublicKey.ToArray()));
                return true;
            }

            if (ConfigFile is null)
            {
                return true;
            }

            var settings = Foundation.ReadSettings(ConfigFile, Environment.GetEnvironmentVariables(), faults);
            witnesses = settings?.Ledger.Witnesses is { } named ? CosignPolicy.Of(named) : null;
            return settings is not null;
        }
    }
}
