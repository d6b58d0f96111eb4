namespace Gateway.Commands;

/// <summary>Columns on a terminal: a Chinese character takes two.</summary>
internal static class DisplayWidth
{
    /// <summary>The text, followed by as many spaces as it lacks to that many columns.</summary>
    internal static string Pad(string text, int columns) =>
        text + new string(' ', Math.Max(0, columns - text.Sum(character => IsWide(character) ? 2 : 1)));

    // CJK with its punctuation, and full-width forms: all that the texts of this product hold.
    private static bool IsWide(char character) =>
        character is (>= '\u2E80' and <= '\u9FFF') or (>= '\uF900' and <= '\uFAFF') or (>= '\uFF01' and <= '\uFF60');
}
