namespace Gateway.Policies.Screening;

//
//  Mainland resident identity number
//
//  References:
//
//      GB 11643-1999 - Citizen identification number
//      GB/T 2260 - Codes for the administrative divisions (the first two digits)
//      ISO 7064 - Check characters, MOD 11-2
//
//  Shape:
//
//      6 digits of region, 8 of birth date, 3 of sequence, 1 check character (0-9 or X). Regions 81, 82
//      and 83 are holders of a residence permit from Hong Kong, Macao and Taiwan: the very people who
//      cross this boundary. Region codes are abolished and numbers keep them, so only the province is asked.
//

/// <summary>The 18-character resident identity number of GB 11643.</summary>
public static class ResidentId
{
    public const int Length = 18;

    // Of 18-digit strings that are nobody's number, about four in a hundred thousand pass all three tests.
    internal const double Score = 0.95;

    private const int FirstYear = 1850;
    private const int LastYear = 2099;

    private static ReadOnlySpan<byte> Weights => [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

    private static ReadOnlySpan<byte> CheckCharacters => "10X98765432"u8;

    /// <summary>True for 18 ASCII characters with a province, a birth date and the right check character.</summary>
    public static bool IsMatch(ReadOnlySpan<byte> text) =>
        text.Length == Length && MayBegin(text) && HasBirthDate(text) && HasCheckCharacter(text);

    /// <summary>The check character of the first 17 digits.</summary>
    public static byte CheckCharacter(ReadOnlySpan<byte> digits)
    {
        var sum = 0;
        for (var i = 0; i < Weights.Length; i++)
        {
            sum += (digits[i] - '0') * Weights[i];
        }

        return CheckCharacters[sum % 11];
    }

    /// <summary>Whether the first two characters are a province that was ever in use.</summary>
    internal static bool MayBegin(ReadOnlySpan<byte> text) =>
        text.Length >= 2 && IsProvince(((text[0] - '0') * 10) + text[1] - '0');

    /// <summary>Whether characters 7 to 14 are a day of the calendar somebody on file may be born on.</summary>
    internal static bool HasBirthDate(ReadOnlySpan<byte> text)
    {
        if (text[..(Length - 1)].ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            return false;
        }

        var year = Number(text[6..10]);
        var month = Number(text[10..12]);
        var day = Number(text[12..14]);
        return year is >= FirstYear and <= LastYear && month is >= 1 and <= 12
            && day >= 1 && day <= DateTime.DaysInMonth(year, month);
    }

    private static bool IsProvince(int prefix) => prefix is
        (>= 11 and <= 15) or (>= 21 and <= 23) or (>= 31 and <= 37) or (>= 41 and <= 46) or (>= 50 and <= 54)
        or (>= 61 and <= 65) or 71 or (>= 81 and <= 83) or 91;

    private static bool HasCheckCharacter(ReadOnlySpan<byte> text) =>
        CheckCharacter(text) == (text[^1] == (byte)'x' ? (byte)'X' : text[^1]);

    private static int Number(ReadOnlySpan<byte> digits)
    {
        var value = 0;
        foreach (var digit in digits)
        {
            value = (value * 10) + digit - '0';
        }

        return value;
    }
}
