using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Gateway.Policies.Screening.Words;

/// <summary>
/// Letters and digits that follow one another once separators are out, in capitals, each with its place. A word in
/// small letters behind a gap ends it: "14 accounts" is no identifier. Fixed in size; what is longer is looked at in
/// overlapping parts.
/// </summary>
internal ref struct Chain
{
    internal const int Capacity = 64;

    private static readonly FoldedKind[] Kinds = ReadKinds();

    private Characters _characters;
    private Places _places;

    internal int Count { get; private set; }

    /// <summary>Bit k: something that is seen was taken out before character k. Bit 0 is always set.</summary>
    internal ulong Edges { get; private set; }

    /// <summary>Bit k: character k is a digit.</summary>
    internal ulong Digits { get; private set; }

    /// <summary>Where reading stopped: behind the last character, or where the chain is cut.</summary>
    internal int End { get; private set; }

    /// <summary>Whether letters and digits go on behind the last one taken.</summary>
    internal bool IsCut { get; private set; }

    /// <summary>Bit k: an identifier may end before character k.</summary>
    internal readonly ulong Ends => IsCut || Count == Capacity ? Edges : Edges | (1UL << Count);

    [UnscopedRef]
    internal readonly ReadOnlySpan<byte> Text => ((ReadOnlySpan<byte>)_characters)[..Count];

    internal readonly int PlaceOf(int index) => _places[index];

    internal readonly bool AreDigits(int from, int length) =>
        length < Capacity && from + length <= Count && ((Digits >> from) & ((1UL << length) - 1)) == (1UL << length) - 1;

    /// <summary>Whether no digit stands directly before or after: a part of a longer number is no number.</summary>
    internal readonly bool IsAlone(int from, int length) =>
        (from == 0 || ((Digits >> (from - 1)) & 1) == 0)
        && (from + length == Count ? !IsCut : ((Digits >> (from + length)) & 1) == 0);

    /// <summary>How many gaps are inside.</summary>
    internal readonly int Gaps(int from, int length) =>
        System.Numerics.BitOperations.PopCount((Edges >> (from + 1)) & ((1UL << (length - 1)) - 1));

    /// <summary>Takes everything from a place on.</summary>
    internal void Gather(ReadOnlySpan<byte> text, int from, bool endsRows)
    {
        unchecked
        {
            var count = 0;
            var edges = 1UL;
            var digits = 0UL;
            var gap = false;
            var end = from;
            var isCut = false;
            for (var at = from; at < text.Length; at++)
            {
                var value = text[at];
                var kind = Kinds[value];
                if (kind is FoldedKind.Digit or FoldedKind.Letter)
                {
                    if (gap && kind == FoldedKind.Letter && value >= 'a')
                    {
                        break;
                    }

                    if (count == Capacity)
                    {
                        isCut = true;
                        break;
                    }

                    edges |= gap ? 1UL << count : 0;
                    digits |= kind == FoldedKind.Digit ? 1UL << count : 0;
                    _characters[count] = kind == FoldedKind.Letter ? (byte)(value & ~0x20) : value;
                    _places[count++] = at;
                    gap = false;
                    end = at + 1;
                }
                else if (kind == FoldedKind.Hard || (kind == FoldedKind.Line && endsRows))
                {
                    break;
                }
                else
                {
                    gap |= kind != FoldedKind.Void;
                }
            }

            (Count, Edges, Digits, End, IsCut) = (count, edges, digits, end, isCut);
        }
    }

    private static FoldedKind[] ReadKinds()
    {
        var kinds = new FoldedKind[256];
        for (var i = 0; i < 0x80; i++)
        {
            kinds[i] = FoldTable.Of(i).Kind;
        }

        return kinds;
    }

    [InlineArray(Capacity)]
    private struct Characters
    {
        private byte _first;
    }

    [InlineArray(Capacity)]
    private struct Places
    {
        private int _first;
    }
}
