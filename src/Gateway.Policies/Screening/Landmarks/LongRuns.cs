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

    /// <summary>The places of a block where sixteen characters of Base64 in a row end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ulong EndsIn(in OctetBlock block)
    {
        var one = OctetBlock.PlacesOf(Alphabet.Groups(in block));
        var two = one & ((one << 1) | (_one >> 63));
        var four = two & ((two << 2) | (_two >> 62));
        var eight = four & ((four << 4) | (_four >> 60));
        var sixteen = eight & ((eight << 8) | (_eight >> 56));
        (_one, _two, _four, _eight) = (one, two, four, eight);
        return sixteen;
    }
}
