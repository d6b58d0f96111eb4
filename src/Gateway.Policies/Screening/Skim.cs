namespace Gateway.Policies.Screening;

/// <summary>
/// The cheap look over a text, before the careful one: goes from one byte that may begin something to the next, and
/// stops at the first that has to be read. It keeps nothing, so that what it passes over costs no state; most values
/// hold a year, a price or a count, and end here.
/// </summary>
internal readonly ref struct Skim(Screener screener, ReadOnlySpan<byte> utf8, ScanMode mode)
{
    // How far back letters are looked for: "A" and then a page of blanks and a number is no identifier.
    internal const int MaxLookBack = 256;

    private readonly Screener _screener = screener;
    private readonly ReadOnlySpan<byte> _utf8 = utf8;
    private readonly ScanMode _mode = mode;

    /// <summary>The first place at or after a position that must be read with care; -1 where there is none.</summary>
    internal int Next(int position, ref long steps)
    {
        while (position < _utf8.Length)
        {
            var skip = _utf8[position..].IndexOfAny(_screener.Interesting);
            if (skip < 0)
            {
                return -1;
            }

            steps++;
            position += skip;
            if (MustRead(position, out var next, ref steps))
            {
                return position;
            }

            position = next;
        }

        return -1;
    }

    // Looks at a byte that may begin something; where it does not, next is where to go on.
    private bool MustRead(int at, out int next, ref long steps)
    {
        var first = _utf8[at];
        if (char.IsAsciiDigit((char)first))
        {
            return CountsEnough(at, out next, ref steps);
        }

        next = at + 1;
        return first switch
        {
            >= 0x80 => MustReadWide(at, first, out next, ref steps),
            (byte)'@' => _screener.FindsEmail,
            (byte)'<' => Scan.BeginsTag(_utf8, at, _mode),
            _ => Escapes.MayBegin(_utf8, at),
        };
    }

    private bool MustReadWide(int at, byte first, out int next, ref long steps)
    {
        if (at + 1 < _utf8.Length && IsPunctuation(first, _utf8[at + 1]))
        {
            next = at + 2;
            return false;
        }

        var folded = FoldTable.Of(CodePoints.Decode(_utf8, at, out var length));
        if (folded.Kind == FoldedKind.Digit)
        {
            return CountsEnough(at, out next, ref steps);
        }

        next = at + length;
        return folded.First switch
        {
            (byte)'@' => _screener.FindsEmail,
            (byte)'%' or (byte)'&' or (byte)'\\' => true,
            _ => false,
        };
    }

    // The punctuation of Chinese and of typeset English, and kana, are most of what begins like a digit.
    internal static bool IsPunctuation(byte first, byte second) =>
        (first == 0xE2 && second == 0x80) || (first == 0xE3 && second < 0x84);

    // Most digits are a year, a price, a count: fewer than any identifier has before something else comes.
    private bool CountsEnough(int at, out int next, ref long steps)
    {
        next = at + 1;
        if (!_screener.FindsNumbers)
        {
            return false;
        }

        var digits = 0;
        var endsAsHkid = false;
        var position = at;
        while (position < _utf8.Length)
        {
            var folded = FoldTable.At(_utf8, position, out var length);
            if (folded.Kind == FoldedKind.Digit)
            {
                digits += folded.Second == 0 ? 1 : 2;
                if (digits >= CnMobile.Length)
                {
                    steps += position - at;
                    return true;
                }
            }
            else if (folded.IsGap)
            {
                endsAsHkid |= digits == Hkid.DigitCount + 1;
            }
            else if (folded.Kind == FoldedKind.Letter || !BeginsEscapeOrTag(position, folded))
            {
                break;
            }
            else
            {
                steps += position - at;
                return true;
            }

            position += length;
        }

        // Too few for all but one, and for that one a date has its gaps in the wrong places, and most numbers no
        // letter before them.
        steps += position - at;
        next = position;
        endsAsHkid |= digits is Hkid.DigitCount or (Hkid.DigitCount + 1);
        return endsAsHkid && _screener.FindsHkid && MayFollowLetter(at, ref steps);
    }

    // False only where it is plain that no letter stands before: whatever else is there is for the careful look.
    private bool MayFollowLetter(int at, ref long steps)
    {
        var floor = Math.Max(0, at - MaxLookBack);
        for (var i = at - 1; i >= floor; i--)
        {
            steps++;
            var before = _utf8[i];
            if (before >= 0x80 || before == (byte)'>' || char.IsAsciiLetter((char)before))
            {
                return true;
            }

            if (!FoldTable.Of(before).IsGap)
            {
                return false;
            }
        }

        return false;
    }

    private bool BeginsEscapeOrTag(int at, Folded folded) => folded.First switch
    {
        (byte)'<' => Scan.BeginsTag(_utf8, at, _mode),
        (byte)'&' or (byte)'%' or (byte)'\\' => _utf8[at] >= 0x80 || Escapes.MayBegin(_utf8, at),
        (byte)']' => Scan.EndsCharacterData(_utf8, at),
        _ => false,
    };
}
