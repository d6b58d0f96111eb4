namespace Gateway.Policies.Formats;

/// <summary>The text inside fields of CSV.</summary>
internal static class CsvText
{
    /// <summary>A field's text, without its quotes. Valid until the list is used again.</summary>
    internal static ReadOnlySpan<byte> Read(ReadOnlySpan<byte> raw, bool escaped, PooledList<byte> scratch)
    {
        if (raw.IsEmpty || raw[0] != (byte)'"')
        {
            return raw;
        }

        var text = raw[1..^1];
        if (!escaped)
        {
            return text;
        }

        scratch.Truncate(0);
        while (text.IndexOf((byte)'"') is var quote and >= 0)
        {
            // The second of the two stands for both.
            text[..(quote + 1)].CopyTo(scratch.Extend(quote + 1));
            text = text[(quote + 2)..];
        }

        text.CopyTo(scratch.Extend(text.Length));
        return scratch.Items;
    }

    /// <summary>
    /// True where a spreadsheet would take the text for a formula: it begins like one, and is not a plain number.
    /// </summary>
    internal static bool IsFormula(ReadOnlySpan<byte> text) =>
        !text.IsEmpty
        && text[0] is (byte)'=' or (byte)'@' or (byte)'+' or (byte)'-' or (byte)'\t' or (byte)'\r'
        && !IsPlainNumber(text);

    // A sign, digits, a fraction, an exponent: nothing that a spreadsheet computes.
    private static bool IsPlainNumber(ReadOnlySpan<byte> text)
    {
        var at = text[0] is (byte)'+' or (byte)'-' ? 1 : 0;
        var digits = SkipDigits(text, ref at);
        if (at < text.Length && text[at] == (byte)'.')
        {
            at++;
            digits += SkipDigits(text, ref at);
        }

        if (digits == 0)
        {
            return false;
        }

        if (at < text.Length && text[at] is (byte)'e' or (byte)'E')
        {
            at++;
            at += at < text.Length && text[at] is (byte)'+' or (byte)'-' ? 1 : 0;
            if (SkipDigits(text, ref at) == 0)
            {
                return false;
            }
        }

        return at == text.Length;
    }

    private static int SkipDigits(ReadOnlySpan<byte> text, ref int at)
    {
        var start = at;
        while (at < text.Length && text[at] is >= (byte)'0' and <= (byte)'9')
        {
            at++;
        }

        return at - start;
    }
}
