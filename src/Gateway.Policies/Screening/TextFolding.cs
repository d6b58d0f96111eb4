using System.Globalization;
using System.Text;

namespace Gateway.Policies.Screening;

//
//  Folding of whole texts
//
//  References:
//
//      UAX #15 - Unicode Normalization Forms (NFKC)
//      FORMATS.md section 1 - action 'hash', and the paragraph on detectors
//
//  Shape:
//
//      For hash: NFKC, decimal digits of every script as ASCII; zero-width characters, white space, dashes and U+00B7 out; upper case (invariant).
//      For screening: escapes decoded, markup out, and every character as detectors see it.
//

/// <summary>Brings two ways of writing the same value together.</summary>
public static class TextFolding
{
    // NFKC makes up to 18 UTF-16 units of one (U+FDFA), upper case up to 3 bytes of each.
    private const int MaxGrowth = 54;

    private static ReadOnlySpan<byte> FullWidthOne => "１"u8;

    /// <summary>
    /// Null where NFKC works; else what is wrong, to be shown by whoever refuses to start: in
    /// globalization-invariant mode .NET leaves full-width digits as they are and says nothing.
    /// </summary>
    public static string? SelfTest() =>
        Encoding.UTF8.GetString(FullWidthOne).Normalize(NormalizationForm.FormKC) is "1"
            ? null
            : "unicode normalization does not fold: install ICU and unset DOTNET_SYSTEM_GLOBALIZATION_INVARIANT";

    /// <summary>The form that is hashed, as text.</summary>
    public static string FoldForHash(ReadOnlySpan<byte> utf8)
    {
        // U+FFFD stands for what is not UTF-8; normalising needs well-formed text.
        var folded = Encoding.UTF8.GetString(utf8).Normalize(NormalizationForm.FormKC);
        var kept = new StringBuilder(folded.Length);
        foreach (var rune in folded.EnumerateRunes())
        {
            if (IsTakenOut(rune.Value))
            {
                continue;
            }

            // NFKC leaves the digits of other scripts as they are, though they name the same number.
            var digit = rune.Value > 0x7F && Rune.GetUnicodeCategory(rune) == UnicodeCategory.DecimalDigitNumber;
            kept.Append(digit
                ? ((int)Rune.GetNumericValue(rune)).ToString(CultureInfo.InvariantCulture)
                : Rune.ToUpperInvariant(rune).ToString());
        }

        return kept.ToString();
    }

    /// <summary>Room that always suffices for <see cref="TryFoldForHash"/>.</summary>
    public static int MaxFoldedLength(int byteCount) => byteCount * MaxGrowth;

    /// <summary>The form that is hashed, as UTF-8. Nothing is allocated for ASCII.</summary>
    /// <returns>False where the destination is too small.</returns>
    public static bool TryFoldForHash(ReadOnlySpan<byte> utf8, Span<byte> destination, out int written)
    {
        if (!Ascii.IsValid(utf8))
        {
            return Encoding.UTF8.TryGetBytes(FoldForHash(utf8), destination, out written);
        }

        written = 0;
        foreach (var value in utf8)
        {
            if (IsTakenOut(value))
            {
                continue;
            }

            if (written == destination.Length)
            {
                return false;
            }

            destination[written++] = value is >= (byte)'a' and <= (byte)'z' ? (byte)(value - 0x20) : value;
        }

        return true;
    }

    /// <summary>A value as detectors see it: escapes decoded, markup and separators out, digits as ASCII.</summary>
    public static string FoldForScreening(ReadOnlySpan<byte> utf8)
    {
        var kept = new StringBuilder(utf8.Length);
        var units = new Units(utf8, 0);
        while (units.Next(out var unit))
        {
            if (unit.Scalar == '<' && TryTag(utf8, unit.End, out var end))
            {
                units = new Units(utf8, end);
                continue;
            }

            Append(kept, unit.Scalar);
        }

        return kept.ToString();
    }

    private static bool TryTag(ReadOnlySpan<byte> utf8, int at, out int end)
    {
        var units = new Units(utf8, at);
        var isTag = units.Next(out var first) && first.Scalar is < 0x80 and ('/' or '!' or '?' or >= 'A');
        while (isTag && units.Next(out var unit))
        {
            if (unit.Scalar == '>')
            {
                end = unit.End;
                return true;
            }
        }

        end = at;
        return false;
    }

    private static void Append(StringBuilder kept, int scalar)
    {
        var folded = FoldTable.Of(scalar);
        if (folded.IsGap)
        {
            return;
        }

        if (folded.First == 0)
        {
            kept.Append(char.ConvertFromUtf32(scalar));
            return;
        }

        foreach (var part in (ReadOnlySpan<byte>)[folded.First, folded.Second, folded.Third])
        {
            if (part != 0)
            {
                kept.Append((char)part);
            }
        }
    }

    private static bool IsTakenOut(int scalar) => scalar == 0xB7 || CodePoints.IsWhiteSpace(scalar)
        || scalar == 0x2212 || CodePoints.IsPlainDash(scalar) || CodePoints.IsZeroWidth(scalar);
}
