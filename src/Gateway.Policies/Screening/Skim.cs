using Gateway.Policies.Screening.Landmarks;
using Gateway.Policies.Screening.Words;

namespace Gateway.Policies.Screening;

/// <summary>
/// Goes over a text for the places that must be read with care: an '@', an escape, a tag, and digits that may be an
/// identifier. Everything else is passed over without being decoded.
/// </summary>
internal ref struct Skim(Screener screener, LandmarkMap map, ReadOnlySpan<byte> utf8, ScanMode mode)
{
    // How far back letters are looked for: "A" and then a page of blanks and a number is no identifier.
    internal const int MaxLookBack = 256;

    private static readonly sbyte[] PlainRuns = ReadPlainRuns();

    private readonly Screener _screener = screener;
    private readonly LandmarkMap _map = map;
    private readonly ReadOnlySpan<byte> _utf8 = utf8;

    internal ScanMode Mode { get; } = mode;

    /// <summary>The map of a part of the text.</summary>
    internal readonly LandmarkMap MapWithin(int from, int to) => _map.Within(from, to);

    /// <summary>Every run of digits is read, for the proof that passing most of them over misses nothing.</summary>
    internal bool ReadsEveryRun { get; init; }

    /// <summary>Characters looked at one by one, for the proof that cost is linear.</summary>
    internal long Steps { get; private set; }

    /// <summary>Whether a digit, or a character that may be one, was passed over that may be part of a word.</summary>
    internal bool SawNumber { get; private set; }

    /// <summary>Whether something was passed over that a reader does not see, or sees as another letter.</summary>
    internal bool SawHidden { get; private set; }

    /// <summary>Moves to the next place to read, from a place where nothing is pending; false at the end.</summary>
    /// <param name="floor">Where reading stopped last: what stands before was read, maybe as part of an escape.</param>
    internal bool TryNext(ref int position, int floor)
    {
        while (true)
        {
            var next = _map.Next(Landmark.Beginning, position);
            if (next < 0)
            {
                return false;
            }

            Steps++;
            position = next;
            if (MustRead(ref position, floor))
            {
                return true;
            }
        }
    }

    internal readonly bool BeginsTag(int at) =>
        Mode != ScanMode.Markup && at + 1 < _utf8.Length && Scan.MayFollowBracket(_utf8[at + 1]);

    // Looks at a byte that may begin something. False: it does not, and the position is behind it.
    private bool MustRead(ref int at, int floor)
    {
        var first = _utf8[at];
        if (first >= 0x80)
        {
            return MustReadWide(ref at, first, floor);
        }

        if (char.IsAsciiDigit((char)first))
        {
            return MustReadDigits(ref at, floor);
        }

        SawHidden |= FoldTable.Of(first).Kind == FoldedKind.Void;
        var mustRead = first switch
        {
            (byte)'@' => _screener.FindsEmail,
            (byte)'<' => BeginsTag(at),
            _ => Escapes.MayBegin(_utf8, at),
        };
        at += mustRead ? 0 : 1;
        return mustRead;
    }

    private bool MustReadWide(ref int at, byte first, int floor)
    {
        if (IsPunctuation(_utf8, at, out var mark))
        {
            SawHidden |= CodePoints.IsZeroWidth(_utf8, at);
            at += mark;
            return false;
        }

        var folded = FoldTable.At(_utf8, at, out var length);
        SawHidden |= folded.IsHidden;
        if (folded.Kind == FoldedKind.Digit)
        {
            return MustReadDigits(ref at, floor);
        }

        SawNumber = true;
        var mustRead = folded.First is (byte)'%' or (byte)'&' or (byte)'\\'
            || (folded.First == '@' && _screener.FindsEmail);
        at += mustRead ? 0 : length;
        return mustRead;
    }

    // The punctuation of Chinese and of typeset English, and kana, are most of what begins like a digit.
    internal static bool IsPunctuation(ReadOnlySpan<byte> text, int at, out int length)
    {
        length = 2;
        if (at + 2 >= text.Length)
        {
            return false;
        }

        if ((text[at] == 0xE2 && text[at + 1] == 0x80) || (text[at] == 0xE3 && text[at + 1] is >= 0x80 and < 0x84))
        {
            return true;
        }

        // ！ ， ： ； ？
        length = 3;
        return text[at] == 0xEF && text[at + 1] == 0xBC && text[at + 2] is 0x81 or 0x8C or 0x9A or 0x9B or 0x9F;
    }

    private bool MustReadDigits(ref int at, int floor)
    {
        if (!ReadsEveryRun && IdeographCount.TryEnd(_utf8, at, out var count))
        {
            Steps += count - at;
            at = count;
            return false;
        }

        SawNumber = true;
        if (!_screener.FindsNumbers)
        {
            at++;
            return false;
        }

        return !TryPassShort(ref at, floor) && MustReadRun(ref at, floor);
    }

    private bool MustReadRun(ref int at, int floor)
    {
        var sketch = new RunSketch(stackalloc byte[RunSketch.Capacity]);
        var mustRead = !TrySketch(ref sketch, at, out var end, out var next)
            || ReadsEveryRun
            || HidesFraction(end, next)
            || sketch.MayHold(_screener, next)
            || (_screener.FindsHkid && sketch.MayEndHkid && MayFollowLetter(at, floor));
        SawHidden |= sketch.SawHidden;
        Steps += end - at;
        at = mustRead ? at : end;
        return mustRead;
    }

    // Most numbers are short and stand in plain text: a year, a price, a count. True where nothing of them can be an
    // identifier, and the position is behind them.
    private bool TryPassShort(ref int at, int floor)
    {
        var (end, digits) = (at, 0);
        unchecked
        {
            while (end < _utf8.Length && PlainRuns[_utf8[end]] is var step and >= 0)
            {
                digits += step;
                end++;
            }
        }

        var next = end < _utf8.Length ? _utf8[end] : (byte)0;
        var isShort = digits < Hkid.DigitCount
            || (digits < CnMobile.Length && !(_screener.FindsHkid && MayFollowLetter(at, floor)));
        var isPlain = next < 0x80
            ? end == _utf8.Length || (FoldTable.Of(next).Kind != FoldedKind.Void
                && !BeginsEscapeOrTag(end, FoldTable.Of(next)) && !HidesFraction(end, next))
            : CodePoints.BeginsIdeograph(next);
        if (!isShort || ReadsEveryRun || !isPlain)
        {
            return false;
        }

        Steps += end - at;
        at = end;
        return true;
    }

    // 1 for a digit, 0 for what is taken out, -1 for what ends a run or must be decoded first.
    private static sbyte[] ReadPlainRuns()
    {
        var steps = new sbyte[256];
        steps.AsSpan().Fill(-1);
        for (var i = 0; i < 0x80; i++)
        {
            var folded = FoldTable.Of(i);
            var isSeen = folded.IsGap && folded.Kind != FoldedKind.Void;
            steps[i] = folded.Kind == FoldedKind.Digit ? (sbyte)1 : isSeen ? (sbyte)0 : (sbyte)-1;
        }

        return steps;
    }

    // False where digits go on past an escape or a tag, or for too long: there only reading tells.
    private readonly bool TrySketch(scoped ref RunSketch sketch, int at, out int end, out byte next)
    {
        next = 0;
        for (end = at; end < _utf8.Length;)
        {
            var folded = FoldTable.At(_utf8, end, out var length);
            sketch.SawHidden |= folded.Kind == FoldedKind.Void || (_utf8[end] >= 0x80 && folded.IsHidden);
            if (folded.Kind == FoldedKind.Digit)
            {
                if (!sketch.TryAdd(folded))
                {
                    return false;
                }
            }
            else if (folded.IsGap)
            {
                sketch.AddGap();
            }
            else
            {
                next = folded.First;
                return folded.Kind == FoldedKind.Letter || !BeginsEscapeOrTag(end, folded);
            }

            end += length;
        }

        return true;
    }

    // A point with an escape or a tag behind it: whether the digits there are a fraction only reading tells.
    private readonly bool HidesFraction(int end, byte next)
    {
        if (next != (byte)'.')
        {
            return false;
        }

        _ = FoldTable.At(_utf8, end, out var length);
        return end + length < _utf8.Length
            && BeginsEscapeOrTag(end + length, FoldTable.At(_utf8, end + length, out _));
    }

    private readonly bool BeginsEscapeOrTag(int at, Folded folded) => folded.First switch
    {
        (byte)'<' => BeginsTag(at),
        (byte)'&' or (byte)'%' or (byte)'\\' => _utf8[at] >= 0x80 || Escapes.MayBegin(_utf8, at),
        (byte)']' => Scan.EndsCharacterData(_utf8, at),
        _ => false,
    };

    // Whether one or two letters that no letter or digit stands before come before this place, separators between.
    // Where that cannot be told at a glance the answer is yes: looking back with care is the reader's.
    private readonly bool MayFollowLetter(int at, int floor)
    {
        var from = at;
        while (from > floor && at - from < MaxLookBack && IsAsciiGap(_utf8[from - 1]))
        {
            from--;
        }

        // Chinese with a number in it is common; an ideograph is no letter of an identifier.
        if (from > floor && _utf8[from - 1] >= 0x80)
        {
            var before = CodePoints.Decode(_utf8, CodePoints.Before(_utf8, from), out _);
            return FoldTable.Of(before).Kind != FoldedKind.Hard;
        }

        for (var letters = 0; from > floor; letters++, from--)
        {
            var previous = _utf8[from - 1];
            var isLetter = char.IsAsciiLetter((char)previous);
            if (letters == 2 && isLetter)
            {
                return false;
            }

            if (!isLetter)
            {
                return previous >= 0x80 || previous == '>'
                    || (letters > 0 && !char.IsAsciiDigit((char)previous));
            }
        }

        return from < at && char.IsAsciiLetter((char)_utf8[from]);
    }

    private static bool IsAsciiGap(byte character) => character < 0x80 && FoldTable.Of(character).IsGap;
}
