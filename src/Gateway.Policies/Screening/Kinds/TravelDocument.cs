namespace Gateway.Policies.Screening.Kinds;

//
//  Passports and permits
//
//  References:
//
//      Notice of the Ministry of Public Security, 2010-03-10 - permit to the mainland, H or M and 8 digits (and 2 more)
//      Notice of the National Immigration Administration, 2018-12 - permit to Hong Kong and Macao, C and letters
//      Passports: series as issued by the mainland (E, EA.., G, D, S, P, 14, 15), Hong Kong (K, KJ, H) and Macao (MA, MB)
//
//  Shape:
//
//      No check digit, and the series overlap (H12345678 is a permit or a Hong Kong passport), so nothing is found
//      without words beside it, and the words say which.
//
internal static class TravelDocument
{
    internal const double Score = 0.35;
    internal const double IdentityScore = 0.6;
    internal const double ContextScore = 0.85;

    internal const int PermitLength = 9;

    /// <summary>H or M, 8 digits of the person, and maybe 2 that count the cards.</summary>
    internal static bool IsHomeReturn(ReadOnlySpan<byte> text) =>
        text.Length is PermitLength or PermitLength + 2 && text[0] is (byte)'H' or (byte)'M' && AreDigits(text[1..]);

    internal static bool IsExitEntry(ReadOnlySpan<byte> text) => text.Length == PermitLength && text[0] switch
    {
        (byte)'C' => AreDigits(text[2..]) && (AreDigits(text[1..2]) || IsSeries(text[1])),
        (byte)'W' => AreDigits(text[1..]),
        _ => false,
    };

    internal static bool IsPassport(ReadOnlySpan<byte> text)
    {
        if (text.Length != PermitLength)
        {
            return false;
        }

        if (AreDigits(text[1..]))
        {
            return "EGDSPKH"u8.Contains(text[0])
                || (text[0] == '1' && text[1] is (byte)'4' or (byte)'5');
        }

        return AreDigits(text[2..]) && text[0] switch
        {
            (byte)'E' => IsSeries(text[1]),
            (byte)'D' or (byte)'S' or (byte)'P' => text[1] == 'E',
            (byte)'K' or (byte)'H' => char.IsAsciiLetterUpper((char)text[1]),
            (byte)'M' => text[1] is (byte)'A' or (byte)'B',
            _ => false,
        };
    }

    private static bool IsSeries(byte letter) =>
        char.IsAsciiLetterUpper((char)letter) && letter is not ((byte)'I' or (byte)'O');

    private static bool AreDigits(ReadOnlySpan<byte> text) => !text.ContainsAnyExceptInRange((byte)'0', (byte)'9');
}
