namespace Gateway.Policies.Screening.Kinds;

//
//  Geographical coordinates
//
//  References:
//
//      ISO 6709 annex D - decimal degrees; GB/T 45574-2025 - precise location is sensitive
//
//  Shape:
//
//      Degrees to 180 with four or more decimals (eleven metres), one or a pair. Any rate or measurement looks the same,
//      so the words beside it must say what it is.
//
internal static class Coordinate
{
    internal const double Score = 0.6;
    internal const double PairScore = 0.8;

    private const int MinFraction = 4;

    /// <summary>How long the decimal is that begins the text; 0 for one that is too coarse, or none.</summary>
    internal static int LengthOf(ReadOnlySpan<byte> text, out double degrees)
    {
        degrees = 0;
        var at = text.StartsWith("-"u8) || text.StartsWith("+"u8) ? 1 : 0;
        var first = at;
        while (at < text.Length && at - first < 4 && char.IsAsciiDigit((char)text[at]))
        {
            degrees = (degrees * 10) + text[at++] - '0';
        }

        if (at == first || at - first > 3 || at >= text.Length || text[at] != '.')
        {
            return 0;
        }

        var point = at++;
        while (at < text.Length && char.IsAsciiDigit((char)text[at]))
        {
            at++;
        }

        return at - point > MinFraction && degrees <= 180 ? at : 0;
    }
}
