using System.CommandLine;
using System.Text.RegularExpressions;
using Gateway.Commands;
using Gateway.Commands.Words;
using Gateway.Policies;

namespace Gateway.Tests.Words;

/// <summary>--help speaks all three languages, of every command and option.</summary>
public sealed class HelpWordsTests
{
    [Fact]
    public void Every_command_option_and_argument_is_described_in_three_languages()
    {
        var mute = Symbols(GatewayCommand.CreateRoot())
            .Where(symbol => HelpWords.Of(HelpLanguage.ProseOf(symbol.Description ?? "")) is null)
            .Select(symbol => $"{symbol.Name}: {symbol.Description}");

        Assert.Empty(mute);
    }

    [Theory]
    [InlineData(Language.SimplifiedChinese)]
    [InlineData(Language.TraditionalChinese)]
    public void Help_in_Chinese_keeps_what_is_typed_and_leaves_no_English_sentence(Language language)
    {
        var english = Help(Language.English);
        var chinese = Help(language);

        Assert.Equal(Typed(english), Typed(chinese));
        Assert.DoesNotMatch("Description:|Usage:|Options:|Commands:|Arguments:|Examples:|REQUIRED", chinese);
        Assert.DoesNotMatch(@"\b[A-Za-z]+ (the|of|a|with|and|is|in) [A-Za-z]+\b", chinese);
    }

    [Fact]
    public void Who_asks_for_no_language_gets_English() =>
        Assert.DoesNotMatch(@"\p{IsCJKUnifiedIdeographs}", Help(Language.English));

    private static string Help(Language language)
    {
        var root = GatewayCommand.CreateRoot();
        HelpLanguage.Speak(root, language);
        using var output = new StringWriter();
        foreach (var path in Commands(root, []))
        {
            root.Parse([.. path, "--help"]).Invoke(new InvocationConfiguration { Output = output });
        }

        return output.ToString();
    }

    // Commands in examples, and the names of options and arguments.
    private static IEnumerable<string> Typed(string help) =>
        Regex.Matches(help, @"(?m)^ +((GATEWAY__\S+ )?gateway .*|--[a-z-]+|<[A-Z]+>)").Select(match => match.Groups[1].Value);

    private static IEnumerable<string[]> Commands(Command command, string[] path) =>
        command.Subcommands.SelectMany(child => Commands(child, [.. path, child.Name])).Prepend(path);

    private static IEnumerable<Symbol> Symbols(Command command) =>
        command.Options.Concat<Symbol>(command.Arguments).Prepend(command).Concat(command.Subcommands.SelectMany(Symbols));
}
