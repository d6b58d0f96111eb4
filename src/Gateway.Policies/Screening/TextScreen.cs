namespace Gateway.Policies.Screening;

/// <summary>
/// Screens a whole input of any kind, as the <c>screen</c> command does (FORMATS.md section 6): JSON, CSV, XML,
/// plain text, or bytes that are none of these. The input is not parsed: escapes are decoded and markup is
/// taken out where they stand, quotes, commas and braces end a value, and a line break may end a row.
/// One pass, no copy of the input.
/// </summary>
public static class TextScreen
{
    /// <summary>What was found, in the order of the input; offsets and lengths in bytes of it.</summary>
    public static IReadOnlyList<Finding> Find(Screener screener, ReadOnlySpan<byte> input)
    {
        ArgumentNullException.ThrowIfNull(screener);
        var findings = new List<Finding>();
        screener.Screen(input, findings, ScanMode.Document, out _);
        findings.Sort((left, right) => left.Offset.CompareTo(right.Offset));
        return findings;
    }
}
