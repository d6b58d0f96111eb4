namespace Gateway.Policies.Screening;

//
//  Check digit of payment cards
//
//  References:
//
//      ISO/IEC 7812-1, annex B - Luhn formula for computing modulus-10 double-add-double check digits
//
//  Shape:
//
//      From the right every second digit counts double, its digits added; the sum is 0 modulo 10.
//

/// <summary>The Luhn check over ASCII digits.</summary>
public static class Luhn
{
    private static ReadOnlySpan<byte> Doubled => [0, 2, 4, 6, 8, 1, 3, 5, 7, 9];

    /// <summary>The check digit of these ASCII digits.</summary>
    public static byte CheckDigit(ReadOnlySpan<byte> digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var digit = digits[digits.Length - 1 - i] - '0';
            sum += (i & 1) == 0 ? Doubled[digit] : digit;
        }

        return (byte)('0' + ((10 - (sum % 10)) % 10));
    }

    /// <summary>True for two or more ASCII digits, the last of which is the check digit of the others.</summary>
    public static bool IsValid(ReadOnlySpan<byte> digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var digit = digits[digits.Length - 1 - i] - '0';
            if (digit is < 0 or > 9)
            {
                return false;
            }

            sum += (i & 1) == 0 ? digit : Doubled[digit];
        }

        return digits.Length > 1 && sum % 10 == 0;
    }
}
