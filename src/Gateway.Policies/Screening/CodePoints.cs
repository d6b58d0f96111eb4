using System.Globalization;
using System.Text;

namespace Gateway.Policies.Screening;

//
//  Characters that are taken out before anything is compared
//
//  References:
//
//      Unicode Standard 16, chapter 4.5 - General_Category (Zs Zl Zp Pd Cf Cc Mn Me)
//      UAX #44 - Default_Ignorable_Code_Point
//
//  Shape:
//
//      Separators are seen by a reader (white space, dashes, middle dots); invisible ones are not.
//      What is not in a category by name but is used as a dash or a dot is listed by number.
//
internal static class CodePoints
{
    /// <summary>Whether a character of U+4000 to U+9FFF begins here: none is a digit, a sign or a gap.</summary>
    internal static bool BeginsIdeograph(byte lead) => lead is >= 0xE4 and <= 0xE9;

    /// <summary>Whether one of U+200B to U+200F, or of U+202A to U+202E, begins here.</summary>
    internal static bool IsZeroWidth(ReadOnlySpan<byte> text, int at) =>
        at + 2 < text.Length && text[at] == 0xE2 && text[at + 1] == 0x80
        && text[at + 2] is (>= 0x8B and <= 0x8F) or (>= 0xAA and <= 0xAE);

    internal static bool IsLineBreak(int scalar) => scalar is '\n' or '\r' or 0x85 or 0x2028 or 0x2029;

    internal static bool IsWhiteSpace(int scalar) =>
        scalar is (>= 0x09 and <= 0x0D) or 0x20 or 0x85 or 0xA0 || (scalar > 0xFF && IsUnicodeSpace(scalar));

    internal static bool IsDash(int scalar) => IsPlainDash(scalar) || IsDashByUse(scalar);

    /// <summary>A dash by category, without what only looks like one.</summary>
    internal static bool IsPlainDash(int scalar) =>
        scalar == '-' || (scalar > 0x7F && CategoryOf(scalar) == UnicodeCategory.DashPunctuation);

    /// <summary>The dot between the parts of a name or a number, in every width it comes in.</summary>
    internal static bool IsMiddleDot(int scalar) => scalar is 0xB7 or 0x387 or 0x16EB or 0x2022 or 0x2027 or 0x2219
        or 0x22C5 or 0x2E31 or 0x2E33 or 0x30FB or 0x318D or 0xA78F or 0xFF65 or 0x10101;

    /// <summary>Takes no room on a page: format characters, variation selectors, fillers, tags.</summary>
    internal static bool IsZeroWidth(int scalar) =>
        scalar > 0x7F && (CategoryOf(scalar) == UnicodeCategory.Format || IsDefaultIgnorable(scalar));

    /// <summary>A mark over, under or around the character before it, a keycap for example.</summary>
    internal static bool IsMark(int scalar) =>
        CategoryOf(scalar) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark;

    internal static bool IsControl(int scalar) => scalar is < 0x20 or (>= 0x7F and < 0xA0);

    internal static UnicodeCategory CategoryOf(int scalar) => CharUnicodeInfo.GetUnicodeCategory(scalar);

    /// <summary>The scalar at a place, or U+FFFD for one byte (or a cut sequence) that is not UTF-8.</summary>
    internal static int Decode(ReadOnlySpan<byte> utf8, int at, out int length)
    {
        if (utf8[at] < 0x80)
        {
            length = 1;
            return utf8[at];
        }

        _ = Rune.DecodeFromUtf8(utf8[at..], out var rune, out length);
        return rune.Value;
    }

    /// <summary>Where the character begins that ends just before a place. Never more than four bytes back.</summary>
    internal static int Before(ReadOnlySpan<byte> utf8, int at)
    {
        var start = at - 1;
        for (var i = 0; i < 3 && start > 0 && (utf8[start] & 0xC0) == 0x80; i++)
        {
            start--;
        }

        // Bytes that are not UTF-8 are stepped over one at a time.
        _ = Decode(utf8, start, out var length);
        return start + length == at ? start : at - 1;
    }

    private static bool IsUnicodeSpace(int scalar) => scalar == 0x2800 || CategoryOf(scalar) is
        UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    private static bool IsDashByUse(int scalar) => scalar is 0x02D7 or 0x2043 or 0x207B or 0x208B or 0x2212 or 0x2500
        or 0x2501 or 0x2796 or 0x30FC or 0xFF70;

    private static bool IsDefaultIgnorable(int scalar) => scalar is 0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5
        or (>= 0x180B and <= 0x180F) or 0x2065 or 0x3164 or (>= 0xFE00 and <= 0xFE0F) or 0xFFA0
        or (>= 0xFFF0 and <= 0xFFF8) or (>= 0xE0000 and <= 0xE0FFF);
}
