namespace Gateway.Policies.Screening.Kinds;

//
//  Telephone numbers without a check of any kind
//
//  References:
//
//      libphonenumber metadata f7e3e88c (2026-07-17): CN fixed lines, HK, MO
//
//  Shape:
//
//      Mainland: 0, an area of 2 or 3 digits (10, 2x, 3xx-9xx), 7 or 8 digits. Hong Kong: 8 digits from 2 on; Macao: 8
//      digits, 6 for mobiles, 28 and 8 for the rest. The country's prefix says as much as a word does.
//
internal static class LocalNumber
{
    internal const int Length = 8;
    internal const double Score = 0.2;
    internal const double ContextScore = 0.7;
    internal const double PrefixScore = 0.8;

    internal static bool IsHongKong(ReadOnlySpan<byte> digits) =>
        digits.Length == Length && digits[0] is >= (byte)'2' and <= (byte)'9' && !IsDate(digits);

    internal static bool IsMacao(ReadOnlySpan<byte> digits) => digits.Length == Length
        && (digits[0] is (byte)'6' or (byte)'8' || digits.StartsWith("28"u8)) && !IsDate(digits);

    /// <summary>With the 0 in front: 0755 and 8 digits, 010 and 8, 0898 and 7 or 8.</summary>
    internal static bool IsMainlandFixed(ReadOnlySpan<byte> digits)
    {
        if (digits.Length is < 10 or > 12 || digits[0] != '0')
        {
            return false;
        }

        var area = digits[1] is (byte)'1' or (byte)'2' ? 3 : 4;
        var isArea = digits[1] switch
        {
            (byte)'1' => digits[2] == '0',
            (byte)'2' => true,
            >= (byte)'3' => true,
            _ => false,
        };
        var line = digits[area..];
        return isArea && line.Length is 7 or 8 && line[0] is >= (byte)'2' and <= (byte)'8';
    }

    /// <summary>A day written as YYYYMMDD: eight digits that are far more often a date than a telephone.</summary>
    internal static bool IsDate(ReadOnlySpan<byte> digits) => IsDate(digits[..4], digits[4..6], digits[6..8]);

    internal static bool IsDate(ReadOnlySpan<byte> year, ReadOnlySpan<byte> month, ReadOnlySpan<byte> day) =>
        (year.StartsWith("19"u8) || year.StartsWith("20"u8))
        && Two(month) is >= 1 and <= 12 && Two(day) is >= 1 and <= 31;

    private static int Two(ReadOnlySpan<byte> digits) => ((digits[0] - '0') * 10) + digits[1] - '0';
}
