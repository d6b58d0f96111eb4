using System.Numerics;
using System.Runtime.Intrinsics;
using Gateway.Policies.Screening.Encodings;

namespace Gateway.Policies.Screening.Landmarks;

/// <summary>
/// Finds words long enough to be an encoding, sixteen bytes at a time: those without a digit are nowhere else seen.
/// </summary>
internal static class LongRuns
{
    private const uint All = 0xFFFF;

    private static readonly (Vector128<byte> Low, Vector128<byte> High) Alphabet = Read();

    /// <summary>Where the next run of sixteen characters of Base64 begins; -1 for none.</summary>
    internal static int Next(ReadOnlySpan<byte> text, int from)
    {
        var run = 0;
        var at = from;
        unchecked
        {
            var (low, high) = Alphabet;
            for (; Vector128.IsHardwareAccelerated && at + Vector128<byte>.Count <= text.Length; at += Vector128<byte>.Count)
            {
                var bytes = Vector128.Create(text[at..]);
                var classes = Vector128.ShuffleNative(low, bytes & Vector128.Create((byte)15))
                    & Vector128.ShuffleNative(high, bytes >>> 4);
                var outside = Vector128.Equals(classes, Vector128<byte>.Zero).ExtractMostSignificantBits();
                var leading = outside == 0 ? Vector128<byte>.Count : BitOperations.TrailingZeroCount(outside);
                if (run + leading >= Base64Token.MinLength)
                {
                    return at - run;
                }

                run = outside == 0 ? run + leading : BitOperations.LeadingZeroCount(outside << 16);
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

    // Bit b of low[x] and of high[y]: the character with these two halves belongs to group b of the alphabet.
    private static (Vector128<byte> Low, Vector128<byte> High) Read()
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

        return (Vector128.Create<byte>(low), Vector128.Create<byte>(high));
    }
}
