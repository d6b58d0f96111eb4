using System.Globalization;
using Gateway.Closing;
using Gateway.Policies;
using Gateway.Tests.Conventions;

namespace Gateway.Tests.Docs;

/// <summary>docs/refusals.md is what a refused caller is sent to: it may not lag behind the code.</summary>
public sealed class RefusalsPageTests
{
    [Fact]
    public void Every_code_stands_on_the_page_with_its_status_and_title_in_the_order_of_the_rooms()
    {
        var expected = RefusalCode.All.Select(code =>
            $"| `{code.Wire}` | {code.HttpStatus.ToString(CultureInfo.InvariantCulture)} | {RefusalTitles.Of(code)} |");

        var actual = Rows(5).Select(cells => $"| {cells[0]} | {cells[1]} | {cells[2]} |");

        Assert.Equal(expected, actual);
    }

    [Fact]
    public void Every_code_stands_on_the_page_with_its_titles_in_Chinese()
    {
        var expected = RefusalCode.All.Select(code =>
            $"{code.Wire} {RefusalTitles.Of(code, Language.SimplifiedChinese)} {RefusalTitles.Of(code, Language.TraditionalChinese)}");

        Assert.Equal(expected, Rows(3).Select(cells => $"{cells[0].Trim('`')} {cells[1]} {cells[2]}"));
    }

    [Fact]
    public void Every_row_says_what_happened_and_what_to_do() =>
        Assert.All(Rows(5), cells => Assert.All(cells, cell => Assert.NotEmpty(cell)));

    [Fact]
    public void What_to_do_is_the_advice_that_explain_gives() =>
        Assert.Equal(
            RefusalCode.All.Select(code => $"{code.Wire}: {RefusalAdvice.Of(code).En}"),
            Rows(5).Select(cells => $"{cells[0].Trim('`')}: {cells[4].Replace('`', '\'')}"));

    private static List<string[]> Rows(int columns) =>
    [
        .. File.ReadLines(Path.Combine(SourceTree.Root, "docs", "refusals.md"))
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries))
            .Where(cells => cells.Length == columns),
    ];
}
