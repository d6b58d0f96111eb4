using System.Numerics;
using System.Runtime.Intrinsics;

namespace Gateway.Policies.Screening.Landmarks;

//
//  Many short byte strings in one pass
//
//  References:
//
//      The "Teddy" prefilter of Hyperscan, as described in its documentation: a bucket is a bit, and the nibbles of
//      three bytes in a row say which buckets are still possible
//
//  Shape:
//
//      Sixteen places at a time; a place that is left is compared. Where the machine has no vectors, and in the last
//      few bytes, place by place.
//
internal sealed class Fingerprints
{
    internal const int Length = 3;

    private const int Buckets = 8;

    private readonly byte[][] _strings;
    private readonly NibbleTable[] _tables = new NibbleTable[Length];

    internal Fingerprints(IEnumerable<byte[]> strings)
    {
        _strings = [.. strings];
        Span<byte> low = stackalloc byte[16];
        Span<byte> high = stackalloc byte[16];
        for (var position = 0; position < Length; position++)
        {
            low.Clear();
            high.Clear();
            for (var i = 0; i < _strings.Length; i++)
            {
                var value = _strings[i][position];
                low[value & 15] |= (byte)(1 << (i % Buckets));
                high[value >> 4] |= (byte)(1 << (i % Buckets));
            }

            _tables[position] = new NibbleTable(low, high);
        }
    }

    /// <summary>These and others.</summary>
    internal Fingerprints With(Fingerprints others) => new(_strings.Concat(others._strings));

    /// <summary>Where the next of the strings begins; -1 for none.</summary>
    internal int Next(ReadOnlySpan<byte> text, int from)
    {
        var (first, second, third) = (_tables[0], _tables[1], _tables[2]);
        var at = from;
        unchecked
        {
            for (; NibbleTable.IsWide && at + Vector256<byte>.Count + Length - 1 <= text.Length; at += Vector256<byte>.Count)
            {
                var left = first.Wide(text, at) & second.Wide(text, at + 1) & third.Wide(text, at + 2);
                if (left != Vector256<byte>.Zero
                    && Place(text, at, ~Vector256.Equals(left, Vector256<byte>.Zero).ExtractMostSignificantBits()) is var place and >= 0)
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

    private bool IsAt(ReadOnlySpan<byte> text, int at)
    {
        foreach (var known in _strings)
        {
            if (text[at] == known[0] && text[at + 1] == known[1] && text[at + 2] == known[2])
            {
                return true;
            }
        }

        return false;
    }
}
