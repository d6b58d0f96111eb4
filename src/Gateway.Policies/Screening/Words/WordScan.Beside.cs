namespace Gateway.Policies.Screening.Words;

/// <summary>What stands right beside a chain: whether the chain ends there, or goes on in other signs.</summary>
internal ref partial struct WordScan
{
    private const int MaxTag = 128;
    private const int MaxReference = 12;
    private const int MaxGaps = 8;
    private const int WideLength = 3;

    private readonly bool IsPlainBefore(int start)
    {
        start = BeforeGaps(start);
        if (start <= _floor)
        {
            return true;
        }

        var before = _text[start - 1];
        if (before < 0x80)
        {
            return before switch
            {
                (byte)'\\' or (byte)'%' or (byte)'&' => !Escapes.MayBegin(_text, start - 1),
                (byte)'>' => !JoinsBefore(start - 1),
                (byte)';' => _text[Math.Max(_floor, start - MaxReference)..start].IndexOf((byte)'&') < 0,
                _ => FoldTable.Of(before).Kind != FoldedKind.Void,
            };
        }

        var folded = FoldTable.Of(CodePoints.Decode(_text, CodePoints.Before(_text, start), out _));
        return folded.Kind == FoldedKind.Hard && folded.First is not ((byte)'(' or (byte)'+' or (byte)'.');
    }

    private readonly bool IsPlainAfter(int end)
    {
        end = BehindGaps(end);
        if (end >= _text.Length)
        {
            return true;
        }

        var after = _text[end];
        if (after < 0x80)
        {
            return after switch
            {
                (byte)'\\' or (byte)'%' or (byte)'&' => !Escapes.MayBegin(_text, end),
                (byte)'<' => !JoinsAfter(end),
                (byte)']' => !Scan.EndsCharacterData(_text, end),

                // 1234567(8）, one of the two from an input method.
                (byte)'(' => end + 2 >= _text.Length || !_text[(end + 2)..].StartsWith("）"u8),
                _ => true,
            };
        }

        var folded = FoldTable.At(_text, end, out _);
        return folded.Kind == FoldedKind.Hard
            && folded.First is not ((byte)'(' or (byte)')' or (byte)'.' or (byte)':' or (byte)'/');
    }

    // What a separator stands beside matters as much as what the chain does: "-\u200b" parts no number.
    private readonly int BeforeGaps(int start)
    {
        for (var first = Math.Max(_floor, start - MaxGaps); start > first && IsGap(_text[start - 1]);)
        {
            start--;
        }

        return start;
    }

    private readonly int BehindGaps(int end)
    {
        for (var last = Math.Min(_text.Length, end + MaxGaps); end < last && IsGap(_text[end]);)
        {
            end++;
        }

        return end;
    }

    // Whether behind the tag that opens here letters or digits go on, or behind elements without content. An element
    // that ends and another that begins are two fields.
    private readonly bool JoinsAfter(int open)
    {
        var endsField = open + 1 < _text.Length && _text[open + 1] == '/';
        var last = Math.Min(_text.Length, open + MaxTag);
        while (true)
        {
            var window = _text[open..last];
            var close = window.IndexOf((byte)'>');
            if (window.Length < 2 || !Scan.MayFollowBracket(window[1]) || close < 0 || close + 1 >= window.Length)
            {
                return window.StartsWith("<![CDATA["u8);
            }

            var next = window[close + 1];
            if (next != '<')
            {
                return next >= 0x80 || char.IsAsciiLetterOrDigit((char)next)
                    || next is (byte)'(' or (byte)'&' or (byte)'\\';
            }

            if (endsField)
            {
                return false;
            }

            open += close + 1;
        }
    }

    private readonly bool JoinsBefore(int close)
    {
        var from = Math.Max(_floor, close - MaxTag);
        for (var isNext = true; ; isNext = false)
        {
            var open = _text[from..close].LastIndexOf((byte)'<') + from;
            if (open <= from)
            {
                return false;
            }

            var before = _text[open - 1];
            if (before != '>')
            {
                var endsField = !isNext && _text[open + 1] == '/';
                return !endsField && (before >= 0x80 || char.IsAsciiLetterOrDigit((char)before));
            }

            close = open - 1;
        }
    }

    // 203.0．113.45 and c3：9b as an input method leaves them; the sign alone would be none.
    private readonly bool JoinsWide(int sign) =>
        sign > 0 && sign + WideLength < _text.Length
        && (_text[sign..].StartsWith("．"u8) || _text[sign..].StartsWith("："u8))
        && char.IsAsciiLetterOrDigit((char)_text[sign - 1])
        && char.IsAsciiLetterOrDigit((char)_text[sign + WideLength]);
}
