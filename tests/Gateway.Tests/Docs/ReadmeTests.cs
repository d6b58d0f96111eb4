using System.CommandLine;
using System.Text;
using System.Text.RegularExpressions;
using Gateway.Commands;
using Gateway.Policies;
using Gateway.Tests.Conventions;
using Gateway.Tests.Words;

namespace Gateway.Tests.Docs;

/// <summary>The README says the same in three languages, its commands are the product's, and its links lead somewhere.</summary>
public sealed class ReadmeTests
{
    public static TheoryData<string> Pages => ["README.md", "README.zh-Hans.md", "README.zh-Hant.md"];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_language_has_the_same_parts_commands_and_links(string page)
    {
        var (english, other) = (Read("README.md"), Read(page));

        Assert.Equal(Levels(english), Levels(other));
        Assert.NotEmpty(CodeBlocks(english));
        Assert.Equal(CodeBlocks(english), CodeBlocks(other));
        Assert.Equal(Links(english), Links(other));
        Assert.Equal(Firsts(english), Firsts(other));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_link_leads_somewhere(string page)
    {
        var links = Links(Read(page)).Where(link => !link.Contains("://", StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(links);
        Assert.All(links, link => Assert.True(Path.Exists(Path.Combine(SourceTree.Root, link.Split('#')[0])), link));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_command_of_the_product_stands_in_the_table_and_no_other(string page)
    {
        var named = Firsts(Read(page)).Select(cell => Regex.Match(cell, "^`([a-z]+(?:-[a-z]+)*(?: [a-z]+(?:-[a-z]+)*)*)").Groups[1].Value).Distinct();
        var real = Leaves(GatewayCommand.CreateRoot(), "").ToList();

        Assert.Empty(real.Except(named));
    }

    [Theory]
    [InlineData("README.zh-Hans.md", Language.SimplifiedChinese, 20936)]
    [InlineData("README.zh-Hant.md", Language.TraditionalChinese, 950)]
    public void Each_Chinese_page_is_in_its_own_script_and_words(string page, Language language, int codePage)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var script = Encoding.GetEncoding(codePage, new EncoderReplacementFallback("\u0001"), DecoderFallback.ReplacementFallback);
        // The names of the languages are each in its own script.
        var text = Regex.Replace(Read(page), "简体中文|繁體中文|简体|繁體|·|…", "");

        var strangers = string.Concat(text.Where(letter => script.GetBytes([letter])[0] == 1).Distinct());
        Assert.Equal("", strangers);
        Assert.All(
            TermsPage.Banned.Where(banned => banned.Language == language),
            banned => Assert.DoesNotMatch(banned.Pattern, text));
    }

    private static string Read(string page) => File.ReadAllText(Path.Combine(SourceTree.Root, page));

    private static IEnumerable<int> Levels(string text) =>
        WithoutCode(text).Where(line => line.StartsWith('#')).Select(line => line.TakeWhile(letter => letter == '#').Count());

    private static IEnumerable<string> CodeBlocks(string text) =>
        Regex.Matches(text, "(?m)^```\n(.*?)^```$", RegexOptions.Singleline).Select(match => match.Groups[1].Value);

    // Where a link leads; the links between the languages differ by nature.
    private static IEnumerable<string> Links(string text) =>
        Regex.Matches(text, @"\]\(([^)\s]+)\)").Select(match => match.Groups[1].Value)
            .Where(link => !link.StartsWith("README", StringComparison.Ordinal));

    // The first cells of tables: commands and places are the same in every language.
    private static IEnumerable<string> Firsts(string text) =>
        WithoutCode(text).Where(line => line.StartsWith("| `", StringComparison.Ordinal) || line.StartsWith("| [", StringComparison.Ordinal))
            .Select(line => line.Split('|')[1].Trim());

    private static IEnumerable<string> WithoutCode(string text)
    {
        var isCode = false;
        foreach (var line in text.Split('\n'))
        {
            if (line.StartsWith("```", StringComparison.Ordinal))
            {
                isCode = !isCode;
            }
            else if (!isCode)
            {
                yield return line;
            }
        }
    }

    private static IEnumerable<string> Leaves(Command command, string path) => command.Subcommands.Count == 0
        ? [path]
        : command.Subcommands.SelectMany(child => Leaves(child, $"{path} {child.Name}".Trim()));
}
