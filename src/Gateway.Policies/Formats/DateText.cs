namespace Gateway.Policies.Formats;

//
//  Dates as they stand in bodies
//
//  References:
//
//      ISO 8601 - YYYY-MM-DD and YYYYMMDD
//      RFC 3339 section 5.6 - date-time: a date, 'T', a time with seconds, 'Z' or an offset
//

/// <summary>A date at the beginning of a value, with a time of day behind it or without.</summary>
internal static class DateText
{
    private const int Basic = 8;
    private const int Extended = 10;
    private const int WithoutOffset = 19;
    private const int OffsetLength = 6;

    /// <summary>False for what is no date.</summary>
    /// <param name="length">How much of the text is the date: 8 or 10.</param>
    internal static bool TryParse(ReadOnlySpan<byte> text, out DateOnly date, out int length)
    {
        date = default;
        length = text.Length == Basic ? Basic : Extended;
        if (text.Length < Basic)
        {
            return false;
        }

        return length == Basic
            ? TryDate(text[..4], text[4..6], text[6..8], out date)
            : text.Length >= Extended && text[4] == (byte)'-' && text[7] == (byte)'-'
                && TryDate(text[..4], text[5..7], text[8..10], out date)
                && (text.Length == Extended || IsTime(text));
    }

    /// <summary>Writes a date in the form that has that length.</summary>
    internal static void Write(DateOnly date, Span<byte> target)
    {
        _ = date.TryFormat(
            target, out _, target.Length == Basic ? "yyyyMMdd" : "yyyy-MM-dd",
            System.Globalization.CultureInfo.InvariantCulture);
    }

    private static bool TryDate(
        ReadOnlySpan<byte> year, ReadOnlySpan<byte> month, ReadOnlySpan<byte> day, out DateOnly date)
    {
        date = default;
        if (!TryNumber(year, 9999, out var y) || !TryNumber(month, 12, out var m) || !TryNumber(day, 31, out var d)
            || y == 0 || m == 0 || d == 0 || d > DateTime.DaysInMonth(y, m))
        {
            return false;
        }

        date = new DateOnly(y, m, d);
        return true;
    }

    // A leap second is a time too.
    private static bool IsTime(ReadOnlySpan<byte> text)
    {
        if (text.Length <= WithoutOffset || (text[10] | 0x20) != 't' || text[13] != ':' || text[16] != ':'
            || !TryNumber(text[11..13], 23, out _) || !TryNumber(text[14..16], 59, out _)
            || !TryNumber(text[17..19], 60, out _))
        {
            return false;
        }

        var rest = text[WithoutOffset..];
        if (rest[0] == (byte)'.')
        {
            var digits = rest[1..].IndexOfAnyExceptInRange((byte)'0', (byte)'9');
            if (digits <= 0)
            {
                return false;
            }

            rest = rest[(digits + 1)..];
        }

        return rest.Length == 1
            ? (rest[0] | 0x20) == 'z'
            : rest.Length == OffsetLength && rest[0] is (byte)'+' or (byte)'-' && rest[3] == (byte)':'
                && TryNumber(rest[1..3], 23, out _) && TryNumber(rest[4..6], 59, out _);
    }

    private static bool TryNumber(ReadOnlySpan<byte> digits, int most, out int number)
    {
        number = 0;
        foreach (var digit in digits)
        {
            if (digit is < (byte)'0' or > (byte)'9')
            {
                return false;
            }

            number = (number * 10) + digit - '0';
        }

        return number <= most;
    }
}
