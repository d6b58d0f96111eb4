using System.Buffers;
using Gateway.Policies.Screening.Landmarks;

namespace Gateway.Policies.Screening.Words;

/// <summary>
/// Looks for what is written with letters and digits: goes from digit to digit, takes the chain of letters and
/// digits each stands in, and asks the detectors. Text in plain ASCII and ideographs is read where it stands;
/// where something else touches a chain (an escape, a tag, a full-width letter, an unseen character) that stretch is
/// folded first and then read the same way.
/// </summary>
internal ref partial struct WordScan
{
    private static readonly SearchValues<byte> PlainDigits = SearchValues.Create("0123456789"u8);

    // What parts two fields: no chain reaches across.
    private static readonly SearchValues<byte> Parts = SearchValues.Create("\",:={}[]|"u8);

    private static readonly SearchValues<byte> RowParts = SearchValues.Create("\",:=\n\r{}[]|"u8);

    private const int MaxBack = 64;
    private const int MaxFoldedBack = 128;
    private const int MaxWord = 12;

    // Enough for the longest identifier: what begins in the rest of a cut chain is looked at with what follows.
    private const int Carry = Kinds.Iban.MaxLength;
    private const int Margin = 48;

    private readonly Screener _screener;

    // Of the text as it was given.
    private readonly LandmarkMap _map;
    private readonly ICollection<Finding> _findings;
    private readonly ScanMode _mode;

    // The text as it was given, for the words beside a value; and what is read: the same, or a folded stretch of it
    // with the place of each byte.
    private readonly ReadOnlySpan<byte> _raw;
    private readonly ReadOnlySpan<byte> _text;
    private readonly ReadOnlySpan<int> _starts;
    private readonly ReadOnlySpan<int> _ends;

    private Chain _chain;

    // For the proof that passing most numbers over misses nothing.
    private readonly bool _readsEveryNumber;

    // Nothing that stands before is looked at again.
    private int _floor;

    // What stands before was part of something that was found.
    private int _taken;
    private int _reportedEnd;
    private int _colonEnd;

    private ulong _context;
    private int _contextAt = -1;

    internal WordScan(
        Screener screener, LandmarkMap map, ReadOnlySpan<byte> text, ICollection<Finding> findings, ScanMode mode,
        bool readsEveryNumber = false)
    {
        _map = map;
        _readsEveryNumber = readsEveryNumber;
        (_screener, _findings, _mode) = (screener, findings, mode);
        _raw = text;
        _text = text;
    }

    private WordScan(in WordScan outer, ReadOnlySpan<byte> folded, ReadOnlySpan<int> starts, ReadOnlySpan<int> ends)
        : this(outer._screener, outer._map, outer._raw, outer._findings, outer._mode, outer._readsEveryNumber)
    {
        _text = folded;
        _starts = starts;
        _ends = ends;
    }

    internal int Count { get; private set; }

    /// <summary>Whether letters or digits go on behind a point or colon of full width.</summary>
    internal bool HidesText { get; private set; }

    /// <summary>Characters looked at one by one, for the proof that cost is linear.</summary>
    internal long Steps { get; private set; }

    private readonly bool IsFolded => !_starts.IsEmpty;

    private readonly bool EndsRows => _mode == ScanMode.Document;

    internal void Run()
    {
        for (var at = 0; at < _text.Length;)
        {
            at = IsFolded ? NextDigit(at) : _map.Next(Landmark.Digit, at);
            if (at < 0)
            {
                return;
            }

            Steps++;
            at = Look(at);
        }
    }

    private readonly int NextDigit(int from)
    {
        var skip = _text[from..].IndexOfAny(PlainDigits);
        return skip < 0 ? -1 : from + skip;
    }

    private readonly bool Wants(DetectorKind kind) => (_screener.Wanted & kind.Bit) != 0;

    // Looks at a place that may be a digit; returns where to go on.
    private int Look(int at)
    {
        if (_text[at] >= 0x80)
        {
            if (Skim.IsPunctuation(_text, at, out var mark))
            {
                return at + mark;
            }

            return FoldTable.At(_text, at, out var length).Kind == FoldedKind.Digit ? Fold(at) : at + length;
        }

        var start = WordStart(at);
        if (start < 0)
        {
            return WordEnd(at);
        }

        if (!_readsEveryNumber && AfterShort(start, at) is var next and >= 0)
        {
            Steps += next - start;
            _floor = next;
            return next;
        }

        start = WithWordsBefore(start);
        HidesText |= !IsFolded && (JoinsWide(start - WideLength) || JoinsWide(WordEndAt(at)));
        if (!IsFolded && !IsPlainBefore(start))
        {
            return Fold(start);
        }

        _chain.Gather(_text, start, EndsRows);
        Steps += _chain.End - start;
        return IsFolded || IsPlainAfter(_chain.End) ? Inspect(at) : Fold(start);
    }

    // The beginning of the word a digit stands in; -1 where it is too long to be one.
    private readonly int WordStart(int at)
    {
        var start = at;
        while (start > _floor && char.IsAsciiLetterOrDigit((char)_text[start - 1]))
        {
            start--;
            if (at - start > MaxBack)
            {
                return -1;
            }
        }

        return start;
    }

    private readonly int WordEndAt(int at)
    {
        var end = at;
        while (end < _text.Length && char.IsAsciiLetterOrDigit((char)_text[end]))
        {
            end++;
        }

        return end;
    }

    private int WordEnd(int at)
    {
        var end = WordEndAt(at);
        Steps += end - at;
        _floor = end;
        return end;
    }

    // "H 12345678", "L S V A U 2180N2183294": short words in capitals belong to what follows.
    private readonly int WithWordsBefore(int start)
    {
        var first = Math.Max(_floor, start - MaxBack);
        while (start - 2 >= first)
        {
            var word = start;
            while (word > first && IsGap(_text[word - 1]))
            {
                word--;
            }

            var from = word;
            while (from > first && word - from <= MaxWord && char.IsAsciiLetterUpper((char)_text[from - 1]))
            {
                from--;
            }

            var isWord = word < start && from < word && word - from <= MaxWord
                && (from == 0 || !char.IsAsciiLetterOrDigit((char)_text[from - 1]));
            if (!isWord)
            {
                break;
            }

            start = from;
        }

        return start;
    }

    private readonly bool IsGap(byte value) =>
        value is (byte)' ' or (byte)'-' || (!EndsRows && value is (byte)'\n' or (byte)'\r');

    // Folds the stretch around a place and reads it; returns where the text goes on.
    private int Fold(int at)
    {
        var from = Math.Max(_floor, at - MaxFoldedBack);
        var part = _text[from..at].LastIndexOfAny(EndsRows ? RowParts : Parts);
        from = part >= 0 ? from + part + 1 : AtCharacter(from, at);
        var stretch = default(FoldedStretch);
        stretch.Fold(_text, from, EndsRows);
        var inner = new WordScan(in this, stretch.Text, stretch.Starts, stretch.Ends);
        inner.Run();
        Count += inner.Count;
        Steps += stretch.Steps + inner.Steps;
        _floor = Math.Max(Math.Max(AfterStretch(in stretch), inner._reportedEnd), at + 1);
        return _floor;
    }

    // What begins in the last part is looked at again with what follows it.
    private static int AfterStretch(in FoldedStretch stretch)
    {
        if (!stretch.IsCut || stretch.Count <= 2 * Margin)
        {
            return stretch.End;
        }

        var last = stretch.Count - Margin;
        while (last > Margin && char.IsAsciiLetterOrDigit((char)stretch.Text[last - 1]))
        {
            last--;
        }

        return stretch.Starts[last > Margin ? last : stretch.Count - Margin];
    }

    private readonly int AtCharacter(int from, int at)
    {
        while (from > 0 && from < at && (_text[from] & 0xC0) == 0x80)
        {
            from++;
        }

        return from;
    }

    private void Report(DetectorKind kind, int start, int end, double score)
    {
        if (score < _screener.ThresholdOf(kind) || !Wants(kind))
        {
            return;
        }

        var from = RawPlace(start);
        var to = IsFolded ? _ends[end - 1] : end;
        _reportedEnd = Math.Max(_reportedEnd, to);
        _findings.Add(new Finding(kind, from, to - from, score));
        Count++;
    }

    private readonly int RawPlace(int at) => IsFolded ? _starts[at] : at;
}
