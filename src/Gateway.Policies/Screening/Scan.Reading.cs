using Gateway.Policies.Screening.Encodings;

namespace Gateway.Policies.Screening;

/// <summary>The careful part: character by character, escapes decoded, markup and separators taken out.</summary>
internal ref partial struct Scan
{
    // Reads from a place where something may begin to where nothing is pending, and returns that place.
    private int Read(int at)
    {
        LookBack(at);
        var units = new Units(_utf8, at);
        while (units.Next(out var unit))
        {
            Note(unit, in units);
            if (!TrySkipMarkup(unit, ref units))
            {
                Take(unit);
            }

            if (IsIdle(units.Position))
            {
                break;
            }
        }

        if (_run.Count > 0)
        {
            EndRun(default);
        }

        Steps += units.Steps;
        _readEnd = units.Position;
        _readEndsAlphanumeric = _isAfterAlphanumeric;
        return _readEnd;
    }

    private void Note(Unit unit, in Units units)
    {
        if (Escapes.IsMarker(unit.Scalar))
        {
            NoteMarker(unit, in units);
        }

        HidesText |= unit.End - unit.Start > 1 ? Hides(unit) : FoldTable.Of(unit.Scalar).Kind == FoldedKind.Void;
    }

    // An escape, but for the short ones ("\n", "\/"), which hide nothing; a letter or digit of another form, or what is
    // not seen at all; or Base64 right behind one that ends in
    // letters or digits ("%22MTEw…"), which would be read as part of it.
    private readonly bool Hides(Unit unit) =>
        (unit.End - unit.Start > 2 && _utf8[unit.Start] < 0x80)
        || (_utf8[unit.Start] >= 0x80 && FoldTable.Of(unit.Scalar).IsHidden)
        || (Base64Token.Is(_utf8[unit.End - 1]) && Base64Token.BeginsAt(_utf8, unit.End));

    // One is enough to refuse, so the rest of the text is not asked.
    private void NoteMarker(Unit unit, in Units units)
    {
        if (!_isTooDeep && DeepEscapes.Begins(unit.Scalar, units))
        {
            _isTooDeep = true;
            _findings.Add(new Finding(DetectorKind.Depth, _origin + unit.Start, unit.End - unit.Start, 1));
            Count++;
        }
    }

    private readonly bool IsIdle(int position)
    {
        if (_run.Count > 0 || _letters.MayBegin || _gap != FoldedKind.Hard)
        {
            return false;
        }

        return position >= _utf8.Length || !Escapes.IsMarker(_utf8[position]);
    }

    private void Take(Unit unit)
    {
        var folded = FoldTable.Of(unit.Scalar);
        if (folded.IsGap)
        {
            _gap = folded.Kind > _gap ? folded.Kind : _gap;
            return;
        }

        switch (folded.Kind)
        {
            case FoldedKind.Digit:
                TakeDigits(folded, unit);
                break;
            case FoldedKind.Letter:
                TakeLetters(folded, unit);
                break;
            default:
                TakeHard(folded, unit);
                break;
        }

        _gap = FoldedKind.Hard;
        _isAfterDigit = folded.Kind == FoldedKind.Digit;
        _isAfterAlphanumeric = folded.IsAlphanumeric;
    }

    private void TakeDigits(Folded folded, Unit unit)
    {
        if (_run.Count == 0)
        {
            _runIsDecimal = _isAfterPoint && _gap == FoldedKind.Hard;
            _runIsInternational = _isAfterPlus && _gap == FoldedKind.Hard;
        }

        AddDigit(folded.First, unit, _gap);
        if (folded.Second != 0)
        {
            AddDigit(folded.Second, unit, FoldedKind.Hard);
        }

        if (folded.Third != 0)
        {
            AddDigit(folded.Third, unit, FoldedKind.Hard);
        }
    }

    private void AddDigit(byte digit, Unit unit, FoldedKind gap)
    {
        if (_run.IsFull)
        {
            InspectRun(default, isOpen: true);
            _run.Shift();
            _letters.Clear();
        }

        _run.Add(digit, new RunDigit(unit.Start, unit.End, gap));
    }

    private void TakeLetters(Folded folded, Unit unit)
    {
        if (_run.Count > 0)
        {
            EndRun(unit);
        }

        _letters.Add(folded.First, unit.Start, _gap != FoldedKind.Hard, _isAfterAlphanumeric);
        if (folded.Second != 0)
        {
            _letters.Add(folded.Second, unit.Start, false, true);
        }

        if (folded.Third != 0)
        {
            _letters.Add(folded.Third, unit.Start, false, true);
        }

        // Without the one detector that begins with letters nothing is pending after one.
        if (!_screener.FindsHkid)
        {
            _letters.Clear();
        }

        _isAfterPoint = false;
        _isAfterPlus = false;
    }

    private void TakeHard(Folded folded, Unit unit)
    {
        if (_run.Count > 0)
        {
            EndRun(unit);
        }

        _letters.Clear();
        _isAfterPlus = folded.First == '+';
        _isAfterPoint = folded.First == '.' && _isAfterDigit && _gap == FoldedKind.Hard;
        if (folded.First == '@')
        {
            FindEmail(unit);
        }
    }

    private void EndRun(Unit unit)
    {
        if (_run.Count >= _screener.MinDigits || _run.IsContinued)
        {
            var steps = Steps;
            var end = unit == default ? default : RunEnd.Read(_utf8, unit.Start, _gap != FoldedKind.Hard, ref steps);
            Steps = steps;
            InspectRun(end, isOpen: false);
        }

        _run.Clear();
        _letters.Clear();
    }

    // The skim goes past letters; the last two before this place may be an identifier's.
    private void LookBack(int at)
    {
        _run.Clear();
        _letters.Clear();
        _gap = FoldedKind.Hard;
        _isAfterDigit = false;
        _isAfterAlphanumeric = false;
        _isAfterPoint = at >= 2 && _utf8[at - 1] == '.' && char.IsAsciiDigit((char)_utf8[at - 2]);
        _isAfterPlus = at >= 1 && _utf8[at - 1] == '+';
        if (!_screener.FindsHkid)
        {
            return;
        }

        // What was read before is not looked at again: raw bytes there may be the inside of an escape.
        var from = at;
        var floor = Math.Max(_readEnd, at - Skim.MaxLookBack);
        _isAfterAlphanumeric = _readEnd == at && _readEndsAlphanumeric;
        for (var letters = 0; from > floor && letters < 3;)
        {
            Steps++;
            if (_utf8[..from].EndsWith(CharacterDataEnd))
            {
                from -= CharacterDataEnd.Length;
                continue;
            }

            var previous = CodePoints.Before(_utf8, from);
            var folded = FoldTable.Of(CodePoints.Decode(_utf8, previous, out _));
            if (folded.Kind == FoldedKind.Letter)
            {
                letters++;
            }
            else if (!folded.IsGap)
            {
                _isAfterAlphanumeric = folded.Kind == FoldedKind.Digit;
                break;
            }

            from = previous;
            _isAfterAlphanumeric = letters == 3 || (from == _readEnd && _readEndsAlphanumeric);
        }

        Replay(from, at);
    }

    private void Replay(int from, int at)
    {
        while (from < at)
        {
            if (EndsCharacterData(from))
            {
                from += CharacterDataEnd.Length;
                _gap = FoldedKind.Void;
                continue;
            }

            var scalar = CodePoints.Decode(_utf8, from, out var length);
            var folded = FoldTable.Of(scalar);
            if (folded.IsGap)
            {
                _gap = folded.Kind > _gap ? folded.Kind : _gap;
            }
            else
            {
                TakeLetters(folded, new Unit(scalar, from, from + length));
                _gap = FoldedKind.Hard;
                _isAfterAlphanumeric = true;
            }

            from += length;
        }
    }
}
