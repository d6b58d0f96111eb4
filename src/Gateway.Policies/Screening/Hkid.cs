namespace Gateway.Policies.Screening;

//
//  Hong Kong identity card number
//
//  References:
//
//      Registration of Persons Regulations (Cap. 177A) - the number on the card
//      The check character is not in the law; the rule here was recomputed on published numbers
//
//  Shape:
//
//      1 or 2 letters, 6 digits, 1 check character (0-9 or A), usually in brackets: A123456(3). Letters count
//      A = 10 .. Z = 35, a missing first letter 36; weights 9 to 1; the sum is 0 modulo 11. Every letter is
//      accepted, since prefixes for special classes are added without notice.
//

/// <summary>The Hong Kong identity card number, normalised: without its brackets.</summary>
public static class Hkid
{
    public const int DigitCount = 6;

    internal const double BracketedScore = 0.9;

    // One in eleven of any letter and seven digits passes the check. Refusing those is the safe side.
    internal const double BareScore = 0.65;
    internal const double SpacedScore = 0.55;

    private const int MissingLetter = 36;

    private static ReadOnlySpan<byte> CheckCharacters => "0123456789A"u8;

    /// <summary>True for A1234563 or AB9876543: letters in either case, the right check character.</summary>
    public static bool IsMatch(ReadOnlySpan<byte> normalised) => normalised.Length switch
    {
        DigitCount + 2 => IsMatch(0, normalised[0], normalised[1..7], normalised[7]),
        DigitCount + 3 => normalised[0] != 0 && IsMatch(normalised[0], normalised[1], normalised[2..8], normalised[8]),
        _ => false,
    };

    /// <summary>The same in parts; <paramref name="first"/> is 0 where there is one letter only.</summary>
    internal static bool IsMatch(byte first, byte second, ReadOnlySpan<byte> digits, byte check)
    {
        var isShaped = (first == 0 || char.IsAsciiLetter((char)first)) && char.IsAsciiLetter((char)second)
            && digits.Length == DigitCount && !digits.ContainsAnyExceptInRange((byte)'0', (byte)'9')
            && (char.IsAsciiDigit((char)check) || check is (byte)'A' or (byte)'a');
        return isShaped && CheckCharacter(first, second, digits) == (check == (byte)'a' ? (byte)'A' : check);
    }

    /// <summary>The check character behind one or two upper-case letters and six digits.</summary>
    internal static byte CheckCharacter(ReadOnlySpan<byte> letters) => letters.Length == DigitCount + 1
        ? CheckCharacter(0, letters[0], letters[1..])
        : CheckCharacter(letters[0], letters[1], letters[2..]);

    private static byte CheckCharacter(byte first, byte second, ReadOnlySpan<byte> digits)
    {
        var sum = (9 * (first == 0 ? MissingLetter : ValueOf(first))) + (8 * ValueOf(second));
        for (var i = 0; i < digits.Length; i++)
        {
            sum += (7 - i) * (digits[i] - '0');
        }

        return CheckCharacters[(11 - (sum % 11)) % 11];
    }

    private static int ValueOf(byte letter) => (letter | 0x20) - 'a' + 10;
}
