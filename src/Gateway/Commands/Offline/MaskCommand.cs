using System.CommandLine;
using System.Text.Json;
using Gateway.Closing;
using Gateway.Commands.Words;
using Gateway.Policies;
using Gateway.Policies.Bundle;
using Gateway.Policies.Transforms;
using Gateway.Reading;
using Gateway.Settings;

namespace Gateway.Commands.Offline;

/// <summary>
/// <c>gateway mask</c>: the engine offline, from stdin to stdout. A refusal leaves nothing on stdout.
/// </summary>
internal static class MaskCommand
{
    internal static Command Create()
    {
        var policy = new Option<string>("--policy")
        {
            Description = "Folder of the bundle.",
            Required = true,
            HelpName = "DIR",
        };
        var category = new Option<string>("--category")
        {
            Description = "Category, for example BK.cdd.",
            Required = true,
            HelpName = "ID",
        };
        var keys = new Option<string?>("--keys")
        {
            Description = "Keys file, where a rule needs one.",
            HelpName = "FILE",
        };
        var report = new Option<string?>("--report")
        {
            Description = "Writes the counts here, as JSON.",
            HelpName = "FILE",
        };
        var command = new Command(
            "mask",
            """
            Applies a category's rules to stdin and writes what may leave to stdout. Exit 0; 3 refused, with one problem
            document on stderr and nothing on stdout; 1 fault or usage.

            Examples:
              gateway mask --policy config/policy --category BK.cdd --keys certs-dev/out/keys/keys.json \
                <in.json >out.json
              gateway mask --policy config/policy --category BK.ack --report report.json <ack.json >/dev/null
            """)
        {
            policy, category, keys, report,
        };
        command.SetAction((parsed, cancellationToken) => TellAsync(
            GatewayCommand.LanguageOf(parsed),
            language => MaskAsync(
                parsed.GetRequiredValue(policy),
                parsed.GetRequiredValue(category),
                parsed.GetValue(keys),
                parsed.GetValue(report),
                language,
                cancellationToken)));
        return command;
    }

    private static async Task<int> TellAsync(Language language, Func<Language, Task<int>> mask)
    {
        try
        {
            return await mask(language);
        }
        catch (InputTooLongException e)
        {
            await Console.Error.WriteLineAsync(Said.InputTooLong(e.Most).In(language));
            return ExitCode.Fault;
        }
    }

    private static async Task<int> MaskAsync(
        string folder, string category, string? keysFile, string? reportFile, Language language,
        CancellationToken cancellationToken)
    {
        var faults = new List<Fault>();
        using var keys = keysFile is null ? KeyRing.Empty() : KeyRing.Read(keysFile, faults);
        var engine = OfflineBundle.Read(folder, TimeProvider.System, faults) is { } bundle && keys is not null
            ? EngineOf(bundle, category, keys, faults)
            : null;
        if (engine is null)
        {
            await FaultReport.WriteAsync(faults, language, Console.Error);
            return ExitCode.Fault;
        }

        // Any length, in the memory of one record, where the format goes by record: what leaves waits on disk.
        using var spool = engine.GoesByRecord ? new EncryptedSpool(Path.GetTempPath()) : null;
        var pass = spool is null
            ? await PassAsync(engine, cancellationToken)
            : await SpooledPass.RunAsync(engine, spool, cancellationToken);
        if (!pass.TryPass(out var masked, out var turnBack))
        {
            // Alone on stderr, so that a script can read it as one document.
            await Console.Error.WriteLineAsync(Problem(turnBack, language));
            return ExitCode.No;
        }

        await FaultReport.WriteAsync(faults, language, Console.Error);
        await using var left = masked.Output;
        if (reportFile is not null && !await TryKeepAsync(reportFile, masked.Report, cancellationToken))
        {
            await Console.Error.WriteLineAsync(Said.CannotWrite(Path.GetFileName(reportFile)).In(language));
            return ExitCode.Fault;
        }

        await using var output = Console.OpenStandardOutput();
        await left.CopyToAsync(output, EncryptedSpool.FrameSize, cancellationToken);
        return ExitCode.Yes;
    }

    // Before anything is on stdout: who asked for the counts would not know that they are missing.
    private static async Task<bool> TryKeepAsync(
        string file, TransformReport report, CancellationToken cancellationToken)
    {
        try
        {
            await File.WriteAllTextAsync(file, Report(report), cancellationToken);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static async Task<Outcome<MaskedInput>> PassAsync(
        CategoryEngine engine, CancellationToken cancellationToken)
    {
        var input = await StandardInput.ReadAllAsync(cancellationToken);
        if (!UnaskedPass.Run(engine, input, TimeProvider.System.GetUtcNow()).TryPass(out var passed, out var turnBack))
        {
            return turnBack;
        }

        return new MaskedInput(new ReadOnlyBodyStream(passed.Output), passed.Report);
    }

    private static CategoryEngine? EngineOf(PolicyBundle bundle, string category, KeyRing keys, List<Fault> faults)
    {
        if (OfflineBundle.Find(bundle, category, faults) is not { } found)
        {
            return null;
        }

        var engine = CategoryEngine.Compile(found, keys, out var wrong);
        faults.AddRange(wrong);
        return engine;
    }

    private static string Problem(TurnBack turnBack, Language language)
    {
        using var text = new JsonText();
        var json = text.Writer;
        json.WriteStartObject();
        json.WriteString("type"u8, $"urn:gateway:refusal:{turnBack.Code.Wire}");
        json.WriteString("title"u8, RefusalTitles.Of(turnBack.Code, language));
        json.WriteNumber("status"u8, turnBack is Hold ? 202 : turnBack.Code.HttpStatus);
        json.WriteString("code"u8, turnBack.Code.Wire);
        json.WriteString("detail"u8, turnBack.Detail);
        json.WriteBoolean("delivered"u8, false);
        json.WriteEndObject();
        return text.ToString();
    }

    private static string Report(TransformReport report)
    {
        using var text = new JsonText();
        var json = text.Writer;
        json.WriteStartObject();
        WriteFields(json, report.Fields);
        json.WriteStartObject("records"u8);
        json.WriteNumber("in"u8, report.Records.In);
        json.WriteNumber("out"u8, report.Records.Out);
        json.WriteNumber("withheld"u8, report.Records.Withheld);
        json.WriteEndObject();
        json.WriteNumber("subjects"u8, report.Subjects);
        json.WriteStartObject("findings"u8);
        foreach (var (kind, count) in report.Findings.OrderBy(pair => pair.Key.Name, StringComparer.Ordinal))
        {
            json.WriteNumber(kind.Name, count);
        }

        json.WriteEndObject();
        json.WriteEndObject();
        return text.ToString();
    }

    private static void WriteFields(Utf8JsonWriter json, FieldCounts fields)
    {
        json.WriteStartObject("fields"u8);
        json.WriteNumber("kept"u8, fields.Kept);
        json.WriteNumber("dropped"u8, fields.Dropped);
        json.WriteNumber("redacted"u8, fields.Redacted);
        json.WriteNumber("masked"u8, fields.Masked);
        json.WriteNumber("hashed"u8, fields.Hashed);
        json.WriteNumber("tokenised"u8, fields.Tokenised);
        json.WriteNumber("generalised"u8, fields.Generalised);
        json.WriteNumber("shifted"u8, fields.Shifted);
        json.WriteNumber("encrypted"u8, fields.Encrypted);
        json.WriteNumber("constant"u8, fields.Constant);
        json.WriteNumber("truncated"u8, fields.Truncated);
        json.WriteEndObject();
    }
}
