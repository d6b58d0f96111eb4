using System.CommandLine;
using System.Globalization;
using Gateway.Audit;
using Gateway.Commands.Originals;
using Gateway.Commands.Run;
using Gateway.Commands.Words;
using Gateway.Ledger.Entries;
using Gateway.Ledger.Inspection;
using Gateway.Policies;
using Gateway.Settings;
using Gateway.State;

namespace Gateway.Commands.Offline;

/// <summary>
/// <c>gateway trace</c>: which transfers a leaked document left with; or what became of one value of one release.
/// </summary>
internal static class TraceCommand
{
    private const int MaxBytes = 64 * 1024 * 1024;

    internal static Command Create()
    {
        var document = Named(
            "--document", "The document that turned up: one record, or many in JSON or line by line.", "FILE");
        var field = new FieldTraceOptions();
        var original = new OriginalOptions();
        var ledger = Named("--ledger", "The ledger folder, where there is no gateway.json at hand.", "DIR");
        var keys = Named(
            "--keys",
            "The keys file: the annex keys open the annexes, the source keys their record digests.",
            "FILE");
        var config = GatewayCommand.ConfigOption();
        config.Required = false;
        var json = GatewayCommand.JsonOption();
        var command = new Command(
            "trace",
            """
            Says which transfers a leaked document left with, by the keyed digests of released records in the annexes.
            The document is compared as it is, so a changed value finds nothing. Or, with --transfer and --path, shows
            what became of one value of a release whose category says 'commit: fields', with the proof that the stamped
            statement commits to it. With --original and the replies of both custodians it also shows what came there,
            where the category says 'commit: originals'. With --config the trace is put on record: the daemon writes it
            into the ledger. Exit 0 found, 3 not found or not opened, 1 a fault.

            Examples:
              gateway trace --document leaked.json --config config/gateway.json
              gateway trace --document leaked.json --ledger kept/ledger --keys kept/keys/keys.json --json
              gateway trace --transfer $ID --path '$.customers[0].name' --config config/gateway.json --json
            """)
        {
            document, ledger, keys, config, json,
        };
        field.AddTo(command);
        original.AddTo(command);
        command.Subcommands.Add(OriginalRequestCommand.Create());
        command.Subcommands.Add(OriginalShareCommand.Create());
        command.SetAction((parsed, cancellationToken) => TraceAsync(
            new Question(
                parsed.GetValue(document),
                field.Question(parsed),
                field.Value(parsed),
                original.Files(parsed),
                parsed.GetValue(json),
                GatewayCommand.LanguageOf(parsed)),
            new EvidenceFiles(
                parsed.GetValue(config), parsed.GetValue(ledger), parsed.GetValue(keys), [], null, null),
            cancellationToken));
        return command;
    }

    private static Option<string?> Named(string name, string description, string helpName) =>
        new(name) { Description = description, HelpName = helpName };

    private static async Task<int> TraceAsync(
        Question question, EvidenceFiles files, CancellationToken cancellationToken)
    {
        if (Unfit(question) is { } said)
        {
            await Console.Error.WriteLineAsync(said.In(question.Language));
            return ExitCode.Fault;
        }

        var faults = new List<Fault>();
        var isOpen = files.TryOpen(faults, out var ledger, out _, out var keys);
        await FaultReport.WriteAsync(faults, question.Language, Console.Error);
        using (keys)
        {
            if (!isOpen || keys is null)
            {
                if (isOpen)
                {
                    await Console.Error.WriteLineAsync(Said.KeysNeeded.In(question.Language));
                }

                return ExitCode.Fault;
            }

            try
            {
                return question.Field is { } field
                    ? await FieldAsync(field, question, (files, ledger!, keys), cancellationToken)
                    : await DocumentAsync(question, (files, ledger!, keys), cancellationToken);
            }
            catch (LedgerUnreadableException e)
            {
                await Console.Error.WriteLineAsync(e.Message);
                return ExitCode.Fault;
            }
        }
    }

