using System.Numerics;

namespace Gateway.Policies.Screening;

/// <summary>
/// A first look at a run of digits: the digits, and where separators stood between them. Most are a date, a price, a
/// number of something; whether one may be an identifier can be told from this much. No is final; yes is only a
/// reason to read with care.
/// </summary>
/// <param name="digits">Room for <see cref="Capacity"/> digits.</param>
internal ref struct RunSketch(Span<byte> digits)
{
    internal const int Capacity = 48;

    private readonly Span<byte> _digits = digits;

    // Bit i: a number may begin at digit i, or end before it. The run's own beginning and end are edges too.
    private ulong _edges = 1;
    private int _count;

    /// <summary>Whether any of them, or of what stands between, is not what its bytes are.</summary>
    internal bool SawHidden { get; set; }

    private readonly ulong Ends => _edges | (1UL << _count);

    /// <summary>False where the run is longer than this look goes.</summary>
    internal bool TryAdd(Folded folded)
    {
        if (_count > Capacity - 3)
        {
            return false;
        }

        _digits[_count++] = folded.First;
        if (folded.Second != 0)
        {
            _digits[_count++] = folded.Second;
        }

        if (folded.Third != 0)
        {
            _digits[_count++] = folded.Third;
        }

        return true;
    }

    internal void AddGap() => _edges |= 1UL << _count;

    /// <summary>Whether these may be a Hong Kong number's: six, and a check digit that may stand apart.</summary>
    internal readonly bool MayEndHkid =>
        _count == Hkid.DigitCount || ((Ends >> (Hkid.DigitCount + 1)) & 1) == 1;

    /// <summary>Whether a detector of digits alone may find something.</summary>
    /// <param name="next">The ASCII form of the character behind the run, 0 for none.</param>
    internal readonly bool MayHold(Screener screener, byte next)
    {
        if (_count < CnMobile.Length)
        {
            return false;
        }

        for (var starts = _edges; starts != 0; starts &= starts - 1)
        {
            var from = BitOperations.TrailingZeroCount(starts);
            var text = (ReadOnlySpan<byte>)_digits[from.._count];
            if (text.Length < CnMobile.Length)
            {
                return false;
            }

            // INVARIANT: each asks for less than its counterpart in Scan.Numbers does.
            var lengths = Ends >> from;
            if ((screener.FindsResidentId && MayBeResidentId(text, lengths, next))
                || (screener.FindsBankCard && MayBeCard(text, lengths))
                || (screener.FindsMobile && MayBeMobile(text, lengths)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool MayBeResidentId(ReadOnlySpan<byte> text, ulong lengths, byte next)
    {
        if (text.Length < ResidentId.Length - 1 || !ResidentId.MayBegin(text) || !ResidentId.HasBirthDate(text))
        {
            return false;
        }

        return text.Length < ResidentId.Length
            ? (next | 0x20) == 'x' && ResidentId.CheckCharacter(text) == 'X'
            : ((lengths >> ResidentId.Length) & 1) == 1 && ResidentId.IsMatch(text[..ResidentId.Length]);
    }

    private static bool MayBeCard(ReadOnlySpan<byte> text, ulong lengths)
    {
        for (var wanted = lengths & BankCard.Lengths(text); wanted != 0; wanted &= wanted - 1)
        {
            var length = BitOperations.TrailingZeroCount(wanted);
            if (length <= text.Length && Luhn.IsValid(text[..length]))
            {
                return true;
            }
        }

        return false;
    }

    private static bool MayBeMobile(ReadOnlySpan<byte> text, ulong lengths)
    {
        var prefix = CnMobile.PrefixLength(text);
        var to = prefix + CnMobile.Length;
        return to <= text.Length && ((lengths >> to) & 1) == 1
            && CnMobile.ScoreOf(text.Slice(prefix, CnMobile.Length)) > 0;
    }
}
