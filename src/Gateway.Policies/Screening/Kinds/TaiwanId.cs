namespace Gateway.Policies.Screening.Kinds;

//
//  Taiwan identity number
//
//  References:
//
//      The published rule of the household registration; resident certificates of 2021 have 8 or 9 in second place
//
//  Shape:
//
//      1 letter, 1 2 8 or 9, 8 digits. A letter counts two digits (A 10 .. Z 33, not in order of the alphabet); weights
//      1 9 8 7 6 5 4 3 2 1 1; the sum is 0 modulo 10.
//
internal static class TaiwanId
{
    internal const int Length = 10;

    // One in ten of such letters and digits passes; an order number may. With the two words beside it, it is one.
    internal const double Score = 0.55;
    internal const double ContextScore = 0.9;

    private static ReadOnlySpan<byte> Letters =>
    [
        10, 11, 12, 13, 14, 15, 16, 17, 34, 18, 19, 20, 21, 22, 35, 23, 24, 25, 26, 27, 28, 29, 32, 30, 31, 33,
    ];

    /// <summary>True for a capital and nine digits with the right check digit.</summary>
    internal static bool IsMatch(ReadOnlySpan<byte> text)
    {
        if (text.Length != Length || !char.IsAsciiLetterUpper((char)text[0])
            || text[1] is not ((byte)'1' or (byte)'2' or (byte)'8' or (byte)'9')
            || text[1..].ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            return false;
        }

        var letter = Letters[text[0] - 'A'];
        var sum = (letter / 10) + (letter % 10 * 9) + text[^1] - '0';
        for (var i = 1; i < Length - 1; i++)
        {
            sum += (text[i] - '0') * (Length - 1 - i);
        }

        return sum % 10 == 0;
    }
}
