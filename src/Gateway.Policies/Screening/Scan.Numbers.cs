namespace Gateway.Policies.Screening;

/// <summary>What a run of digits may be: every place a number may begin is tried by every detector.</summary>
internal ref partial struct Scan
{
    private readonly bool EndsRows => _mode == ScanMode.Document;

    private void InspectRun(RunEnd end, bool isOpen)
    {
        if (_screener.FindsHkid && !_run.IsContinued)
        {
            FindHkid(end, isOpen);
        }

        for (var i = 0; i < _run.Count; i++)
        {
            Steps++;
            if (!_run.MayStart(i))
            {
                continue;
            }

            if (_screener.FindsResidentId)
            {
                FindResidentId(i, end, isOpen);
            }

            // What is part of a resident identity number is not a card or a telephone too.
            if (_run[i].Start < _residentIdEnd)
            {
                continue;
            }

            if (_screener.FindsBankCard)
            {
                FindBankCard(i, end, isOpen);
            }

            if (_screener.FindsMobile)
            {
                FindMobile(i, end, isOpen);
            }
        }
    }

    private void FindResidentId(int from, RunEnd end, bool isOpen)
    {
        var text = _run.Text[from..];
        if (text.Length < ResidentId.Length - 1 || !ResidentId.MayBegin(text) || _run[from].Start < _residentIdEnd)
        {
            return;
        }

        var to = from + ResidentId.Length;
        if (to <= _run.Count)
        {
            if (_run.MayEnd(to, isOpen) && ResidentId.IsMatch(text[..ResidentId.Length]))
            {
                ReportResidentId(_run[from].Start, _run[to - 1].End);
            }
        }
        else if (end.Letter is (byte)'X' or (byte)'x' && (end.StandsAlone || !end.IsApart))
        {
            Span<byte> withCheck = stackalloc byte[ResidentId.Length];
            text.CopyTo(withCheck);
            withCheck[^1] = end.Letter;
            if (ResidentId.IsMatch(withCheck))
            {
                ReportResidentId(_run[from].Start, end.LetterEnd);
            }
        }
    }

    private void ReportResidentId(int start, int end)
    {
        _residentIdEnd = end;
        Report(DetectorKind.PrcId, start, end, ResidentId.Score);
    }

    private void FindBankCard(int from, RunEnd end, bool isOpen)
    {
        var text = _run.Text[from..];
        var lengths = BankCard.Lengths(text);
        if (lengths == 0 || _run[from].Start < _bankCardEnd || (from == 0 && _runIsDecimal))
        {
            return;
        }

        for (var length = Math.Min(BankCard.MaxLength, text.Length); length >= BankCard.MinLength; length--)
        {
            var to = from + length;
            var isNumber = (lengths >> length & 1) == 1 && _run.MayEnd(to, isOpen) && Luhn.IsValid(text[..length])
                && !(to == _run.Count && end.IsDecimal) && !IsLikeResidentId(text[..length]);
            if (!isNumber || Covered(from, to))
            {
                continue;
            }

            if (Grouping.IsCard(in _run, from, to) || Grouping.IsWhole(in _run, from, to, isOpen, EndsRows))
            {
                _bankCardEnd = _run[to - 1].End;
                var score = Grouping.IsOnePiece(in _run, from, to) ? BankCard.Score : BankCard.SplitScore;
                Report(DetectorKind.BankCard, _run[from].Start, _bankCardEnd, score);
                return;
            }
        }
    }

    // A resident identity number with one wrong digit is not a card: no card has a birthday in the middle.
    private static bool IsLikeResidentId(ReadOnlySpan<byte> text) =>
        text.Length == ResidentId.Length && ResidentId.MayBegin(text) && ResidentId.HasBirthDate(text);

    private void FindMobile(int from, RunEnd end, bool isOpen)
    {
        var text = _run.Text[from..];
        var prefix = CnMobile.PrefixLength(text);
        var to = from + prefix + CnMobile.Length;
        if (to > _run.Count || _run[from].Start < _mobileEnd || !_run.MayEnd(to, isOpen))
        {
            return;
        }

        var score = CnMobile.ScoreOf(text.Slice(prefix, CnMobile.Length));
        var isDecimal = (from == 0 && _runIsDecimal) || (to == _run.Count && end.IsDecimal);
        var isAbroad = from == 0 && prefix == 0 && _runIsInternational && Grouping.IsNorthAmerican(in _run, from, to);
        if (score == 0 || isDecimal || isAbroad || Covered(from, to))
        {
            return;
        }

        if (Grouping.IsMobile(in _run, from + prefix, to) || Grouping.IsWhole(in _run, from, to, isOpen, EndsRows))
        {
            _mobileEnd = _run[to - 1].End;
            Report(DetectorKind.CnMobile, _run[from].Start, _mobileEnd, score);
        }
    }

    private void FindHkid(RunEnd end, bool isOpen)
    {
        if (!_letters.MayBegin || _run.Count < Hkid.DigitCount || isOpen && _run.Count <= Hkid.DigitCount + 1)
        {
            return;
        }

        var check = (byte)0;
        var to = 0;
        var score = BareHkidScore();
        if (_run.Count == Hkid.DigitCount && end.Bracketed != 0)
        {
            (check, to, score) = (end.Bracketed, end.BracketEnd, Hkid.BracketedScore);
        }
        else if (_run.Count == Hkid.DigitCount && end.StandsAlone)
        {
            (check, to) = (end.Letter, end.LetterEnd);
        }
        else if (_run.Count > Hkid.DigitCount && _run.MayEnd(Hkid.DigitCount + 1, isOpen) && !GoesOn(end)
            && (_run.Count == Hkid.DigitCount + 1 || Grouping.IsOnePiece(in _run, 0, Hkid.DigitCount + 1)))
        {
            (check, to) = (_run.Text[Hkid.DigitCount], _run[Hkid.DigitCount].End);
        }

        var start = check == 0 ? -1 : HkidStart(check);
        if (start >= 0 && !UuidShape.Covers(_utf8, start, to))
        {
            Report(DetectorKind.Hkid, start, to, score);
        }
    }

    private readonly bool GoesOn(RunEnd end) =>
        _run.Count == Hkid.DigitCount + 1 && (end.IsDecimal || (end.Letter != 0 && !end.IsApart));

    // "no 1234567" is prose: without brackets, letters that stand apart from the digits must be capitals,
    // and in a document on the same line.
    private readonly double BareHkidScore()
    {
        if (_run[0].Gap <= FoldedKind.Void)
        {
            return Hkid.BareScore;
        }

        var isApart = char.IsAsciiLetterLower((char)_letters.Last) || (EndsRows && _run[0].Gap == FoldedKind.Line);
        return isApart ? 0 : Hkid.SpacedScore;
    }

    private readonly int HkidStart(byte check)
    {
        var digits = _run.Text[..Hkid.DigitCount];
        if (_letters.LastOpens && Hkid.IsMatch(0, _letters.Last, digits, check))
        {
            return _letters.LastStart;
        }

        return _letters.HasTwo && _letters.BeforeOpens && Hkid.IsMatch(_letters.Before, _letters.Last, digits, check)
            ? _letters.BeforeStart
            : -1;
    }

    private readonly bool Covered(int from, int to) => UuidShape.Covers(_utf8, _run[from].Start, _run[to - 1].End);
}
