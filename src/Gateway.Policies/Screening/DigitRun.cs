namespace Gateway.Policies.Screening;

/// <summary>One digit of a run: where it came from and what was taken out before it.</summary>
internal readonly record struct RunDigit(int Start, int End, FoldedKind Gap);

/// <summary>
/// Digits that follow one another once separators are out. Fixed in size: a longer run is looked at in
/// overlapping parts, so memory does not grow with what is sent.
/// </summary>
internal ref struct DigitRun(DigitPlaces room)
{
    internal const int Capacity = 96;

    // Longer than any identifier with its prefix, so that none is cut by the parts.
    private const int Carry = 32;

    private readonly DigitPlaces _room = room;

    internal int Count { get; private set; }

    /// <summary>Whether digits before the first one have been let go.</summary>
    internal bool IsContinued { get; private set; }

    internal readonly bool IsFull => Count == Capacity;

    /// <summary>The digits as ASCII.</summary>
    internal readonly ReadOnlySpan<byte> Text => _room.Digits.AsSpan(0, Count);

    internal readonly RunDigit this[int index] => _room.Places[index];

    internal void Add(byte digit, RunDigit place)
    {
        _room.Digits[Count] = digit;
        _room.Places[Count] = place;
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
        Span<byte> digits = _room.Digits;
        Span<RunDigit> places = _room.Places;
        digits[(Count - Carry)..Count].CopyTo(digits);
        places[(Count - Carry)..Count].CopyTo(places);
        Count = Carry;
        IsContinued = true;
    }

    /// <summary>Whether a number may begin here: at the first digit, or where something was taken out.</summary>
    internal readonly bool MayStart(int index) =>
        index == 0 && !IsContinued || _room.Places[index].Gap != FoldedKind.Hard;

    /// <summary>Whether a number may end before this index.</summary>
    /// <param name="isOpen">More digits may follow.</param>
    internal readonly bool MayEnd(int index, bool isOpen) =>
        index == Count ? !isOpen : _room.Places[index].Gap != FoldedKind.Hard;

    internal readonly void Return() => _room.Return();
}

/// <summary>
/// Room for one run, kept by its thread: a scan that had it inside would clear more than a kilobyte for each value.
/// </summary>
internal sealed class DigitPlaces
{
    [ThreadStatic]
    private static DigitPlaces? _idle;

    internal byte[] Digits { get; } = new byte[DigitRun.Capacity];

    internal RunDigit[] Places { get; } = new RunDigit[DigitRun.Capacity];

    /// <summary>This thread's, or a new one where a scan within a scan asks.</summary>
    internal static DigitPlaces Rent()
    {
        var room = _idle ?? new DigitPlaces();
        _idle = null;
        return room;
    }

    /// <summary>The digits may be somebody's: they are wiped.</summary>
    internal void Return()
    {
        Array.Clear(Digits);
        _idle = this;
    }
}
