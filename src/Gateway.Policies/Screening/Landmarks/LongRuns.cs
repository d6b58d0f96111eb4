using System.Runtime.CompilerServices;
using Gateway.Policies.Screening.Encodings;

namespace Gateway.Policies.Screening.Landmarks;

/// <summary>
/// Tells where a word has become long enough to be an encoding: those without a digit are nowhere else seen. Block
/// after block; what a block ends with is kept for the next.
/// </summary>
internal struct LongRuns
{
    // Bit b of low[x] and of high[y]: the character with these two halves belongs to group b of the alphabet.
    private static readonly NibbleTable Alphabet = NibbleTable.Of(Enumerable.Range(0, 8).Select(half =>
        Enumerable.Range(half << 4, 16).Select(value => (byte)value).Where(Base64Token.Is).ToArray()));

    // Where one, two, four and eight of the alphabet in a row end, in the block before.
    private ulong _one;
    private ulong _two;
    private ulong _four;
    private ulong _eight;

    /// <summary>Empty but where a character of Base64 stands.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TOctets Of<TOctets>(TOctets octets)
        where TOctets : struct, IOctets<TOctets> => octets.In(in Alphabet);

    /// <summary>The places of up to sixty-four octets where one stands, looked at one by one.</summary>
    internal static ulong PlacesIn(ReadOnlySpan<byte> octets)
    {
        var places = 0ul;
        for (var at = 0; at < octets.Length; at++)
        {
            places |= Base64Token.Is(octets[at]) ? 1ul << at : 0;
        }

        return places;
    }

    /// <summary>Where sixteen in a row end.</summary>
    /// <param name="one">The places of sixty-four octets where one stands.</param>
    internal ulong EndsIn(ulong one)
    {
        var two = one & ((one << 1) | (_one >> 63));
        var four = two & ((two << 2) | (_two >> 62));
        var eight = four & ((four << 4) | (_four >> 60));
        var sixteen = eight & ((eight << 8) | (_eight >> 56));
        (_one, _two, _four, _eight) = (one, two, four, eight);
        return sixteen;
    }
}
