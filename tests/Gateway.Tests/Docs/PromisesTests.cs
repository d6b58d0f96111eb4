using System.Reflection;
using System.Text.RegularExpressions;
using Gateway.Policies;
using Gateway.Tests.Conventions;
using Microsoft.Extensions.Logging;

namespace Gateway.Tests.Docs;

/// <summary>docs/security.md and docs/runbook.md promise only what a test shows, and the runbook forgets no alarm.</summary>
public sealed class PromisesTests
{
    private static readonly string Runbook = File.ReadAllText(Path.Combine(SourceTree.Root, "docs", "runbook.md"));

    private static readonly string[] Reserved =
        [.. Regex.Matches(Section("## Reserved codes"), "`([a-z_.]+)`").Select(match => match.Groups[1].Value)];

    [Theory]
    [InlineData("security.md", 80)]
    [InlineData("runbook.md", 80)]
    public void Every_test_a_page_names_exists(string page, int atLeast)
    {
        var named = TestNames.On(page);

        Assert.True(named.Count >= atLeast, $"{named.Count}");
        var inventions = named.Except(TestNames.Real).ToList();
        Assert.Empty(inventions);
    }

    [Fact]
    public void A_test_that_does_not_exist_would_be_found() =>
        Assert.DoesNotContain("CrossingTests.Everything_is_always_fine", TestNames.Real);

    [Fact]
    public void Every_property_has_a_promise_its_limits_and_a_test()
    {
        var sections = File.ReadAllText(Path.Combine(SourceTree.Root, "docs", "security.md")).Split("\n## ")
            .Where(section => char.IsAsciiDigit(section[0])).ToList();

        Assert.True(sections.Count >= 15);
        Assert.All(sections, section =>
        {
            Assert.Contains("**Promise.**", section, StringComparison.Ordinal);
            Assert.Contains("**How.**", section, StringComparison.Ordinal);
            Assert.Contains("**Not promised.**", section, StringComparison.Ordinal);
            Assert.Matches(@"\*\*Shown by\*\* `\w+\.\w+`", section);
        });
    }

    [Fact]
    public void Every_refusal_code_is_in_the_runbook_with_who_acts_and_the_test_that_provokes_it_or_is_reserved()
    {
        var rows = Rows("## Refusal codes");

        Assert.Equal(
            RefusalCode.All.Select(code => code.Wire).Order(StringComparer.Ordinal),
            rows.Select(cells => cells[0].Trim('`')).Concat(Reserved).Order(StringComparer.Ordinal));
        Assert.All(rows, cells => Assert.All(cells, cell => Assert.NotEmpty(cell)));
        Assert.All(rows, cells => Assert.Contains(cells[4].Trim('`'), TestNames.Real));
    }

    [Fact]
    public void Nothing_in_the_source_makes_a_reserved_code()
    {
        var names = typeof(RefusalCode).GetProperties(BindingFlags.Public | BindingFlags.Static)
            .Where(property => property.PropertyType == typeof(RefusalCode))
            .Select(property => (property.Name, ((RefusalCode)property.GetValue(null)!).Wire))
            .Where(code => Reserved.Contains(code.Wire))
            .ToList();

        Assert.Equal(Reserved.Length, names.Count);
        Assert.Empty(names.SelectMany(code => SourceTree.FilesWith($@"RefusalCode\.{code.Name}\b")
            .Where(path => !path.StartsWith("Gateway/Closing/Refusal", StringComparison.Ordinal))
            .Select(path => $"{path}: {code.Wire}")));
    }

    [Fact]
    public void Every_log_event_that_calls_somebody_is_in_the_runbook()
    {
        var alarms = typeof(Gateway.LogMessages).GetMethods(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public)
            .Select(method => method.GetCustomAttribute<LoggerMessageAttribute>() is { Level: >= LogLevel.Warning } alarm
                ? $"{alarm.EventId} `{method.Name}`"
                : null)
            .OfType<string>()
            .Order(StringComparer.Ordinal)
            .ToList();

        Assert.NotEmpty(alarms);
        Assert.Equal(alarms, Rows("## What the log says").Select(cells => $"{cells[0]} {cells[1]}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_word_of_readyz_is_in_the_runbook()
    {
        var wire = File.ReadAllText(Path.Combine(SourceTree.Root, "docs", "formats", "wire.md"));
        var words = Regex.Match(wire, @"- `GET /readyz`:.*?The words\s+are stable", RegexOptions.Singleline).Value;
        var reasons = Regex.Matches(words, @"`([a-z]+)` \(").Select(match => match.Groups[1].Value).ToList();

        Assert.Contains("ledger", reasons);
        Assert.Equal(reasons, Rows("## What /readyz says").Select(cells => cells[0].Trim('`')));
        var source = SourceTree.Files.Single(file => file.Path == "Gateway/Permit/Readiness.cs").Lines;
        Assert.Empty(Regex.Matches(string.Concat(source), "yield return \"([a-z]+)\"").Select(word => word.Groups[1].Value).Except(reasons));
    }

    [Fact]
    public void Every_row_of_the_runbook_names_a_test() =>
        Assert.All(
            Rows("## What /readyz says").Concat(Rows("## What the log says")).Concat(Rows("## What the metrics say")),
            cells => Assert.Contains(cells[^1].Trim('`'), TestNames.Real));

    private static List<string[]> Rows(string heading) =>
    [
        .. Section(heading).Split('\n')
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal))
            .Skip(1)
            .Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries)),
    ];

    private static string Section(string heading)
    {
        var begin = Runbook.IndexOf(heading + "\n", StringComparison.Ordinal);
        var end = Runbook.IndexOf("\n## ", begin + 1, StringComparison.Ordinal);
        return Runbook[begin..(end < 0 ? Runbook.Length : end)];
    }
}
