namespace Gateway.Policies.Screening.Kinds;

//
//  Vehicle identification number
//
//  References:
//
//      ISO 3779; GB 16735-2019 - check digit in position 9, the last four are digits
//
//  Shape:
//
//      17 characters without I, O, Q. A-H 1-8, J-N 1-5, P 7, R 9, S-Z 2-9; weights 8 7 6 5 4 3 2 10 0 9 8 7 6 5 4 3 2;
//      the sum modulo 11 is the ninth character, X for 10. Makers outside China and North America may not fill it:
//      those numbers are not found.
//
internal static class Vin
{
    internal const int Length = 17;
    internal const double Score = 0.75;

    private static ReadOnlySpan<byte> Weights => [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];

    // A to Z; 0 for the three that are not used.
    private static ReadOnlySpan<byte> Letters =>
        [1, 2, 3, 4, 5, 6, 7, 8, 0, 1, 2, 3, 4, 5, 0, 7, 0, 9, 2, 3, 4, 5, 6, 7, 8, 9];

    /// <summary>True for 17 capitals and digits, two capitals at least, with the right check character.</summary>
    internal static bool IsMatch(ReadOnlySpan<byte> text)
    {
        if (text.Length != Length || text[^4..].ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            return false;
        }

        var (sum, letters) = (0, 0);
        for (var i = 0; i < Length; i++)
        {
            var isDigit = char.IsAsciiDigit((char)text[i]);
            var value = isDigit ? text[i] - '0' : Letters[text[i] - 'A'];
            if (!isDigit && value == 0)
            {
                return false;
            }

            letters += isDigit || i == 8 ? 0 : 1;
            sum += value * Weights[i];
        }

        return letters >= 2 && text[8] == (sum % 11 == 10 ? (byte)'X' : (byte)('0' + (sum % 11)));
    }
}
