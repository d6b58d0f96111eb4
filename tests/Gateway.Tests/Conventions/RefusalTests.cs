using System.Globalization;
using Gateway.Closing;
using Gateway.Policies;

namespace Gateway.Tests.Conventions;

/// <summary>Every code has its words, and the table for people says exactly what the code says.</summary>
public sealed class RefusalTests
{
    [Fact]
    public void Every_code_has_a_title_of_its_own()
    {
        var titles = RefusalCode.All.Select(RefusalTitles.Of).ToList();

        Assert.All(titles, title => Assert.NotEmpty(title));
        Assert.Equal(titles.Count, titles.Distinct().Count());
    }

    [Fact]
    public void The_table_for_people_lists_exactly_these_codes()
    {
        var table = File.ReadAllLines(Path.Combine(SourceTree.Root, "docs", "refusals.md"))
            .Where(line => line.StartsWith('|'))
            .Select(line => line.Trim('|').Split('|').Select(cell => cell.Trim().Trim('`')).ToArray())
            .Where(cells => cells.Length >= 3 && RefusalCode.TryParse(cells[0], out _))
            .Select(cells => $"{cells[0]}|{cells[1]}|{cells[2]}");
        var codes = RefusalCode.All.Select(code =>
            string.Create(CultureInfo.InvariantCulture, $"{code.Wire}|{code.HttpStatus}|{RefusalTitles.Of(code)}"));

        Assert.Equal(codes.Order(StringComparer.Ordinal), table.Order(StringComparer.Ordinal));
    }
}
