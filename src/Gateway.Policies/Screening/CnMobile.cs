namespace Gateway.Policies.Screening;

//
//  Mainland mobile number
//
//  References:
//
//      libphonenumber metadata f7e3e88c (2026-07-17), region CN, mobile:
//      1(?:[38]\d|4[57]|[59][0-35-9]|6[25-7]|7[0-35-8])\d{8} | 1740[0-5]\d{6} | 1610\d{7}
//
//  Shape:
//
//      11 digits, also after 86, 0086 or 0 (a '+' is punctuation). Allocations age, so any other
//      1[3-9] and nine digits is found too, at a lower score.
//

/// <summary>Mainland mobile numbers, 11 digits.</summary>
public static class CnMobile
{
    public const int Length = 11;

    internal const double AllocatedScore = 0.8;
    internal const double FallbackScore = 0.6;

    /// <summary>True for 11 ASCII digits in a range that is allocated.</summary>
    public static bool IsMatch(ReadOnlySpan<byte> digits) => ScoreOf(digits) >= AllocatedScore;

    /// <summary>0 for what is no mobile number.</summary>
    internal static double ScoreOf(ReadOnlySpan<byte> digits)
    {
        if (digits.Length != Length || digits[0] != '1' || digits[1] is < (byte)'3' or > (byte)'9'
            || digits.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            return 0;
        }

        return IsAllocated(digits) ? AllocatedScore : FallbackScore;
    }

    /// <summary>How many digits of trunk or country prefix stand before the number: 4, 2, 1 or 0.</summary>
    internal static int PrefixLength(ReadOnlySpan<byte> digits) =>
        digits.StartsWith("0086"u8) ? 4
        : digits.StartsWith("86"u8) ? 2
        : digits.StartsWith("0"u8) ? 1
        : 0;

    private static bool IsAllocated(ReadOnlySpan<byte> digits)
    {
        var third = (char)digits[2];
        return (char)digits[1] switch
        {
            '3' or '8' => true,
            '4' => third is '5' or '7',
            '5' or '9' => third != '4',
            '6' => third is '2' or '5' or '6' or '7' || digits[2..].StartsWith("10"u8),
            _ => third is (>= '0' and <= '3') or (>= '5' and <= '8')
                || (digits[2..].StartsWith("40"u8) && digits[4] <= '5'),
        };
    }
}
