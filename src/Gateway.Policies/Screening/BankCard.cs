namespace Gateway.Policies.Screening;

//
//  Bank card number (PAN)
//
//  References:
//
//      ISO/IEC 7812-1 - Numbering system, issuer identification number, Luhn check digit
//      Issuer ranges and lengths as the schemes publish them
//
//  Shape:
//
//      UnionPay 62, 81 (16-19); Visa 4 (13, 16, 19); Mastercard 51-55, 2221-2720 (16); Amex 34, 37 (15);
//      JCB 3528-3589 (16-19); Discover 6011, 644-649, 65 (16-19); Maestro 50, 56-69 (16-19; its 12 to 15
//      are not in use and would make one order number in ten a card). Domestic 9-numbers and passbooks
//      fail Luhn: they are for a declared field only.
//

/// <summary>Payment card numbers: issuer range, length and check digit.</summary>
public static class BankCard
{
    public const int MinLength = 13;
    public const int MaxLength = 19;

    internal const double Score = 0.85;
    internal const double SplitScore = 0.7;

    private const int PrefixLength = 4;
    private const uint Sixteen = 1u << 16;
    private const uint SixteenToNineteen = 0xFu << 16;

    /// <summary>True for ASCII digits of an issuer's range and length with the right check digit.</summary>
    public static bool IsMatch(ReadOnlySpan<byte> digits) =>
        digits.Length <= MaxLength && (Lengths(digits) >> digits.Length & 1) == 1 && Luhn.IsValid(digits);

    /// <summary>The lengths issued under the prefix of these digits, one bit each; 0 for no issuer.</summary>
    internal static uint Lengths(ReadOnlySpan<byte> digits)
    {
        if (digits.Length < MinLength || digits[..PrefixLength].ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            return 0;
        }

        var prefix = 0;
        foreach (var digit in digits[..PrefixLength])
        {
            prefix = (prefix * 10) + digit - '0';
        }

        return prefix switch
        {
            >= 4000 and < 5000 => 1u << 13 | Sixteen | 1u << 19,
            >= 2221 and <= 2720 or (>= 5100 and < 5600) => Sixteen,
            (>= 3400 and < 3500) or (>= 3700 and < 3800) => 1u << 15,
            >= 3528 and <= 3589 => SixteenToNineteen,
            (>= 5000 and < 5100) or (>= 5600 and < 7000) => SixteenToNineteen,
            >= 8100 and <= 8171 => SixteenToNineteen,
            _ => 0,
        };
    }
}
