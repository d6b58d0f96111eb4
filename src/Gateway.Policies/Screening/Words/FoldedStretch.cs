using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text;

namespace Gateway.Policies.Screening.Words;

/// <summary>
/// A stretch of text with its escapes decoded, markup and unseen characters out, every character that has an ASCII
/// form in that form, and gaps as one space or dash: what is left can be read byte by byte. Each byte knows where it
/// came from.
/// </summary>
internal ref struct FoldedStretch
{
    internal const int Capacity = 192;

    // What is further away belongs to something else, however it is filled.
    private const int MaxRead = 4096;
    private const int MaxTag = 128;
    private const int Spare = 4;

    private Bytes _bytes;
    private Places _starts;
    private Places _ends;

    internal int Count { get; private set; }

    /// <summary>Where the text behind the stretch begins.</summary>
    internal int End { get; private set; }

    internal bool IsCut { get; private set; }

    internal long Steps { get; private set; }

    [UnscopedRef]
    internal readonly ReadOnlySpan<byte> Text => ((ReadOnlySpan<byte>)_bytes)[..Count];

    /// <summary>Where each byte came from.</summary>
    [UnscopedRef]
    internal readonly ReadOnlySpan<int> Starts => ((ReadOnlySpan<int>)_starts)[..Count];

    [UnscopedRef]
    internal readonly ReadOnlySpan<int> Ends => ((ReadOnlySpan<int>)_ends)[..Count];

    internal void Fold(ReadOnlySpan<byte> text, int from, bool endsRows)
    {
        var units = new Units(text, from);
        var gap = default(Unit);
        var isBroken = false;
        while (Count < Capacity - Spare && units.Position - from < MaxRead && units.Next(out var unit))
        {
            if (unit.Scalar is '<' or ']' && TrySkipMarkup(text, unit, ref units))
            {
                gap = gap == default ? new Unit(' ', unit.Start, units.Position) : gap;
                continue;
            }

            var folded = FoldTable.Of(unit.Scalar);
            if (folded.IsGap)
            {
                isBroken |= endsRows && folded.Kind == FoldedKind.Line;
                gap = folded.Kind == FoldedKind.Void ? gap
                    : new Unit(CodePoints.IsDash(unit.Scalar) || gap.Scalar == '-' ? '-' : ' ', unit.Start, unit.End);
                continue;
            }

            if (gap != default)
            {
                Add((byte)(isBroken ? '\n' : gap.Scalar), gap);
                (gap, isBroken) = (default, false);
            }

            Add(folded, unit);
        }

        Steps += units.Steps;
        End = units.Position;
        IsCut = End < text.Length;
    }

    private void Add(Folded folded, Unit unit)
    {
        if (folded.First == 0)
        {
            Span<byte> utf8 = stackalloc byte[4];
            var length = Rune.IsValid(unit.Scalar) ? new Rune(unit.Scalar).EncodeToUtf8(utf8) : 0;
            foreach (var value in utf8[..length])
            {
                Add(value, unit);
            }

            return;
        }

        Add(folded.First, unit);
        if (folded.Second != 0)
        {
            Add(folded.Second, unit);
        }

        if (folded.Third != 0)
        {
            Add(folded.Third, unit);
        }
    }

    private void Add(byte value, Unit unit)
    {
        _bytes[Count] = value;
        _starts[Count] = unit.Start;
        _ends[Count++] = unit.End;
    }

    // A tag that is closed before the next one opens; else the bracket is a sign like any other, a filler for example.
    private static bool TrySkipMarkup(ReadOnlySpan<byte> text, Unit unit, ref Units units)
    {
        var isPlain = text[unit.Start] == unit.Scalar;
        if (unit.Scalar == ']')
        {
            var ends = isPlain && Scan.EndsCharacterData(text, unit.Start);
            units = ends ? new Units(text, unit.Start + 3) : units;
            return ends;
        }

        if (isPlain && text[unit.Start..].StartsWith("<![CDATA["u8))
        {
            units = new Units(text, unit.Start + 9);
            return true;
        }

        var ahead = new Units(text, unit.End);
        for (var i = 0; i < MaxTag && ahead.Next(out var next) && next.Scalar != '<'; i++)
        {
            if (i == 0 && !Scan.MayFollowBracket(next.Scalar))
            {
                return false;
            }

            if (next.Scalar == '>')
            {
                units = new Units(text, next.End);
                return true;
            }
        }

        return false;
    }

    [InlineArray(Capacity)]
    private struct Bytes
    {
        private byte _first;
    }

    [InlineArray(Capacity)]
    private struct Places
    {
        private int _first;
    }
}