    // Either a document or a value, and what is named must be there.
    private static Titles? Unfit(Question question) => question switch
    {
        { Document: null, Field: null } or { Document: not null, Field: not null } => Said.WhatToTrace,
        { Original: not null, Field: null } or { Original: not null, Value: not null } => Said.WhatToOpen,
        { Document: { } document } when !IsFile(document) => Said.NoDocument("--document", document),
        { Value: { } value } when !IsFile(value) => Said.NoDocument("--value", value),
        _ => null,
    };

    private static bool IsFile(string file) => File.Exists(file) && new FileInfo(file).Length <= MaxBytes;

    private static async Task<int> DocumentAsync(
        Question question, (EvidenceFiles Files, string Ledger, KeyRing Keys) at, CancellationToken cancellationToken)
    {
        var document = new LeakedDocument(await File.ReadAllBytesAsync(question.Document!, cancellationToken));
        var (found, notCompared) = DocumentTrace.Run(at.Ledger, document, at.Keys, cancellationToken);
        await PrunedLines.WriteAsync(new PublishedEntries(at.Ledger).Pruned(), question.Language);
        if (notCompared > 0)
        {
            await Console.Error.WriteLineAsync(Said.NotCompared(notCompared).In(question.Language));
        }

        // On record before anything is shown.
        var entry = new TraceEntry(
            TimeProvider.System.GetUtcNow(),
            found.Count,
            [.. found.Select(one => one.Record.Facts.TransferId).Distinct()]);
        if (!await RecordAsync(at.Files, entry, question.Language))
        {
            return ExitCode.Fault;
        }

        await Console.Out.WriteLineAsync(question.IsJson ? Json(found) : Text(found, question.Language));
        return found.Count > 0 ? ExitCode.Yes : ExitCode.No;
    }

    private static async Task<int> FieldAsync(
        FieldQuestion field,
        Question question,
        (EvidenceFiles Files, string Ledger, KeyRing Keys) at,
        CancellationToken cancellationToken)
    {
        var language = question.Language;
        field = field with { IsForOriginal = question.Original is not null };
        var trace = await FieldTraceAnswer.OpenAsync(at.Ledger, field, at.Keys, language, cancellationToken);
        if (trace is null)
        {
            return ExitCode.No;
        }

        var value = question.Value is { } file
            ? JsonTextOf(await File.ReadAllBytesAsync(file, cancellationToken))
            : null;
        var now = TimeProvider.System.GetUtcNow();
        OfficersApproval? opened = null;
        if (question.Original is { } files)
        {
            if (files.Read() is not { } read || at.Files.Config is null)
            {
                return await OriginalAnswer.RefuseAsync(OriginalRefusal.Count, language);
            }

            if (OriginalOpening.Open(trace, read.Request, read.Replies, now, out var why) is not { } original)
            {
                return await OriginalAnswer.RefuseAsync(why!, language);
            }

            (value, opened) = original;
        }

        var entry = new TraceEntry(now, 1, [field.Transfer])
        {
            Field = new TracedField(field.Leg, trace.Index),
            Opened = opened,
        };
        if (!await RecordAsync(at.Files, entry, language))
        {
            return ExitCode.Fault;
        }

        await Console.Out.WriteLineAsync(question.IsJson
            ? FieldTraceAnswer.Json(trace, value, opened is not null)
            : FieldTraceAnswer.Text(trace, value, opened is not null, language));
        return ExitCode.Yes;
    }

    // White space around a JSON text is none of it (RFC 8259 section 2): editors end a file with a line break.
    private static byte[] JsonTextOf(byte[] bytes) => bytes.AsSpan().Trim(" \t\n\r"u8).ToArray();

    private static async Task<bool> RecordAsync(EvidenceFiles files, TraceEntry entry, Language language)
    {
        if (files.Config is null)
        {
            await Console.Error.WriteLineAsync(Said.NotRecorded.In(language));
            return true;
        }

        try
        {
            var settings = Foundation.ReadSettings(files.Config, Environment.GetEnvironmentVariables(), [])!;
            new TraceNotes(settings.State.Directory).Leave(entry);
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

    /// <param name="Field">Null: a document is looked for.</param>
    /// <param name="Value">File with a value to compare.</param>
    /// <param name="Original">Null: what came is not to be opened.</param>
    private sealed record Question(
        string? Document,
        FieldQuestion? Field,
        string? Value,
        OriginalFiles? Original,
        bool IsJson,
        Language Language);
}
