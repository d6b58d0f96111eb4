using System.Numerics;
using System.Runtime.Intrinsics;

namespace Gateway.Policies.Screening.Landmarks;

//
//  Many short byte strings in one pass
//
//  References:
//
//      The "Teddy" prefilter of Hyperscan, as described in its documentation: a bucket is a bit, and the nibbles of
//      three bytes in a row say which buckets are still possible. Strings that are much alike share a bucket
//
//  Shape:
//
//      Sixteen places at a time; a place that is left is compared. Where the machine has no vectors, and in the last
//      few bytes, place by place.
//
internal sealed class Fingerprints
{
    internal const int Length = 3;

    private readonly int[] _strings;
    private readonly NibbleTable[] _tables = new NibbleTable[Length];

    /// <summary>Up to eight buckets of strings of three bytes.</summary>
    internal Fingerprints(params IReadOnlyList<IReadOnlyList<byte[]>> buckets)
    {
        _strings = [.. buckets.SelectMany(bucket => bucket).Select(known => Packed(known, 0))];
        Span<byte> low = stackalloc byte[16];
        Span<byte> high = stackalloc byte[16];
        for (var position = 0; position < Length; position++)
        {
            low.Clear();
            high.Clear();
            for (var bit = 0; bit < buckets.Count; bit++)
            {
                foreach (var known in buckets[bit])
                {
                    low[known[position] & 15] |= (byte)(1 << bit);
                    high[known[position] >> 4] |= (byte)(1 << bit);
                }
            }

            _tables[position] = new NibbleTable(low, high);
        }
    }

    /// <summary>Where the next of the strings begins; -1 for none.</summary>
    internal int Next(ReadOnlySpan<byte> text, int from)
    {
        var (first, second, third) = (_tables[0], _tables[1], _tables[2]);
        var at = from;
        unchecked
        {
            for (; NibbleTable.IsWide && at + Vector256<byte>.Count + Length - 1 <= text.Length;
                at += Vector256<byte>.Count)
            {
                var left = first.Wide(text, at) & second.Wide(text, at + 1) & third.Wide(text, at + 2);
                var places = ~Vector256.Equals(left, Vector256<byte>.Zero).ExtractMostSignificantBits();
                if (places != 0 && Place(text, at, places) is var place and >= 0)
                {
                    return place;
                }
            }

            for (; Vector128.IsHardwareAccelerated && at + Vector128<byte>.Count + Length - 1 <= text.Length;
                at += Vector128<byte>.Count)
            {
                var left = first.Narrow(text, at) & second.Narrow(text, at + 1) & third.Narrow(text, at + 2);
                var places = ~Vector128.Equals(left, Vector128<byte>.Zero).ExtractMostSignificantBits() & 0xFFFF;
                if (Place(text, at, places) is var place and >= 0)
                {
                    return place;
                }
            }
        }

        for (; at + Length <= text.Length; at++)
        {
            if (IsAt(text, at))
            {
                return at;
            }
        }

        return -1;
    }

    private int Place(ReadOnlySpan<byte> text, int at, uint places)
    {
        for (; places != 0; places &= places - 1)
        {
            var place = at + BitOperations.TrailingZeroCount(places);
            if (IsAt(text, place))
            {
                return place;
            }
        }

        return -1;
    }

    private bool IsAt(ReadOnlySpan<byte> text, int at) => _strings.AsSpan().Contains(Packed(text, at));

    private static int Packed(ReadOnlySpan<byte> text, int at) => text[at] | (text[at + 1] << 8) | (text[at + 2] << 16);
}
