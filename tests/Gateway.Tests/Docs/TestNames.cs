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

    // A file may hold more than one class: a test belongs to the last one that begins before it.
    private static IEnumerable<string> Of(string source) =>
        from Match method in Method().Matches(source)
        let owner = ClassName().Matches(source).LastOrDefault(name => name.Index < method.Index)
        where owner is not null
        select $"{owner.Groups[1].Value}.{method.Groups[1].Value}";

    [GeneratedRegex(@"`([A-Z]\w+(?:Tests|Properties|Bench)\.[A-Z]\w+)`")]
    private static partial Regex Named();

    [GeneratedRegex(@"^public (?:sealed |static |abstract )?(?:partial )?class (\w+)", RegexOptions.Multiline)]
    private static partial Regex ClassName();

    [GeneratedRegex(@"\[(?:Fact|Theory|Property)\b[^\n]*\n(?:\s*\[.*\n|\s+[^\[\s].*\)\]\n)*\s*public (?:async )?\w+ (\w+)\(")]
    private static partial Regex Method();
}
