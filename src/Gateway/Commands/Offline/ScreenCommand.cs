using System.CommandLine;
using Gateway.Commands.Words;
using Gateway.Policies;
using Gateway.Policies.Screening;

namespace Gateway.Commands.Offline;

/// <summary><c>gateway screen</c>: what the detectors find in stdin. Kind, place, score; never the value.</summary>
internal static class ScreenCommand
{
    internal static Command Create()
    {
        var policy = new Option<string?>("--policy")
        {
            Description = "Folder of a bundle: its own detectors look too, and its thresholds hold.",
            HelpName = "DIR",
        };
        var evaluate = new Option<string?>("--evaluate")
        {
            Description = "Folder of texts whose kinds are known: prints how often each detector is right.",
            HelpName = "DIR",
        };
        var json = GatewayCommand.JsonOption();
        var command = new Command(
            "screen",
            """
            Screens stdin, of any form, with every detector of this build and of the bundle. Prints kind, offset and
            length in bytes, and score of each finding; never the value. Of lines there may be any number; an input
            without line breaks may have 256 MiB. Exit 0, also with findings.

            Examples:
              gateway screen <letter.txt
              gateway screen --json <export.csv
              gateway screen --policy config/policy <letter.txt
              gateway screen --evaluate tests/vectors/detectors
            """)
        {
            policy, evaluate, json,
        };
        command.SetAction((parsed, cancellationToken) =>
            ScreenAsync(
                parsed.GetValue(policy),
                parsed.GetValue(evaluate),
                parsed.GetValue(json),
                GatewayCommand.LanguageOf(parsed),
                cancellationToken));
        return command;
    }

    private static async Task<int> ScreenAsync(
        string? folder, string? evaluated, bool isJson, Language language, CancellationToken cancellationToken)
    {
        var detectors = DetectorKind.Built;
        if (folder is not null)
        {
            var faults = new List<Fault>();
            var bundle = OfflineBundle.Read(folder, TimeProvider.System, faults);
            await FaultReport.WriteAsync(faults, language, Console.Error);
            if (bundle is null)
            {
                return ExitCode.Fault;
            }

            detectors = bundle.Detectors;
        }

        if (evaluated is not null)
        {
            return await EvaluateAsync(detectors, evaluated, isJson, language);
        }

        try
        {
            await using var stdin = Console.OpenStandardInput();
            using var input = new ScreenedInput(Screener.For(detectors), stdin, ScreenLimits.Default);
            await TellAsync(input, isJson, language, cancellationToken);
            return ExitCode.Yes;
        }
        catch (InputTooLongException e)
        {
            await Console.Error.WriteLineAsync(Said.InputTooLong(e.Most).In(language));
            return ExitCode.Fault;
        }
    }

    // As they are found: of a long input there may be more than memory holds.
    private static async Task TellAsync(
        ScreenedInput input, bool isJson, Language language, CancellationToken cancellationToken)
    {
        var count = 0;
        var begins = isJson ? "{\"findings\":[" : "";
        while (await input.NextAsync(cancellationToken) is { } findings)
        {
            await Console.Out.WriteAsync(begins);
            begins = "";
            foreach (var finding in findings)
            {
                await Console.Out.WriteAsync(isJson
                    ? (count == 0 ? "" : ",") + Json(finding)
                    : Said.Found(finding.Kind.Name, finding.Offset, finding.Length, finding.Score).In(language) + "\n");
                count++;
            }
        }

        await Console.Out.WriteLineAsync(isJson ? "]}" : Said.Findings(count).In(language));
    }

    private static async Task<int> EvaluateAsync(
        IReadOnlyList<DetectorKind> detectors, string folder, bool isJson, Language language)
    {
        if (!Directory.Exists(folder))
        {
            await Console.Error.WriteLineAsync(Said.NoFolder(folder).In(language));
            return ExitCode.Fault;
        }

        var evaluation = ScreenEvaluation.Of(detectors, LabelledTexts.Read(folder));
        await Console.Out.WriteAsync(isJson ? Json(evaluation) + "\n" : evaluation.Table());
        return ExitCode.Yes;
    }

    private static string Json(ScreenEvaluation evaluation)
    {
        using var text = new JsonText();
        var json = text.Writer;
        json.WriteStartObject();
        json.WriteNumber("texts"u8, evaluation.Texts);
        json.WriteStartObject("detectors"u8);
        foreach (var (name, tally) in evaluation.Tallies)
        {
            json.WriteStartObject(name);
            json.WriteNumber("labelled"u8, tally.Labelled);
            json.WriteNumber("right"u8, tally.Right);
            json.WriteNumber("wrong"u8, tally.Wrong);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
        return text.ToString();
    }

    private static string Json(PlacedFinding finding)
    {
        using var text = new JsonText();
        var json = text.Writer;
        json.WriteStartObject();
        json.WriteString("kind"u8, finding.Kind.Name);
        json.WriteNumber("offset"u8, finding.Offset);
        json.WriteNumber("length"u8, finding.Length);
        json.WriteNumber("score"u8, finding.Score);
        json.WriteEndObject();
        return text.ToString();
    }
}
