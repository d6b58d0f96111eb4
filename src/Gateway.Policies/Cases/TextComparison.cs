using System.Globalization;
using System.Text;

namespace Gateway.Policies.Cases;

/// <summary>
/// Compares what left with what was expected where a document is lines of values: separators and values one by one.
/// A line break at the very end does not count.
/// </summary>
internal static class TextComparison
{
    private const string Separators = ",;\t|^~&=\"";

    /// <summary>Null: the two are alike.</summary>
    internal static DocumentDifference? Compare(
        ReadOnlyMemory<byte> expected, ReadOnlyMemory<byte> actual, KeyedText keyed)
    {
        var (told, left) = (LinesOf(expected), LinesOf(actual));
        var different = Enumerable.Range(0, Math.Max(told.Length, left.Length))
            .Where(i => i >= told.Length || i >= left.Length || !AreAlike(told[i], left[i], keyed)).ToArray();
        return different.Length == 0 ? null : new DocumentDifference(
            different.Length,
            string.Create(CultureInfo.InvariantCulture, $"line {different[0] + 1}"),
            different[0] >= left.Length ? DifferenceKind.Missing
                : different[0] >= told.Length ? DifferenceKind.Unexpected
                : DifferenceKind.Other);
    }

    private static string[] LinesOf(ReadOnlyMemory<byte> document) =>
        Encoding.UTF8.GetString(document.Span).ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');

    private static bool AreAlike(string expected, string actual, KeyedText keyed)
    {
        var (told, left) = (PiecesOf(expected), PiecesOf(actual));
        return told.Count == left.Count && told.Zip(left).All(pair => keyed.Fits(pair.First, pair.Second));
    }

    // At the end of a value '=' is Base64's, or a name without a value: it parts nothing.
    private static bool IsPadding(string line, int at) =>
        line[at] == '=' && (at + 1 == line.Length || Separators.Contains(line[at + 1], StringComparison.Ordinal));

    private static List<string> PiecesOf(string line)
    {
        var pieces = new List<string>();
        var start = 0;
        for (var i = 0; i < line.Length; i++)
        {
            if (Separators.Contains(line[i], StringComparison.Ordinal) && !IsPadding(line, i))
            {
                pieces.Add(line[start..i]);
                pieces.Add(line[i..(i + 1)]);
                start = i + 1;
            }
        }

        pieces.Add(line[start..]);
        return pieces;
    }
}
