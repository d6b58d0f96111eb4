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
    private readonly Vector128<byte>[] _low = new Vector128<byte>[Length];
    private readonly Vector128<byte>[] _high = new Vector128<byte>[Length];

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

            _low[position] = Vector128.Create<byte>(low);
            _high[position] = Vector128.Create<byte>(high);
        }
    }

    /// <summary>These and others.</summary>
    internal Fingerprints With(Fingerprints others) => new(_strings.Concat(others._strings));

    /// <summary>Where the next of the strings begins; -1 for none.</summary>
    internal int Next(ReadOnlySpan<byte> text, int from)
    {
        var at = from;
        unchecked
        {
            var (low0, low1, low2) = (_low[0], _low[1], _low[2]);
            var (high0, high1, high2) = (_high[0], _high[1], _high[2]);
            while (Vector128.IsHardwareAccelerated && at + Vector128<byte>.Count + Length - 1 <= text.Length)
            {
                var left = Possible(Vector128.Create(text[at..]), low0, high0)
                    & Possible(Vector128.Create(text[(at + 1)..]), low1, high1)
                    & Possible(Vector128.Create(text[(at + 2)..]), low2, high2);
                if (left != Vector128<byte>.Zero)
                {
                    var places = ~Vector128.Equals(left, Vector128<byte>.Zero).ExtractMostSignificantBits() & 0xFFFF;
                    for (; places != 0; places &= places - 1)
                    {
                        var place = at + BitOperations.TrailingZeroCount(places);
                        if (IsAt(text, place))
                        {
                            return place;
                        }
                    }
                }

                at += Vector128<byte>.Count;
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

    private static Vector128<byte> Possible(Vector128<byte> bytes, Vector128<byte> low, Vector128<byte> high) =>
        Vector128.ShuffleNative(low, bytes & Vector128.Create((byte)15)) & Vector128.ShuffleNative(high, bytes >>> 4);

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
