using System.CommandLine;
using Gateway.Commands.Offline;
using Gateway.Policies;

namespace Gateway.Commands.PolicyExplain;

/// <summary><c>gateway policy explain</c>: what a bundle lets cross, in words; which rule decides, and why.</summary>
internal static class PolicyExplainCommand
{
    internal static Command Create()
    {
        var folder = PolicyCommands.FolderArgument();
        var category = Text("--category", "ID", "This category alone.");
        var route = Text("--route", "ID", "This route alone.");
        var path = Text("--path", "PATH", "Which rule decides the values there, and why.");
        var document = Text("--document", "FILE", "Which rule decides each value of this document, and why.");
        var json = GatewayCommand.JsonOption();
        var command = new Command(
            "explain",
            """
            Says in words what a bundle lets cross: what happens to each field of a category, and what a route carries,
            from whom to whom, for what, under which law. With a path or a document: which rule decides each value, and
            why; a member that no rule names is shown by its position, and no value is shown. Exit 0 explained, also
            where the answer is no; 1 a fault.

            Examples:
              gateway policy explain config/policy --route cdd-push --lang zh-Hant
              gateway policy explain config/policy --category BK.cdd --path '$.customers[*].name'
              gateway policy explain config/policy --category BK.cdd --document order.json --json
            """)
        {
            folder, category, route, path, document, json,
        };
        command.SetAction((parsed, _) => ExplainAsync(
            new PolicyQuestion(
                parsed.GetRequiredValue(folder),
                parsed.GetValue(category),
                parsed.GetValue(route),
                parsed.GetValue(path),
                parsed.GetValue(document)),
            parsed.GetValue(json),
            GatewayCommand.LanguageOf(parsed)));
        return command;
    }

    private static async Task<int> ExplainAsync(PolicyQuestion question, bool isJson, Language language)
    {
        var faults = new List<Fault>();
        var story = question.Answer(TimeProvider.System, faults);
        await FaultReport.WriteAsync(faults, language, Console.Error);
        if (story is null)
        {
            return ExitCode.Fault;
        }

        await Console.Out.WriteLineAsync(
            isJson ? PolicyStoryJson.Write(story) : new PolicyStoryText(story, language).ToString());
        return ExitCode.Yes;
    }

    private static Option<string?> Text(string name, string value, string description) =>
        new(name) { Description = description, HelpName = value };
}
