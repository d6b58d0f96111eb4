using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Gateway.Policies.Screening;

/// <summary>One digit of a run: where it came from and what was taken out before it.</summary>
internal readonly record struct RunDigit(int Start, int End, FoldedKind Gap);

/// <summary>
/// Digits that follow one another once separators are out. Fixed in size: a longer run is looked at in
/// overlapping parts, so memory does not grow with what is sent.
/// </summary>
internal ref struct DigitRun
{
    internal const int Capacity = 96;

    // Longer than any identifier with its prefix, so that none is cut by the parts.
    private const int Carry = 32;

    private Digits _digits;
    private Places _places;

    internal int Count { get; private set; }

    /// <summary>Whether digits before the first one have been let go.</summary>
    internal bool IsContinued { get; private set; }

    internal readonly bool IsFull => Count == Capacity;

    /// <summary>The digits as ASCII.</summary>
    [UnscopedRef]
    internal readonly ReadOnlySpan<byte> Text => ((ReadOnlySpan<byte>)_digits)[..Count];

    internal readonly RunDigit this[int index] => _places[index];

    internal void Add(byte digit, RunDigit place)
    {
        _digits[Count] = digit;
        _places[Count] = place;
        Count++;
    }

    internal void Clear()
    {
        Count = 0;
        IsContinued = false;
    }

    /// <summary>Lets all but the last digits go.</summary>
    internal void Shift()
    {
        Span<byte> digits = _digits;
        Span<RunDigit> places = _places;
        digits[(Count - Carry)..Count].CopyTo(digits);
        places[(Count - Carry)..Count].CopyTo(places);
        Count = Carry;
        IsContinued = true;
    }

    /// <summary>Whether a number may begin here: at the first digit, or where something was taken out.</summary>
    internal readonly bool MayStart(int index) =>
        index == 0 && !IsContinued || _places[index].Gap != FoldedKind.Hard;

    /// <summary>Whether a number may end before this index.</summary>
    /// <param name="isOpen">More digits may follow.</param>
    internal readonly bool MayEnd(int index, bool isOpen) =>
        index == Count ? !isOpen : _places[index].Gap != FoldedKind.Hard;

    [InlineArray(Capacity)]
    private struct Digits
    {
        private byte _first;
    }

    [InlineArray(Capacity)]
    private struct Places
    {
        private RunDigit _first;
    }
}
