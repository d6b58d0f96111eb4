using System.Numerics;
using System.Runtime.Intrinsics;
using Gateway.Policies.Screening.Encodings;

namespace Gateway.Policies.Screening.Landmarks;

/// <summary>
/// Finds words long enough to be an encoding, sixteen bytes at a time: those without a digit are nowhere else seen.
/// </summary>
internal static class LongRuns
{
    private static readonly NibbleTable Alphabet = Read();

    /// <summary>Where the next run of sixteen characters of Base64 begins; -1 for none.</summary>
    internal static int Next(ReadOnlySpan<byte> text, int from)
    {
        var run = 0;
        var at = from;
        unchecked
        {
            var alphabet = Alphabet;
            for (; NibbleTable.IsWide && at + Vector256<byte>.Count <= text.Length; at += Vector256<byte>.Count)
            {
                var classes = alphabet.Wide(text, at);
                var outside = Vector256.Equals(classes, Vector256<byte>.Zero).ExtractMostSignificantBits();
                if (outside == 0 || run + BitOperations.TrailingZeroCount(outside) >= Base64Token.MinLength)
                {
                    return at - run;
                }

                // A run may also begin and end within these bytes; half as long as they are, it covers the middle.
                var middle = Inside(outside);
                if (middle >= 0)
                {
                    return at + middle;
                }

                run = BitOperations.LeadingZeroCount(outside);
            }

            for (; Vector128.IsHardwareAccelerated && at + Vector128<byte>.Count <= text.Length;
                at += Vector128<byte>.Count)
            {
                var classes = alphabet.Narrow(text, at);
                var outside = Vector128.Equals(classes, Vector128<byte>.Zero).ExtractMostSignificantBits();
                if (outside == 0 || run + BitOperations.TrailingZeroCount(outside) >= Base64Token.MinLength)
                {
                    return at - run;
                }

                run = BitOperations.LeadingZeroCount(outside << 16);
            }
        }

        for (; at < text.Length; at++)
        {
            run = Base64Token.Is(text[at]) ? run + 1 : 0;
            if (run == Base64Token.MinLength)
            {
                return at - run + 1;
            }
        }

        return -1;
    }

    // Where sixteen bits in a row are clear; -1 where there are none.
    private static int Inside(uint outside)
    {
        var clear = ~outside;
        clear &= clear >> 1;
        clear &= clear >> 2;
        clear &= clear >> 4;
        clear &= clear >> 8;
        return clear == 0 ? -1 : BitOperations.TrailingZeroCount(clear);
    }

    // Bit b of low[x] and of high[y]: the character with these two halves belongs to group b of the alphabet.
    private static NibbleTable Read()
    {
        Span<byte> low = stackalloc byte[16];
        Span<byte> high = stackalloc byte[16];
        for (var half = 0; half < 8; half++)
        {
            high[half] = (byte)(1 << half);
            for (var rest = 0; rest < 16; rest++)
            {
                low[rest] |= Base64Token.Is((byte)((half << 4) | rest)) ? (byte)(1 << half) : (byte)0;
            }
        }

        return new NibbleTable(low, high);
    }
}
