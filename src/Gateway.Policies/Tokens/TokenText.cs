using System.Globalization;
using System.Text;
using Gateway.Policies.Screening;

namespace Gateway.Policies.Tokens;

/// <summary>
/// A value in the one spelling that tokens are made of: folded as for a hash (NFKC, no zero-width characters or
/// separators, upper case), digits of every script as ASCII. Nothing is allocated for ASCII.
/// </summary>
internal static class TokenText
{
    /// <summary>What is longer is no identifier, however it is written.</summary>
    internal const int MaxSpelling = 4 * Ff1.MaxLength;

    /// <summary>False where the value is longer than the target, or than any identifier.</summary>
    internal static bool TryNormalise(ReadOnlySpan<byte> text, Span<byte> target, out int written)
    {
        written = 0;
        if (text.Length > MaxSpelling)
        {
            return false;
        }

        foreach (var unit in text)
        {
            if (unit >= 0x80)
            {
                return TryFold(text, target, out written);
            }

            if (unit is (byte)' ' or (byte)'-' or (>= (byte)'\t' and <= (byte)'\r'))
            {
                continue;
            }

            if (written == target.Length)
            {
                return false;
            }

            target[written++] = unit is >= (byte)'a' and <= (byte)'z' ? (byte)(unit - 0x20) : unit;
        }

        return true;
    }

    private static bool TryFold(ReadOnlySpan<byte> text, Span<byte> target, out int written)
    {
        written = 0;
        foreach (var rune in TextFolding.FoldForHash(text).EnumerateRunes())
        {
            var folded = Rune.GetUnicodeCategory(rune) == UnicodeCategory.DecimalDigitNumber
                ? new Rune('0' + (int)Rune.GetNumericValue(rune))
                : rune;
            if (!folded.TryEncodeToUtf8(target[written..], out var length))
            {
                return false;
            }

            written += length;
        }

        return true;
    }
}
