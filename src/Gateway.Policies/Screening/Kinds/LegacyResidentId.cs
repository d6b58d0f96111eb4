namespace Gateway.Policies.Screening.Kinds;

//
//  Resident identity number of fifteen digits
//
//  References:
//
//      GB 11643-1989; not issued since 1999, still in old files
//
//  Shape:
//
//      6 digits of region, 6 of birth date without the century, 3 of sequence. No check character: context is asked.
//
internal static class LegacyResidentId
{
    internal const int Length = 15;
    internal const double Score = 0.3;
    internal const double ContextScore = 0.75;

    internal static bool IsMatch(ReadOnlySpan<byte> text)
    {
        if (text.Length != Length || text.ContainsAnyExceptInRange((byte)'0', (byte)'9') || !ResidentId.MayBegin(text))
        {
            return false;
        }

        var month = ((text[8] - '0') * 10) + text[9] - '0';
        var day = ((text[10] - '0') * 10) + text[11] - '0';
        var year = 1900 + ((text[6] - '0') * 10) + text[7] - '0';
        return month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month);
    }
}
