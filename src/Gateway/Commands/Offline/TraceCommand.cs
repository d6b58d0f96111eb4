using System.CommandLine;
using System.Globalization;
using Gateway.Audit;
using Gateway.Commands.Run;
using Gateway.Commands.Words;
using Gateway.Ledger.Entries;
using Gateway.Policies;
using Gateway.State;

namespace Gateway.Commands.Offline;

/// <summary><c>gateway trace --document F</c>: which transfers a leaked document left with.</summary>
internal static class TraceCommand
{
    private const int MaxBytes = 64 * 1024 * 1024;

    internal static Command Create()
    {
        var document = new Option<string>("--document")
        {
            Description = "The document that turned up: one record, or many in JSON or line by line.",
            Required = true,
            HelpName = "FILE",
        };
        var ledger = new Option<string?>("--ledger")
        {
            Description = "The ledger folder, where there is no gateway.json at hand.",
            HelpName = "DIR",
        };
        var keys = new Option<string?>("--keys")
        {
            Description = "The keys file: the annex keys open the annexes, the source keys their record digests.",
            HelpName = "FILE",
        };
        var config = GatewayCommand.ConfigOption();
        config.Required = false;
        var json = GatewayCommand.JsonOption();
        var command = new Command(
            "trace",
            """
            Says which transfers a leaked document left with, by the keyed digests of released records in the annexes.
            The document is compared as it is, so a changed value finds nothing. With --config the trace is put on
            record: the daemon writes it into the ledger. Exit 0 found, 3 not found, 1 a fault.

            Examples:
              gateway trace --document leaked.json --config config/gateway.json
              gateway trace --document leaked.json --ledger kept/ledger --keys kept/keys/keys.json --json
            """)
        {
            document, ledger, keys, config, json,
        };
        command.SetAction((parsed, cancellationToken) => TraceAsync(
            parsed.GetRequiredValue(document),
            new EvidenceFiles(
                parsed.GetValue(config), parsed.GetValue(ledger), parsed.GetValue(keys), [], null, null),
            parsed.GetValue(json),
            GatewayCommand.LanguageOf(parsed),
            cancellationToken));
        return command;
    }

    private static async Task<int> TraceAsync(
        string file, EvidenceFiles files, bool isJson, Language language, CancellationToken cancellationToken)
    {
        var faults = new List<Fault>();
        if (!File.Exists(file) || new FileInfo(file).Length > MaxBytes)
        {
            await Console.Error.WriteLineAsync(Said.NoDocument.In(language));
            return ExitCode.Fault;
        }

        var isOpen = files.TryOpen(faults, out var ledger, out _, out var keys);
        await FaultReport.WriteAsync(faults, language, Console.Error);
        using (keys)
        {
            if (!isOpen || keys is null)
            {
                await Console.Error.WriteLineAsync(keys is null ? Said.KeysNeeded.In(language) : "");
                return ExitCode.Fault;
            }

            var document = new LeakedDocument(await File.ReadAllBytesAsync(file, cancellationToken));
            var found = DocumentTrace.Run(ledger!, document, keys, cancellationToken);

            // On record before anything is shown.
            if (!await RecordAsync(files, found, language))
            {
                return ExitCode.Fault;
            }

            await Console.Out.WriteLineAsync(isJson ? Json(found) : Text(found, language));
            return found.Count > 0 ? ExitCode.Yes : ExitCode.No;
        }
    }

    private static async Task<bool> RecordAsync(
        EvidenceFiles files, IReadOnlyList<TracedTransfer> found, Language language)
    {
        if (files.Config is null)
        {
            await Console.Error.WriteLineAsync(Said.NotRecorded.In(language));
            return true;
        }

        try
        {
            var settings = Foundation.ReadSettings(files.Config, Environment.GetEnvironmentVariables(), [])!;
            new TraceNotes(settings.State.Directory).Leave(new TraceEntry(
                TimeProvider.System.GetUtcNow(),
                found.Count,
                [.. found.Select(one => one.Record.Facts.TransferId).Distinct()]));
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(Said.CannotRecord.In(language));
            return false;
        }
    }

    private static string Text(IReadOnlyList<TracedTransfer> found, Language language) => string.Join(
        '\n',
        found.Select(one => string.Create(
                CultureInfo.InvariantCulture,
                $"{one.Record.Facts.TransferId:D} {LedgerEntry.Time(one.Record.Facts.Time)} {one.Record.Text("leg")} "
                    + $"{Party(one, "exporter")} -> {Party(one, "recipient")} {one.Record.Category} {one.Position}"))
            .Append(Said.Traced(found.Count).In(language)));

    private static string Json(IReadOnlyList<TracedTransfer> found)
    {
        using var text = new JsonText();
        var json = text.Writer;
        json.WriteStartObject();
        json.WriteBoolean("found", found.Count > 0);
        json.WriteStartArray("transfers");
        foreach (var one in found)
        {
            json.WriteStartObject();
            json.WriteString("transferId", one.Record.Facts.TransferId);
            json.WriteString("leg", one.Record.Text("leg"));
            json.WriteString("ledger", one.Position.ToString());
            json.WriteString("time", LedgerEntry.Time(one.Record.Facts.Time));
            json.WriteString("exporter", Party(one, "exporter"));
            json.WriteString("recipient", Party(one, "recipient"));
            json.WriteString("category", one.Record.Category);
            json.WriteString("purpose", one.Record.StatementText("purpose"));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        return text.ToString();
    }

    private static string? Party(TracedTransfer one, string member) =>
        one.Record.ParsedStatement()?.MemberOf(member)?.TextOf("id");
}
