using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Gateway.Tests.Conventions;

/// <summary>The product's source as text, found from where this file was compiled.</summary>
internal static partial class SourceTree
{
    internal static string Root { get; } = Path.GetFullPath(Path.Combine(Here(), "..", "..", ".."));

    /// <summary>Every source file of the product: its path below src, and its lines.</summary>
    internal static IReadOnlyList<(string Path, string[] Lines)> Files { get; } =
    [
        .. Directory.EnumerateFiles(Path.Combine(Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Select(file => (Path: Path.GetRelativePath(Path.Combine(Root, "src"), file).Replace('\\', '/'), File: file))
            .Where(file => !file.Path.Contains("/obj/", StringComparison.Ordinal) && !file.Path.Contains("/bin/", StringComparison.Ordinal))
            .OrderBy(file => file.Path, StringComparer.Ordinal)
            .Select(file => (file.Path, File.ReadAllLines(file.File))),
    ];

    /// <summary>The files in which a line of code, not a comment, matches.</summary>
    internal static IReadOnlyList<string> FilesWith(string pattern) =>
    [
        .. Files.Where(file => file.Lines.Any(line => !IsComment(line) && Regex.IsMatch(line, pattern))).Select(file => file.Path),
    ];

    internal static bool IsComment(string line) => line.TrimStart().StartsWith("//", StringComparison.Ordinal);

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
