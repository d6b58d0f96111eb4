namespace Gateway.Policies.Screening;

/// <summary>
/// One pass over one text. Skims for bytes that may begin something, counts digits where there are any, and
/// only where there are enough (or where escapes or markup begin) reads character by character.
/// </summary>
internal ref partial struct Scan
{
    private readonly Screener _screener;
    private readonly ReadOnlySpan<byte> _utf8;
    private readonly ICollection<Finding> _findings;
    private readonly ScanMode _mode;

    // Offset of this text in the one that was asked about.
    private readonly int _origin;

    private DigitRun _run;
    private LetterTail _letters;

    // What was taken out since the last character that was kept; Hard for nothing.
    private FoldedKind _gap;

    // The character before, where nothing was taken out since.
    private bool _isAfterDigit;
    private bool _isAfterAlphanumeric;
    private bool _isAfterPoint;
    private bool _isAfterPlus;

    // Where reading stopped, and whether right after a letter or digit.
    private int _readEnd;
    private bool _readEndsAlphanumeric;

    // Whether the run began right after "digit point".
    private bool _runIsDecimal;

    // Whether the run began right after '+'.
    private bool _runIsInternational;

    // Where the last finding of a kind ended, so that one number is found once.
    private int _residentIdEnd;
    private int _bankCardEnd;
    private int _mobileEnd;

    // Where the next '>' is; searched for once each, or a text of '<' would cost its square.
    private int _plainClose;
    private int _escapedClose;

    internal Scan(Screener screener, ReadOnlySpan<byte> utf8, ICollection<Finding> findings, ScanMode mode, int origin)
    {
        _screener = screener;
        _utf8 = utf8;
        _findings = findings;
        _mode = mode;
        _origin = origin;
    }

    internal int Count { get; private set; }

    /// <summary>Characters looked at one by one, for the proof that cost is linear.</summary>
    internal long Steps { get; private set; }

    internal void Run(int position)
    {
        while (true)
        {
            var skip = _utf8[position..].IndexOfAny(_screener.Interesting);
            if (skip < 0)
            {
                return;
            }

            Steps++;
            position = Look(position + skip);
        }
    }

    // Looks at a byte that may begin something. Returns where to skim on.
    private int Look(int at)
    {
        var first = _utf8[at];
        if (first >= 0x80)
        {
            return LookWide(at, first);
        }

        if (first == '@')
        {
            FindEmail(new Unit('@', at, at + 1));
            return at + 1;
        }

        if (first == '<')
        {
            return BeginsTag(at) ? Read(at) : at + 1;
        }

        if (Escapes.IsMarker(first))
        {
            return Escapes.MayBegin(_utf8, at) ? Read(at) : at + 1;
        }

        return CountDigits(at);
    }

    private int LookWide(int at, byte first)
    {
        if (at + 1 < _utf8.Length && IsPunctuation(first, _utf8[at + 1]))
        {
            return at + 2;
        }

        var folded = FoldTable.Of(CodePoints.Decode(_utf8, at, out var length));
        if (folded.Kind == FoldedKind.Digit)
        {
            return CountDigits(at);
        }

        if (folded.First == '@')
        {
            FindEmail(new Unit('@', at, at + length));
        }
        else if (folded.First is (byte)'%' or (byte)'&' or (byte)'\\')
        {
            return Read(at);
        }

        return at + length;
    }

    // The punctuation of Chinese and of typeset English, and kana, are most of what begins like a digit.
    internal static bool IsPunctuation(byte first, byte second) =>
        (first == 0xE2 && second == 0x80) || (first == 0xE3 && second < 0x84);

    // Most digits are a year, a price, a count: fewer than any identifier has before something else comes.
    private int CountDigits(int at)
    {
        if (!_screener.FindsNumbers)
        {
            return at + 1;
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
                    return ReadFrom(at, position);
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
                return ReadFrom(at, position);
            }

            position += length;
        }

        // Too few for all but one, and for that one a date has its gaps in the wrong places.
        endsAsHkid |= digits is Hkid.DigitCount or (Hkid.DigitCount + 1);
        if (_screener.FindsHkid && endsAsHkid)
        {
            return ReadFrom(at, position);
        }

        Steps += position - at;
        return position;
    }

    private int ReadFrom(int at, int counted)
    {
        Steps += counted - at;
        return Read(at);
    }

    private readonly bool BeginsEscapeOrTag(int at, Folded folded) => folded.First switch
    {
        (byte)'<' => BeginsTag(at),
        (byte)'&' or (byte)'%' or (byte)'\\' => _utf8[at] >= 0x80 || Escapes.MayBegin(_utf8, at),
        (byte)']' => EndsCharacterData(at),
        _ => false,
    };

    private void FindEmail(Unit at)
    {
        var steps = Steps;
        if (_screener.FindsEmail && EmailAddress.TryFind(_utf8, at, out var start, out var end, ref steps))
        {
            Report(DetectorKind.Email, start, end, EmailAddress.Score, EmailAddress.Threshold);
        }

        Steps = steps;
    }

    private void Report(DetectorKind kind, int start, int end, double score, double threshold)
    {
        if (score >= threshold)
        {
            _findings.Add(new Finding(kind, _origin + start, end - start, score));
            Count++;
        }
    }
}
