using System.Globalization;
using Gateway.Closing;
using Gateway.Policies;

namespace Gateway.Tests.Docs;

/// <summary>docs/refusals.md is what a refused caller is sent to: it may not lag behind the code.</summary>
public sealed class RefusalsPageTests
{
    [Fact]
    public void Every_code_stands_on_the_page_with_its_status_and_title_in_the_order_of_the_rooms()
    {
        var expected = RefusalCode.All.Select(code =>
            $"| `{code.Wire}` | {code.HttpStatus.ToString(CultureInfo.InvariantCulture)} | {RefusalTitles.Of(code)} |");

        var actual = Rows().Select(cells => $"| {cells[0]} | {cells[1]} | {cells[2]} |");

        Assert.Equal(expected, actual);
    }

    [Fact]
    public void Every_row_says_what_happened_and_what_to_do() =>
        Assert.All(Rows(), cells => Assert.All(cells, cell => Assert.NotEmpty(cell)));

    private static List<string[]> Rows() =>
    [
        .. File.ReadLines(Path.Combine(Root(), "docs", "refusals.md"))
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries))
            .Where(cells => cells.Length == 5),
    ];

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Gateway.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("Gateway.sln");
        }

        return folder.FullName;
    }
}
