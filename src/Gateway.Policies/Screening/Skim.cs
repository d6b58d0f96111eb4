namespace Gateway.Policies.Screening;

/// <summary>
/// Goes over a text for the places that must be read with care: an '@', an escape, a tag, and digits that may be an
/// identifier. Everything else is passed over without being decoded.
/// </summary>
internal ref struct Skim(Screener screener, ReadOnlySpan<byte> utf8, ScanMode mode)
{
    // How far back letters are looked for: "A" and then a page of blanks and a number is no identifier.
    internal const int MaxLookBack = 256;

    private readonly Screener _screener = screener;
    private readonly ReadOnlySpan<byte> _utf8 = utf8;

    internal ScanMode Mode { get; } = mode;

    /// <summary>Every run of digits is read, for the proof that passing most of them over misses nothing.</summary>
    internal bool ReadsEveryRun { get; init; }

    /// <summary>Characters looked at one by one, for the proof that cost is linear.</summary>
    internal long Steps { get; private set; }

    /// <summary>Moves to the next place to read, from a place where nothing is pending; false at the end.</summary>
    /// <param name="floor">Where reading stopped last: what stands before was read, maybe as part of an escape.</param>
    internal bool TryNext(ref int position, int floor)
    {
        while (true)
        {
            var skip = _utf8[position..].IndexOfAny(_screener.Interesting);
            if (skip < 0)
            {
                return false;
            }

            Steps++;
            position += skip;
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
        if (at + 1 < _utf8.Length && IsPunctuation(first, _utf8[at + 1]))
        {
            at += 2;
            return false;
        }

        var folded = FoldTable.At(_utf8, at, out var length);
        if (folded.Kind == FoldedKind.Digit)
        {
            return MustReadDigits(ref at, floor);
        }

        var mustRead = folded.First is (byte)'%' or (byte)'&' or (byte)'\\'
            || (folded.First == '@' && _screener.FindsEmail);
        at += mustRead ? 0 : length;
        return mustRead;
    }

    // The punctuation of Chinese and of typeset English, and kana, are most of what begins like a digit.
    internal static bool IsPunctuation(byte first, byte second) =>
        (first == 0xE2 && second == 0x80) || (first == 0xE3 && second < 0x84);

    private bool MustReadDigits(ref int at, int floor)
    {
        if (!_screener.FindsNumbers)
        {
            at++;
            return false;
        }

        var sketch = new RunSketch(stackalloc byte[RunSketch.Capacity]);
        var mustRead = !TrySketch(ref sketch, at, out var end, out var next)
            || ReadsEveryRun
            || sketch.MayHold(_screener, next)
            || (_screener.FindsHkid && sketch.MayEndHkid && MayFollowLetter(at, floor));
        Steps += end - at;
        at = mustRead ? at : end;
        return mustRead;
    }

    // False where digits go on past an escape or a tag, or for too long: there only reading tells.
    private readonly bool TrySketch(scoped ref RunSketch sketch, int at, out int end, out byte next)
    {
        next = 0;
        for (end = at; end < _utf8.Length;)
        {
            var folded = FoldTable.At(_utf8, end, out var length);
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
