using System.Runtime.CompilerServices;

namespace Gateway.Policies.Screening.Landmarks;

//
//  Many short byte strings in one pass
//
//  References:
//
//      The "Teddy" prefilter of Hyperscan, as described in its documentation: a bucket is a bit, and the nibbles of
//      three bytes in a row say which buckets are still possible. Strings that are much alike share a bucket
//
internal sealed class Fingerprints
{
    internal const int Length = 3;

    private readonly int[] _strings;
    private readonly NibbleTable _first;
    private readonly NibbleTable _second;
    private readonly NibbleTable _third;

    /// <summary>Up to eight buckets of strings of three bytes.</summary>
    internal Fingerprints(params IReadOnlyList<IReadOnlyList<byte[]>> buckets)
    {
        _strings = [.. buckets.SelectMany(bucket => bucket).Select(known => Packed(known, 0))];
        (_first, _second, _third) = (TableOf(buckets, 0), TableOf(buckets, 1), TableOf(buckets, 2));
    }

    /// <summary>Empty but at the places where one of the strings may begin; <see cref="IsAt"/> tells.</summary>
    /// <param name="first">The block.</param>
    /// <param name="second">The same one octet on.</param>
    /// <param name="third">Two octets on.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal TOctets Of<TOctets>(TOctets first, TOctets second, TOctets third)
        where TOctets : struct, IOctets<TOctets> =>
        first.In(in _first) & second.In(in _second) & third.In(in _third);

    /// <summary>Whether one of the strings stands here.</summary>
    internal bool IsAt(ReadOnlySpan<byte> text, int at) =>
        at + Length <= text.Length && _strings.AsSpan().Contains(Packed(text, at));

    private static NibbleTable TableOf(IReadOnlyList<IReadOnlyList<byte[]>> buckets, int position) =>
        NibbleTable.Of(buckets.Select(bucket => bucket.Select(known => known[position]).ToArray()));

    private static int Packed(ReadOnlySpan<byte> text, int at) => text[at] | (text[at + 1] << 8) | (text[at + 2] << 16);
}
