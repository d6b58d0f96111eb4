namespace Gateway.Policies.Screening;

//
//  UUID, as a place where digits mean nothing
//
//  References:
//
//      RFC 9562, section 4 - 8-4-4-4-12 hexadecimal digits
//
//  Shape:
//
//      Strict, in plain ASCII, no letter, digit or dash directly before or after.
//
internal static class UuidShape
{
    internal const int Length = 36;

    /// <summary>Whether the bytes from start to end lie inside a UUID.</summary>
    internal static bool Covers(ReadOnlySpan<byte> utf8, int start, int end)
    {
        var first = Math.Max(0, end - Length);
        var last = Math.Min(start, utf8.Length - Length);
        for (var at = first; at <= last; at++)
        {
            if (IsAt(utf8, at))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsAt(ReadOnlySpan<byte> utf8, int at)
    {
        for (var i = 0; i < Length; i++)
        {
            var isRight = i is 8 or 13 or 18 or 23 ? utf8[at + i] == '-' : char.IsAsciiHexDigit((char)utf8[at + i]);
            if (!isRight)
            {
                return false;
            }
        }

        return !Continues(utf8, at - 1) && !Continues(utf8, at + Length);
    }

    private static bool Continues(ReadOnlySpan<byte> utf8, int at) =>
        at >= 0 && at < utf8.Length && (char.IsAsciiLetterOrDigit((char)utf8[at]) || utf8[at] == '-');
}
