using Gateway.Policies.Formats;

namespace Gateway.Policies.Transforms;

/// <summary>
/// Text in fields of CSV: quoted where it must be, and never a formula: what a spreadsheet would compute is prefixed
/// with an apostrophe (FORMATS.md 1).
/// </summary>
internal sealed class CsvBodyText(CsvScanner scanner, bool isGb18030) : BodyText
{
    // U+FEFF in either charset: nothing that a separator could stand behind.
    private const int MarkUtf8 = 3;
    private const int MarkGb18030 = 4;

    /// <summary>True where the body begins with a byte order mark.</summary>
    internal bool HasMark { get; set; }

    internal override ReadOnlySpan<byte> Read(ReadOnlySpan<byte> raw, scoped in Edit edit, InspectionBuffers buffers) =>
        CsvText.Read(raw, edit.Escaped, buffers.Scratch);

    internal override void Write(ReadOnlySpan<byte> text, scoped in Edit edit, ref OutputWriter output)
    {
        var isQuoted = text.ContainsAny(scanner.Special);
        if (isQuoted)
        {
            output.Write("\""u8);
        }

        if (CsvText.IsFormula(text))
        {
            output.Write("'"u8);
        }

        while (text.IndexOf((byte)'"') is var quote and >= 0)
        {
            Copy(text[..(quote + 1)], ref output);
            output.Write("\""u8);
            text = text[(quote + 1)..];
        }

        Copy(text, ref output);
        if (isQuoted)
        {
            output.Write("\""u8);
        }
    }

    internal override void Copy(ReadOnlySpan<byte> stretch, ref OutputWriter output)
    {
        if (isGb18030)
        {
            Gb18030.Write(stretch, ref output);
        }
        else
        {
            output.Write(stretch);
        }
    }

    internal override bool LeadsWithSeparator(ReadOnlySpan<byte> stretch, in OutputWriter output) =>
        stretch[0] is (byte)'\r' or (byte)'\n'
        && output.Position == (HasMark ? isGb18030 ? MarkGb18030 : MarkUtf8 : 0);
}
