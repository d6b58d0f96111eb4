using System.Globalization;

namespace Gateway.Audit.Desk;

/// <summary>A year, a quarter or a month, in UTC as everything in the ledger: YYYY, YYYY-Qn, YYYY-MM.</summary>
/// <param name="Until">Exclusive.</param>
internal readonly record struct ReportPeriod(string Name, DateTimeOffset Since, DateTimeOffset Until)
{
    private const int FirstYear = 2000;
    private const int LastYear = 9000;

    internal static bool TryParse(string text, out ReportPeriod period)
    {
        period = default;
        if (text.Length is not (4 or 7)
            || !int.TryParse(text.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture, out var year)
            || year is < FirstYear or > LastYear)
        {
            return false;
        }

        var (month, months) = text.Length == 4 ? (1, 12) : MonthsOf(text.AsSpan(4));
        if (month is < 1 or > 12)
        {
            return false;
        }

        var since = new DateTimeOffset(year, month, 1, 0, 0, 0, TimeSpan.Zero);
        period = new ReportPeriod(text, since, since.AddMonths(months));
        return true;
    }

    // "-Q3" or "-07"; a month of 0 is none.
    private static (int Month, int Months) MonthsOf(ReadOnlySpan<char> part)
    {
        if (part is ['-', 'Q', >= '1' and <= '4'])
        {
            return (((part[2] - '1') * 3) + 1, 3);
        }

        return part[0] == '-'
            && int.TryParse(part[1..], NumberStyles.None, CultureInfo.InvariantCulture, out var month)
                ? (month, 1)
                : (0, 0);
    }
}
