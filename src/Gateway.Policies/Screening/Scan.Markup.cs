namespace Gateway.Policies.Screening;

/// <summary>
/// Markup: a tag inside a number is taken out as a separator is, and what is inside the tag is a text of
/// its own, so that neither a split number nor one in an attribute gets by.
/// </summary>
internal ref partial struct Scan
{
    private static ReadOnlySpan<byte> CharacterData => "<![CDATA["u8;

    private static ReadOnlySpan<byte> CharacterDataEnd => "]]>"u8;

    internal static bool EndsCharacterData(ReadOnlySpan<byte> utf8, int at) =>
        utf8[at..].StartsWith(CharacterDataEnd);

    internal static bool MayFollowBracket(int scalar) =>
        scalar is '/' or '!' or '?' || (scalar < 0x80 && char.IsAsciiLetter((char)scalar));

    private readonly bool EndsCharacterData(int at) => EndsCharacterData(_utf8, at);

    private bool TrySkipMarkup(Unit unit, ref Units units)
    {
        if (_mode == ScanMode.Markup || unit.Scalar is not ('<' or ']'))
        {
            return false;
        }

        var isPlain = _utf8[unit.Start] == unit.Scalar;
        if (unit.Scalar == ']')
        {
            return isPlain && EndsCharacterData(unit.Start)
                && Skip(unit.Start + CharacterDataEnd.Length, FoldedKind.Void, ref units);
        }

        if (isPlain && _utf8[unit.Start..].StartsWith(CharacterData))
        {
            return Skip(unit.Start + CharacterData.Length, FoldedKind.Void, ref units);
        }

        var close = isPlain ? PlainClose(unit) : EscapedClose(unit);
        if (close < 0)
        {
            return false;
        }

        ScreenInside(unit.End, close);
        return Skip(close, TagGap(), ref units);
    }

    // In a document one tag may stand inside a number, two on end part two cells of a table.
    private readonly FoldedKind TagGap() =>
        _mode == ScanMode.Document && _gap >= FoldedKind.Space ? FoldedKind.Line : FoldedKind.Space;

    private bool Skip(int position, FoldedKind gap, ref Units units)
    {
        Steps += units.Steps;
        units = new Units(_utf8, position);
        _gap = gap > _gap ? gap : _gap;
        return true;
    }

    private int PlainClose(Unit open)
    {
        if (!_skim.BeginsTag(open.Start))
        {
            return -1;
        }

        if (_plainClose >= 0 && _plainClose <= open.Start)
        {
            var found = _utf8[open.End..].IndexOf((byte)'>');
            _plainClose = found < 0 ? -1 : open.End + found + 1;
        }

        return _plainClose;
    }

    private int EscapedClose(Unit open)
    {
        var units = new Units(_utf8, open.End);
        var isTag = units.Next(out var next) && MayFollowBracket(next.Scalar);
        if (!isTag)
        {
            return -1;
        }

        if (_escapedClose >= 0 && _escapedClose <= open.Start)
        {
            _escapedClose = -1;
            while (units.Next(out var unit))
            {
                if (unit.Scalar == '>')
                {
                    _escapedClose = unit.End;
                    break;
                }
            }
        }

        Steps += units.Steps;
        return _escapedClose;
    }

    private void ScreenInside(int from, int to)
    {
        var inside = _utf8[from..to];
        var skim = new Skim(_screener, _skim.MapWithin(from, to), inside, ScanMode.Markup);
        var next = 0;
        if (skim.TryNext(ref next, 0))
        {
            var scan = new Scan(_screener, skim, inside, _findings, _origin + from);
            scan.Run(next);
            Count += scan.Count;
            HidesText |= scan.HidesText;
            skim = scan.Skimmed;
            Steps += scan.Steps;
        }

        Steps += skim.Steps;
    }
}
