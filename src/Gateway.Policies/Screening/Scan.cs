namespace Gateway.Policies.Screening;

/// <summary>
/// One pass over one text: skims to where something may begin (<see cref="Skim"/>), and from there reads character by
/// character until nothing is pending.
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
        _run = new DigitRun(DigitPlaces.Rent());
        _screener = screener;
        _utf8 = utf8;
        _findings = findings;
        _mode = mode;
        _origin = origin;
    }

    internal int Count { get; private set; }

    /// <summary>Characters looked at one by one, for the proof that cost is linear.</summary>
    internal long Steps { get; private set; }

    /// <summary>Reads from a place that the skim found, and skims on from there.</summary>
    internal void Run(int position)
    {
        var skim = new Skim(_screener, _utf8, _mode);
        var steps = 0L;
        while (position >= 0)
        {
            position = skim.Next(Look(position), ref steps);
        }

        Steps += steps;
    }

    /// <summary>The same without the skim: everything is read with care. What the skim is held against.</summary>
    internal void RunCarefully()
    {
        for (var position = 0; position < _utf8.Length;)
        {
            position = Read(position);
        }
    }

    // Takes what begins at a place, and returns where to skim on.
    private int Look(int at)
    {
        var scalar = CodePoints.Decode(_utf8, at, out var length);
        if (FoldTable.Of(scalar).First != '@')
        {
            return Read(at);
        }

        FindEmail(new Unit('@', at, at + length));
        return at + length;
    }

    /// <summary>Gives back what the scan borrowed.</summary>
    internal readonly void Return() => _run.Return();

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
