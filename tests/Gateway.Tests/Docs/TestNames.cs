using System.Text.RegularExpressions;
using Gateway.Tests.Conventions;

namespace Gateway.Tests.Docs;

/// <summary>The tests of this repository by name, "Class.Method", and the names that a page gives.</summary>
internal static partial class TestNames
{
    /// <summary>Every method with [Fact], [Theory] or [Property], read from the sources of all test projects.</summary>
    internal static IReadOnlySet<string> Real { get; } = Directory
        .EnumerateFiles(Path.Combine(SourceTree.Root, "tests"), "*.cs", SearchOption.AllDirectories)
        .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal))
        .SelectMany(file => Of(File.ReadAllText(file)))
        .ToHashSet();

    /// <summary>What a page names as a test, in backquotes.</summary>
    internal static IReadOnlyList<string> On(string page) =>
    [
        .. Named().Matches(File.ReadAllText(Path.Combine(SourceTree.Root, "docs", page))).Select(match => match.Groups[1].Value),
    ];

    private static IEnumerable<string> Of(string source) =>
        ClassName().Match(source) is { Success: true } name
            ? Method().Matches(source).Select(method => $"{name.Groups[1].Value}.{method.Groups[1].Value}")
            : [];

    [GeneratedRegex(@"`([A-Z]\w+(?:Tests|Properties|Bench)\.[A-Z]\w+)`")]
    private static partial Regex Named();

    [GeneratedRegex(@"public sealed (?:partial )?class (\w+)")]
    private static partial Regex ClassName();

    [GeneratedRegex(@"\[(?:Fact|Theory|Property)\b[^\n]*\n(?:\s*\[.*\n|\s+[^\[\s].*\)\]\n)*\s*public (?:async )?\w+ (\w+)\(")]
    private static partial Regex Method();
}
