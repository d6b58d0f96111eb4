using Gateway.Policies.Screening.Kinds;

namespace Gateway.Policies.Screening.Words;

/// <summary>
/// A few digits between ideographs, as in 第3次: where the one behind does not make them part of an address, they are
/// nothing that is looked for.
/// </summary>
internal static class IdeographCount
{
    private const int MostDigits = 4;

    /// <summary>Bytes of one.</summary>
    internal const int IdeographLength = 3;

    /// <summary>Whether one begins with the digit here, and where it ends.</summary>
    internal static bool TryEnd(ReadOnlySpan<byte> text, int at, out int end)
    {
        end = at;
        while (end < text.Length && end - at <= MostDigits && char.IsAsciiDigit((char)text[end]))
        {
            end++;
        }

        return end > at && end - at <= MostDigits && end < text.Length
            && at >= IdeographLength && CodePoints.BeginsIdeograph(text[at - IdeographLength])
            && text[at - 2] >= 0x80 && text[at - 1] >= 0x80 && CodePoints.BeginsIdeograph(text[end])
            && !ChineseAddress.EndsNumber(CodePoints.Decode(text, end, out _));
    }
}
