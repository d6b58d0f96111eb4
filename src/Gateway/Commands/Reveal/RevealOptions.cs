using System.CommandLine;

namespace Gateway.Commands.Reveal;

/// <summary>What the commands of <c>reveal</c> are told.</summary>
internal static class RevealOptions
{
    internal static Option<string> Category() => Required("--category", "Category of the field.", "ID");

    internal static Option<string> Path() =>
        Required("--path", "Path of the tokenise rule, as the bundle spells it.", "PATH");

    internal static Option<string> Keys() =>
        Required("--keys", "Keys file with the key that the field's tokens were made with.");

    internal static Option<string?> Tokens() =>
        Optional("--tokens", "File with the tokens, one a line. Default: standard input.");

    internal static Option<string?> Config() => Optional(
        "--config", "Path of the gateway.json that names bundle, trust lists and the ledger that records it.");

    private static Option<string> Required(string name, string description, string helpName = "FILE") =>
        With(new Option<string>(name) { Required = true }, description, helpName);

    private static Option<string?> Optional(string name, string description) =>
        With(new Option<string?>(name), description);

    private static Option<T> With<T>(Option<T> option, string description, string helpName = "FILE")
    {
        option.Description = description;
        option.HelpName = helpName;
        return option;
    }
}
