namespace Gateway.Policies.Screening.Kinds;

//
//  Check digits of IBAN and LEI
//
//  References:
//
//      ISO/IEC 7064 - MOD 97-10: letters count A = 10 .. Z = 35, written as two digits
//
internal static class Mod97
{
    private const int Modulus = 97;

    /// <summary>The remainder of one more character (a digit or a capital).</summary>
    internal static int Next(int remainder, byte character) => char.IsAsciiDigit((char)character)
        ? ((remainder * 10) + character - '0') % Modulus
        : ((remainder * 100) + character - 'A' + 10) % Modulus;

    internal static int Of(ReadOnlySpan<byte> characters, int remainder = 0)
    {
        foreach (var character in characters)
        {
            remainder = Next(remainder, character);
        }

        return remainder;
    }
}
