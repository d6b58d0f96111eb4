using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Gateway.Policies;

namespace Gateway.Commands.Words;

/// <summary>
/// Makes --help speak the language of --lang. What is typed stays as it is: commands, options, examples.
/// </summary>
internal static class HelpLanguage
{
    private const string Examples = "\n\nExamples:\n";

    private static readonly Titles ExamplesHeading = new("Examples:", "示例：", "示例：");

    private static readonly Titles Required = new("(REQUIRED)", "（必填）", "（必填）");

    // As the library writes them: a whole line each.
    private static readonly Titles[] Headings =
    [
        new("Description:", "说明：", "說明："),
        new("Usage:", "用法：", "用法："),
        new("Arguments:", "参数：", "參數："),
        new("Options:", "选项：", "選項："),
        new("Commands:", "命令：", "指令："),
    ];

    /// <summary>Puts the words of a language into a command and all below it. English is there already.</summary>
    internal static void Speak(Command command, Language language)
    {
        if (language == Language.English)
        {
            return;
        }

        command.Description = Say(command.Description, language);
        foreach (var symbol in command.Options.Concat<Symbol>(command.Arguments))
        {
            symbol.Description = Say(symbol.Description, language);
        }

        foreach (var help in command.Options.OfType<HelpOption>())
        {
            help.Action = new SpokenHelp((HelpAction)help.Action!, language);
        }

        foreach (var child in command.Subcommands)
        {
            Speak(child, language);
        }
    }

    /// <summary>The prose of a description, without its examples.</summary>
    internal static string ProseOf(string description) =>
        description.Split(Examples)[0];

    private static string Say(string? description, Language language)
    {
        var english = description ?? "";
        var prose = ProseOf(english);
        var examples = english[prose.Length..];
        var words = HelpWords.Of(prose)?.In(language) ?? prose;
        return words + examples.Replace(ExamplesHeading.En, ExamplesHeading.In(language), StringComparison.Ordinal);
    }

    /// <summary>The library's help, with its headings translated.</summary>
    private sealed class SpokenHelp(HelpAction help, Language language) : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            var configuration = parseResult.InvocationConfiguration;
            var output = configuration.Output;
            using var english = new StringWriter();
            configuration.Output = english;
            var exitCode = help.Invoke(parseResult);
            configuration.Output = output;
            foreach (var line in english.ToString().TrimEnd('\n').Split('\n'))
            {
                output.Write(Translate(line) + "\n");
            }

            return exitCode;
        }

        private string Translate(string line)
        {
            var heading = Headings.FirstOrDefault(heading => heading.En == line.TrimEnd());
            return heading?.In(language)
                ?? line.Replace(Required.En, Required.In(language), StringComparison.Ordinal);
        }
    }
}
