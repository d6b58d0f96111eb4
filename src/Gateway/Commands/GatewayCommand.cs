using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using Gateway.Commands.Demo;
using Gateway.Commands.Dev;
using Gateway.Commands.Explain;
using Gateway.Commands.Init;
using Gateway.Commands.Observe;
using Gateway.Commands.Offline;
using Gateway.Commands.Readers;
using Gateway.Commands.Reveal;
using Gateway.Commands.Run;
using Gateway.Commands.Status;
using Gateway.Commands.Words;
using Gateway.Policies;

namespace Gateway.Commands;

/// <summary>The one executable, "gateway": its commands, and what their exit codes mean (DESIGN.md 8).</summary>
internal static class GatewayCommand
{
    private const string LanguageName = "--lang";

    internal static Task<int> RunAsync(string[] args)
    {
        var root = CreateRoot();
        UnreadableFileAction.Surround(root);
        HelpLanguage.Speak(root, LanguageOf(root.Parse(args)));
        var parsed = root.Parse(args);
        var invocation = new InvocationConfiguration
        {
            // Signals are the daemon's own: the library would end the process two seconds after SIGTERM, in
            // mid-transfer.
            ProcessTerminationTimeout = null,

            // Help that nobody asked for is a diagnostic: stdout may be a file that waits for what may leave.
            Output = parsed.Action is ParseErrorAction ? Console.Error : Console.Out,
        };
        return parsed.InvokeAsync(invocation);
    }

    /// <summary>Every command, in English.</summary>
    internal static RootCommand CreateRoot()
    {
        var root = new RootCommand(
            """
            A data-customs gateway for the mainland / Hong Kong boundary: nothing crosses unless a signed policy names
            it, and what leaves is on disk in a tamper-evident ledger before the first byte does.

            Exit codes: 0 yes, 1 fault or usage, 3 refused or not valid.

            Examples:
              gateway demo
              gateway check --config config/gateway.json
              gateway run --config config/gateway.json
            """)
        {
            RunCommand.Create(),
            CheckCommand.Create(),
            HealthCheckCommand.Create(),
            DemoCommand.Create(),
            InitCommand.Create(),
            MaskCommand.Create(),
            ScreenCommand.Create(),
            RevealCommand.Create(),
            PolicyCommands.Create(),
            CertsCommand.Create(),
            LedgerCommands.Create(),
            EvidenceCommand.Create(),
            TraceCommand.Create(),
            VerifyCommand.Create(),
            StatusCommand.Create(),
            ObservedCommand.Create(),
            ExplainCommand.Create(),
            WitnessCommand.Create(),
            MirrorCommand.Create(),
        };
        root.Options.Add(LanguageOption());
        return root;
    }

    /// <summary>"--lang": what people read is in this language; codes and JSON are never translated.</summary>
    private static Option<Language> LanguageOption() => new(LanguageName)
    {
        Description = "Language of what people read: en, zh-Hans or zh-Hant. Default: en.",
        HelpName = "en|zh-Hans|zh-Hant",
        Recursive = true,
        CustomParser = result => ParseLanguage(result),
    };

    /// <summary>
    /// The language that was asked for. One that cannot be read is a fault of the command line, and is said in English.
    /// </summary>
    internal static Language LanguageOf(ParseResult parsed) =>
        parsed.GetResult(LanguageName) is { } given && !given.Errors.Any()
            ? parsed.GetValue<Language>(LanguageName)
            : Language.English;

    private static Language ParseLanguage(ArgumentResult result)
    {
        switch (result.Tokens[0].Value)
        {
            case "en":
                return Language.English;
            case "zh-Hans":
                return Language.SimplifiedChinese;
            case "zh-Hant":
                return Language.TraditionalChinese;
            default:
                result.AddError("--lang takes en, zh-Hans or zh-Hant");
                return Language.English;
        }
    }

    /// <summary>"--json": one document on stdout instead of text for people.</summary>
    internal static Option<bool> JsonOption() =>
        new("--json") { Description = "Machine-readable: one JSON document on stdout." };

    /// <summary>"--json" of what prints entry by entry: one object a line.</summary>
    internal static Option<bool> JsonLinesOption() =>
        new("--json") { Description = "Machine-readable: one JSON object a line on stdout." };

    internal static Option<string> ConfigOption() => new("--config")
    {
        Description = "Path of gateway.json.",
        Required = true,
        HelpName = "FILE",
    };
}
