using System.Buffers;
using Gateway.Policies.Screening.Encodings;

namespace Gateway.Policies.Screening.Landmarks;

/// <summary>
/// The landmarks of a text of a few octets, looked for when they are asked for: most values are short, and have none.
/// Of a character of two and more octets the first is enough to be told.
/// </summary>
internal static class ShortText
{
    private static readonly SearchValues<byte> Digits = WithLeads("0123456789"u8);
    private static readonly SearchValues<byte> Signs = WithLeads(Beginnings.SignOctets);

    private static readonly SearchValues<byte> DigitsAndSigns =
        WithLeads([.. "0123456789"u8, .. Beginnings.SignOctets]);

    internal static int NextBeginning(ReadOnlySpan<byte> text, int from, bool findsNumbers) =>
        Next(text, from, findsNumbers ? DigitsAndSigns : Signs);

    internal static int NextDigit(ReadOnlySpan<byte> text, int from) => Next(text, from, Digits);

    /// <summary>Where sixteen characters of Base64 in a row end.</summary>
    internal static int NextLongRun(ReadOnlySpan<byte> text, int from)
    {
        // Sixteen are behind the last that is none: only from the end of them backwards it is looked for.
        var first = Math.Max(0, from - Base64Token.MinLength + 1);
        for (var end = first + Base64Token.MinLength - 1; end < text.Length;)
        {
            var outside = end;
            while (outside >= first && Base64Token.Is(text[outside]))
            {
                outside--;
            }

            if (outside < first)
            {
                return end;
            }

            first = outside + 1;
            end = outside + Base64Token.MinLength;
        }

        return -1;
    }

    private static int Next(ReadOnlySpan<byte> text, int from, SearchValues<byte> wanted)
    {
        var skip = text[from..].IndexOfAny(wanted);
        return skip < 0 ? -1 : from + skip;
    }

    private static SearchValues<byte> WithLeads(ReadOnlySpan<byte> ascii) =>
        SearchValues.Create([.. ascii, .. Beginnings.LeadOctets]);
}
