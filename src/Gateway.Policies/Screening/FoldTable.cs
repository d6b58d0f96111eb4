using System.Globalization;
using System.Text;

namespace Gateway.Policies.Screening;

//
//  Character folding for detectors
//
//  References:
//
//      UAX #15 - Unicode Normalization Forms (NFKC)
//      UAX #44 - Numeric_Type (decimal, digit, numeric)
//
//  Shape:
//
//      scalar -> kind and up to three ASCII characters. Every decimal digit of every script, every
//      enclosed, raised, lowered or styled number below 100, and every letter whose compatibility
//      form is ASCII. Normalising one character at a time is enough: ASCII composes with nothing
//      that is kept.
//
internal static class FoldTable
{
    private const int PageSize = 256;

    // Filled page by page on first use. Two threads may make the same page; both make the same one.
    private static readonly Folded[]?[] Pages = new Folded[]?[0x110000 / PageSize];

    private static readonly Folded[] Ascii = Page(0);

    internal static Folded Of(int scalar)
    {
        if (scalar < 0x80)
        {
            return Ascii[scalar];
        }

        // Ideographs and Hangul syllables fold to themselves: most of a Chinese text needs no page.
        if (scalar is (>= 0x3400 and <= 0x9FFF) or (>= 0xAC00 and <= 0xD7A3))
        {
            return default;
        }

        var page = Volatile.Read(ref Pages[scalar / PageSize]) ?? Page(scalar / PageSize);
        return page[scalar % PageSize];
    }

    /// <summary>The character at a place, and how many bytes it takes.</summary>
    internal static Folded At(ReadOnlySpan<byte> utf8, int at, out int length)
    {
        var first = utf8[at];
        if (first < 0x80)
        {
            length = 1;
            return Ascii[first];
        }

        return Of(CodePoints.Decode(utf8, at, out length));
    }

    private static Folded[] Page(int number)
    {
        var page = new Folded[PageSize];
        for (var i = 0; i < PageSize; i++)
        {
            page[i] = Compute((number * PageSize) + i);
        }

        Volatile.Write(ref Pages[number], page);
        return page;
    }

    private static Folded Compute(int scalar)
    {
        if (!Rune.IsValid(scalar) || CodePoints.CategoryOf(scalar) == UnicodeCategory.PrivateUse)
        {
            return default;
        }

        var kind = TakenOut(scalar);
        if (kind != FoldedKind.Hard)
        {
            return Folded.Of(kind, []);
        }

        return scalar < 0x80 ? OfAscii((char)scalar) : OfNumber(scalar) ?? OfCompatible(scalar);
    }

    private static FoldedKind TakenOut(int scalar)
    {
        if (CodePoints.IsLineBreak(scalar))
        {
            return FoldedKind.Line;
        }

        if (CodePoints.IsWhiteSpace(scalar) || CodePoints.IsDash(scalar) || CodePoints.IsMiddleDot(scalar))
        {
            return FoldedKind.Space;
        }

        var unseen = CodePoints.IsControl(scalar) || CodePoints.IsZeroWidth(scalar) || CodePoints.IsMark(scalar);
        return unseen ? FoldedKind.Void : FoldedKind.Hard;
    }

    private static Folded OfAscii(char character) => Folded.Of(
        char.IsAsciiDigit(character) ? FoldedKind.Digit
        : char.IsAsciiLetter(character) ? FoldedKind.Letter
        : FoldedKind.Hard,
        [character]);

    // Negative circled and counting-rod digits have a value but no compatibility form.
    private static Folded? OfNumber(int scalar)
    {
        if (CodePoints.CategoryOf(scalar) is not (UnicodeCategory.DecimalDigitNumber or UnicodeCategory.OtherNumber))
        {
            return null;
        }

        var value = Rune.GetNumericValue(new Rune(scalar));
        return value is >= 0 and < 100 && value == Math.Floor(value)
            ? Folded.Of(FoldedKind.Digit, ((int)value).ToString(CultureInfo.InvariantCulture))
            : null;
    }

    private static Folded OfCompatible(int scalar)
    {
        if (CodePoints.CategoryOf(scalar) == UnicodeCategory.OtherNotAssigned)
        {
            return default;
        }

        var original = char.ConvertFromUtf32(scalar);
        var folded = original.Normalize(NormalizationForm.FormKC);
        if (string.Equals(folded, original, StringComparison.Ordinal))
        {
            return OfBracket(scalar);
        }

        return folded.Length == 1 ? OfSingle(folded[0]) : OfSeveral(folded);
    }

    // Chinese brackets without an ASCII form, which people type around a check character.
    private static Folded OfBracket(int scalar) => scalar switch
    {
        0x3010 or 0x3014 => Folded.Of(FoldedKind.Hard, "("),
        0x3011 or 0x3015 => Folded.Of(FoldedKind.Hard, ")"),
        _ => default,
    };

    private static Folded OfSingle(char character)
    {
        var kind = TakenOut(character);
        return kind != FoldedKind.Hard ? Folded.Of(kind, [])
            : character < 0x80 ? OfAscii(character)
            : default;
    }

    private static Folded OfSeveral(string folded)
    {
        // "(1)" and "1." in one character are the number; "m2" and "1/2" are not.
        var bare = folded.Trim('(', ')', '.', ',');
        if (bare.Length is > 0 and <= 3 && bare.All(char.IsAsciiDigit))
        {
            return Folded.Of(FoldedKind.Digit, bare);
        }

        if (folded.Length <= 3 && folded.All(char.IsAsciiLetter))
        {
            return Folded.Of(FoldedKind.Letter, folded);
        }

        return folded.All(part => TakenOut(part) != FoldedKind.Hard) ? Folded.Of(FoldedKind.Space, []) : default;
    }
}
