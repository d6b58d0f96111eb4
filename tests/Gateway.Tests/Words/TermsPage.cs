using System.Text.RegularExpressions;
using Gateway.Policies;
using Gateway.Tests.Conventions;

namespace Gateway.Tests.Words;

/// <summary>docs/terms.md as a test reads it.</summary>
internal static partial class TermsPage
{
    private static readonly string[] Lines = File.ReadAllLines(Path.Combine(SourceTree.Root, "docs", "terms.md"));

    /// <summary>Terms of the product and of the law, longest English first.</summary>
    internal static IReadOnlyList<Titles> Terms { get; } =
    [
        .. Rows("## Words of the product").Concat(Rows("## Words of the law"))
            .Where(cells => cells.Length == 4 && cells[0] is not ("English" or "action"))
            .Select(cells => new Titles(cells[0], cells[1], cells[2]))
            .OrderByDescending(term => term.En.Length),
    ];

    /// <summary>Patterns of what is not said in a language.</summary>
    internal static IReadOnlyList<(Language Language, Regex Pattern)> Banned { get; } =
    [
        .. Rows("## Words that are not used").Where(cells => cells[0] is "简体" or "繁體").Select(cells => (
            cells[0] == "简体" ? Language.SimplifiedChinese : Language.TraditionalChinese,
            new Regex(cells[1].Trim('`').Replace("\\|", "|", StringComparison.Ordinal)))),
    ];

    private static IEnumerable<string[]> Rows(string heading) => Lines
        .SkipWhile(line => line != heading).Skip(1).TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal))
        .Where(line => line.StartsWith("| ", StringComparison.Ordinal))
        .Select(line => Bar().Split(line.Trim('|')).Select(cell => cell.Trim()).ToArray());

    // A bar that is not escaped.
    [GeneratedRegex(@"(?<!\\)\|")]
    private static partial Regex Bar();
}
