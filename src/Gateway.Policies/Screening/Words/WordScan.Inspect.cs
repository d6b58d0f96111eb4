using System.Numerics;
using Gateway.Policies.Parties;
using Gateway.Policies.Screening.Context;
using Gateway.Policies.Screening.Kinds;

namespace Gateway.Policies.Screening.Words;

/// <summary>What a chain of letters and digits may be: every word may begin something.</summary>
internal ref partial struct WordScan
{
    private const int MinLength = 8;
    private const int MaxRecord = 20;
    private const int MinRecord = 5;
    private const int MinRecordDigits = 4;

    // Bit L: something is L characters long.
    private const ulong Lengths = ~0UL << MinLength;

    // Looks at the chain; returns where to go on.
    private int Inspect(int at)
    {
        Steps += BitOperations.PopCount(_chain.Edges);
        var isWhole = !_chain.IsCut;
        var edges = _chain.Edges;
        var next = Math.Max(_chain.End, at + 1);
        if (_chain.Count < MinLength)
        {
            FindRecord(0);
        }
        else
        {
            for (; edges != 0; edges &= edges - 1)
            {
                var from = BitOperations.TrailingZeroCount(edges);
                if (!isWhole && from > Chain.Capacity - Carry)
                {
                    next = _chain.PlaceOf(from);
                    break;
                }

                if (_chain.PlaceOf(from) >= _taken)
                {
                    InspectFrom(from);
                }
            }
        }

        // One word longer than anything: its rest is no beginning of anything.
        if (!isWhole && edges == 0)
        {
            return WordEnd(next);
        }

        next = isWhole ? Math.Max(next, InspectAround()) : next;
        _floor = Math.Max(next, _taken);
        return _floor;
    }

    private void InspectFrom(int from)
    {
        var ends = _chain.Ends >> from;
        if ((ends & Lengths) == 0)
        {
            FindRecord(from);
            return;
        }

        var isFound = _chain.AreDigits(from, 1) ? InspectDigits(from, ends) : InspectLetters(from, ends);
        if (!isFound && !FindVehicle(from, ends) && !FindOrganisation(from, ends))
        {
            FindRecord(from);
        }
    }

    private static bool Has(ulong ends, int length) => ((ends >> length) & 1) != 0;

    // A number may be split in any way where it is all there is; else into as few parts as people write.
    private readonly bool IsGrouped(int from, int length) =>
        (from == 0 && from + length == _chain.Count) || _chain.Gaps(from, length) <= length / 4;

    private bool Found(DetectorKind kind, int from, int length, double score)
    {
        var end = _chain.PlaceOf(from + length - 1) + 1;
        Report(kind, _chain.PlaceOf(from), end, score);
        if (score >= _screener.ThresholdOf(kind) && Wants(kind))
        {
            _taken = end;
            return true;
        }

        return false;
    }

    private bool InspectLetters(int from, ulong ends)
    {
        var text = _chain.Text[from..];
        if (Wants(DetectorKind.Iban) && _chain.AreDigits(from + 2, 2)
            && Iban.LengthOf(text[0], text[1]) is var length and > 0 && Has(ends, length) && length <= text.Length
            && IsGrouped(from, length) && Iban.IsMatch(text[..length]))
        {
            return Found(DetectorKind.Iban, from, length, Iban.Score);
        }

        if (Wants(DetectorKind.TaiwanId) && Has(ends, TaiwanId.Length) && IsGrouped(from, TaiwanId.Length)
            && TaiwanId.IsMatch(text[..TaiwanId.Length]))
        {
            var score = Says(DetectorKind.TaiwanId, _chain.PlaceOf(from)) ? TaiwanId.ContextScore : TaiwanId.Score;
            return Found(DetectorKind.TaiwanId, from, TaiwanId.Length, score);
        }

        const int Permit = TravelDocument.PermitLength;
        return (Has(ends, Permit) && FindTravelDocument(from, Permit))
            || (Has(ends, Permit + 2) && FindTravelDocument(from, Permit + 2))
            || FindBank(from, ends);
    }

    private bool InspectDigits(int from, ulong ends)
    {
        if (FindTelephone(from, ends))
        {
            return true;
        }

        if (Has(ends, LocalNumber.Length) && _chain.AreDigits(from, LocalNumber.Length)
            && _chain.IsAlone(from, LocalNumber.Length) && FindMacaoId(from))
        {
            return true;
        }

        const int Permit = TravelDocument.PermitLength;
        if (Has(ends, Permit) && _chain.AreDigits(from, Permit) && _chain.IsAlone(from, Permit)
            && FindTravelDocument(from, Permit))
        {
            return true;
        }

        return Has(ends, LegacyResidentId.Length) && _chain.AreDigits(from, LegacyResidentId.Length)
            && _chain.IsAlone(from, LegacyResidentId.Length) && FindFifteen(from);
    }

    private bool FindFifteen(int from)
    {
        var text = _chain.Text.Slice(from, LegacyResidentId.Length);
        var context = ContextAt(_chain.PlaceOf(from));
        var isResident = LegacyResidentId.IsMatch(text) && (context & DetectorKind.PrcId15.Bit) != 0
            && Found(DetectorKind.PrcId15, from, text.Length, LegacyResidentId.ContextScore);
        return isResident || (Luhn.IsValid(text) && (context & DetectorKind.Imei.Bit) != 0
            && Found(DetectorKind.Imei, from, text.Length, Imei.ContextScore));
    }

    private bool FindMacaoId(int from)
    {
        var text = _chain.Text.Slice(from, MacaoId.Length);
        return MacaoId.MayBegin(text[0]) && !LocalNumber.IsDate(text)
            && Says(DetectorKind.MacaoId, _chain.PlaceOf(from))
            && Found(DetectorKind.MacaoId, from, MacaoId.Length, MacaoId.ContextScore);
    }

    private bool FindTravelDocument(int from, int length)
    {
        var text = _chain.Text.Slice(from, length);
        var isPermit = TravelDocument.IsHomeReturn(text);
        var isExit = TravelDocument.IsExitEntry(text);
        var isPassport = TravelDocument.IsPassport(text);
        if (!(isPermit || isExit || isPassport) || !IsGrouped(from, length))
        {
            return false;
        }

        // The words say which; "document number" says only that it is one.
        var context = ContextAt(_chain.PlaceOf(from));
        var kind = isPermit && (context & DetectorKind.HomeReturnPermit.Bit) != 0 ? DetectorKind.HomeReturnPermit
            : isExit && (context & DetectorKind.ExitEntryPermit.Bit) != 0 ? DetectorKind.ExitEntryPermit
            : isPassport && (context & DetectorKind.Passport.Bit) != 0 ? DetectorKind.Passport
            : null;
        if (kind is not null)
        {
            return Found(kind, from, length, TravelDocument.ContextScore);
        }

        var isSomeone = (context & ContextBits.Identity) != 0 && !_chain.AreDigits(from, length);
        kind = isExit ? DetectorKind.ExitEntryPermit
            : isPassport ? DetectorKind.Passport
            : DetectorKind.HomeReturnPermit;
        return isSomeone && Found(kind, from, length, TravelDocument.IdentityScore);
    }

    private bool FindVehicle(int from, ulong ends) =>
        Wants(DetectorKind.Vin) && Has(ends, Vin.Length) && IsGrouped(from, Vin.Length)
        && Vin.IsMatch(_chain.Text.Slice(from, Vin.Length))
        && Found(DetectorKind.Vin, from, Vin.Length, Vin.Score);

    private bool FindOrganisation(int from, ulong ends)
    {
        const int CodeLength = UnifiedSocialCreditCode.Length;
        var text = _chain.Text[from..];
        if (Wants(DetectorKind.Uscc) && Has(ends, CodeLength) && _chain.AreDigits(from + 2, 6)
            && IsGrouped(from, CodeLength) && Uscc.IsMatch(text[..CodeLength]))
        {
            var areDigits = _chain.AreDigits(from, CodeLength);
            var isOther = ResidentId.IsMatch(text[..CodeLength])
                || (areDigits && (!_chain.IsAlone(from, CodeLength) || BankCard.IsMatch(text[..CodeLength])));
            return !isOther && Found(DetectorKind.Uscc, from, CodeLength, areDigits ? Uscc.DigitsScore : Uscc.Score);
        }

        if (!Wants(DetectorKind.Lei) || !Has(ends, Lei.Length) || !IsGrouped(from, Lei.Length)
            || !Lei.IsMatch(text[..Lei.Length]))
        {
            return false;
        }

        var score = !_chain.AreDigits(from, Lei.Length) || Says(DetectorKind.Lei, _chain.PlaceOf(from))
            ? Lei.Score
            : Lei.DigitsScore;
        return Found(DetectorKind.Lei, from, Lei.Length, score);
    }

    private bool FindBank(int from, ulong ends)
    {
        foreach (var length in (ReadOnlySpan<int>)[11, 8])
        {
            if (Wants(DetectorKind.Bic) && Has(ends, length) && _chain.Gaps(from, length) == 0
                && Bic.IsMatch(_chain.Text.Slice(from, length)) && Says(DetectorKind.Bic, _chain.PlaceOf(from)))
            {
                return Found(DetectorKind.Bic, from, length, Bic.ContextScore);
            }
        }

        return false;
    }
}
