namespace Gateway.Policies.Screening;

/// <summary>
/// One pass over one text: where the skim stops it reads character by character, until nothing is pending.
/// </summary>
internal ref partial struct Scan
{
    private readonly Screener _screener;
    private readonly ReadOnlySpan<byte> _utf8;
    private readonly ICollection<Finding> _findings;
    private readonly ScanMode _mode;
    private Skim _skim;

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

    // Whether an escape was met that no layer decodes.
    private bool _isTooDeep;

    internal Scan(Screener screener, Skim skim, ReadOnlySpan<byte> utf8, ICollection<Finding> findings, int origin)
    {
        _screener = screener;
        _skim = skim;
        _utf8 = utf8;
        _findings = findings;
        _mode = skim.Mode;
        _origin = origin;
    }

    internal int Count { get; private set; }

    /// <summary>Whether letters or digits were written as escapes: they do not stand in the text.</summary>
    internal bool HidesText { get; private set; }

    /// <summary>The skim between the places that were read.</summary>
    internal readonly Skim Skimmed => _skim;

    /// <summary>Characters looked at one by one, for the proof that cost is linear.</summary>
    internal long Steps { get; private set; }

    /// <summary>Reads on from a place the skim stopped at, to the end.</summary>
    internal void Run(int position)
    {
        do
        {
            position = Look(position);
        }
        while (_skim.TryNext(ref position, _readEnd));
    }

    private int Look(int at)
    {
        var folded = FoldTable.At(_utf8, at, out var length);
        if (folded.First != '@')
        {
            return Read(at);
        }

        FindEmail(new Unit('@', at, at + length));
        return at + length;
    }

    private void FindEmail(Unit at)
    {
        var steps = Steps;
        if (_screener.FindsEmail && EmailAddress.TryFind(_utf8, at, out var start, out var end, ref steps))
        {
            Report(DetectorKind.Email, start, end, EmailAddress.Score);
        }

        Steps = steps;
    }

    private void Report(DetectorKind kind, int start, int end, double score)
    {
        if (score >= _screener.ThresholdOf(kind))
        {
            _findings.Add(new Finding(kind, _origin + start, end - start, score));
            Count++;
        }
    }
}
