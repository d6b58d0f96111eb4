using Gateway.Policies.Screening.Context;
using Gateway.Policies.Screening.Kinds;

namespace Gateway.Policies.Screening.Words;

/// <summary>Telephone numbers of Hong Kong and Macao, fixed lines of the mainland, and numbers of records.</summary>
internal ref partial struct WordScan
{
    private const int CountryLength = 3;
    private const int MaxFixed = 12;
    private const int MaxBetween = 8;

    private bool FindTelephone(int from, ulong ends)
    {
        var place = _chain.PlaceOf(from);
        if (from > 0 && _chain.AreDigits(from - 1, 1))
        {
            return false;
        }

        var text = _chain.Text[from..];
        var plus = PlusBefore(place);
        var skip = text.StartsWith("00"u8) ? 2 : 0;
        var isAbroad = plus > 0 || skip > 0;
        var country = text[skip..];
        if (country.StartsWith("852"u8) || country.StartsWith("853"u8))
        {
            return FindAbroad(from, skip, ends, isAbroad, plus);
        }

        if (country.StartsWith("86"u8) && isAbroad)
        {
            return FindFixed(from, skip + 2, ends, isAbroad: true, plus);
        }

        return text[0] == '0' ? FindFixed(from, 1, ends, isAbroad: false, plus: 0) : FindLocal(from, ends);
    }

    // How far before the number a plus stands: "+852", "+ 852"; 0 for none.
    private readonly int PlusBefore(int place)
    {
        var back = place > 1 && _text[place - 1] == ' ' ? 2 : 1;
        return place >= back && _text[place - back] == '+' ? back : 0;
    }

    private bool FindAbroad(int from, int skip, ulong ends, bool isAbroad, int plus)
    {
        var length = skip + CountryLength + LocalNumber.Length;
        if (!Has(ends, length) || !_chain.AreDigits(from, length))
        {
            return false;
        }

        var country = _chain.Text[from + skip + 2];
        var local = _chain.Text.Slice(from + skip + CountryLength, LocalNumber.Length);
        var kind = country == '2' && local[0] >= '2' ? DetectorKind.HkPhone
            : country == '3' && local[0] is >= (byte)'2' and <= (byte)'8' ? DetectorKind.MacaoPhone
            : null;
        var score = isAbroad ? LocalNumber.PrefixScore : PhoneScore(from);
        return kind is not null && FoundPhone(kind, from, length, score, plus);
    }

    // With the 0 of its area in front, or with 86 and without it.
    private bool FindFixed(int from, int skip, ulong ends, bool isAbroad, int plus)
    {
        Span<byte> line = stackalloc byte[MaxFixed];
        line[0] = (byte)'0';
        for (var length = MaxFixed; length >= 10; length--)
        {
            var taken = skip + length - 1;
            if (!Has(ends, taken) || !_chain.AreDigits(from, taken))
            {
                continue;
            }

            _chain.Text.Slice(from + skip, length - 1).CopyTo(line[1..]);
            if (LocalNumber.IsMainlandFixed(line[..length]))
            {
                var score = isAbroad ? LocalNumber.PrefixScore : PhoneScore(from);
                return FoundPhone(DetectorKind.CnPhone, from, taken, score, plus);
            }
        }

        return false;
    }

    private bool FindLocal(int from, ulong ends)
    {
        const int Length = LocalNumber.Length;
        var isNumber = Has(ends, Length) && _chain.AreDigits(from, Length) && _chain.IsAlone(from, Length);
        if (!isNumber)
        {
            return false;
        }

        var local = _chain.Text.Slice(from, Length);
        if (CountryBefore(_chain.PlaceOf(from), out var begin) is { } abroad
            && (abroad == DetectorKind.HkPhone ? local[0] >= '2' : LocalNumber.IsMacao(local))
            && FoundPhone(abroad, from, Length, LocalNumber.PrefixScore, _chain.PlaceOf(from) - begin))
        {
            return true;
        }

        var (isHongKong, isMacao) = (LocalNumber.IsHongKong(local), LocalNumber.IsMacao(local));
        if ((!isHongKong && !isMacao) || PhoneScore(from) is var score && score < LocalNumber.ContextScore)
        {
            return false;
        }

        // The numbers overlap: Macao only where Macao is said.
        var saysMacao = (ContextAt(_chain.PlaceOf(from)) & (ContextBits.Macao | DetectorKind.MacaoId.Bit)) != 0;
        var kind = isMacao && (saysMacao || !isHongKong || !Wants(DetectorKind.HkPhone))
            ? DetectorKind.MacaoPhone
            : DetectorKind.HkPhone;
        return FoundPhone(kind, from, Length, score, plus: 0);
    }

    // (+852) 5123 4567, （852）51234567, +852(51234567): the country apart from its number, in brackets or before them.
    private readonly DetectorKind? CountryBefore(int place, out int begin)
    {
        begin = place;
        var brackets = 0;
        for (var last = Math.Max(0, place - MaxBetween); begin > last; begin = CodePoints.Before(_text, begin))
        {
            var sign = FoldTable.Of(CodePoints.Decode(_text, CodePoints.Before(_text, begin), out _));
            brackets += sign.First is (byte)'(' or (byte)')' ? 1 : 0;
            if (sign.Kind != FoldedKind.Space && sign.First is not ((byte)'(' or (byte)')'))
            {
                break;
            }
        }

        if (brackets == 0 || begin < CountryLength || !_text[(begin - CountryLength)..].StartsWith("85"u8))
        {
            return null;
        }

        begin -= CountryLength;
        var country = _text[begin + 2];
        begin -= begin > 0 && _text[begin - 1] == '+' ? 1 : 0;
        var isApart = begin == 0 || !char.IsAsciiLetterOrDigit((char)_text[begin - 1]);
        return !isApart ? null
            : country == '2' ? DetectorKind.HkPhone
            : country == '3' ? DetectorKind.MacaoPhone
            : null;
    }

    private double PhoneScore(int from) => (ContextAt(_chain.PlaceOf(from)) & ContextBits.Phone) != 0
        ? LocalNumber.ContextScore
        : LocalNumber.Score;

    private bool FoundPhone(DetectorKind kind, int from, int length, double score, int plus)
    {
        if (score < _screener.ThresholdOf(kind) || !Wants(kind))
        {
            return false;
        }

        _taken = _chain.PlaceOf(from + length - 1) + 1;
        Report(kind, _chain.PlaceOf(from) - plus, _taken, score);
        return true;
    }

    // A number of a hospital's or an insurer's own has no form: its label is all there is.
    private void FindRecord(int from)
    {
        if (from > 0 || !(Wants(DetectorKind.MedicalRecord) || Wants(DetectorKind.HealthCard)))
        {
            return;
        }

        var isWhole = !_chain.IsCut && _chain.Count <= MaxRecord;
        var length = isWhole ? _chain.Count : 0;
        var digits = System.Numerics.BitOperations.PopCount(_chain.Digits);
        if (length < MinRecord || digits < MinRecordDigits || IsDateOrTime(length))
        {
            return;
        }

        var context = ContextAt(_chain.PlaceOf(0));
        if ((context & DetectorKind.MedicalRecord.Bit) != 0)
        {
            Found(DetectorKind.MedicalRecord, 0, length, LocalNumber.ContextScore);
        }
        else if ((context & DetectorKind.HealthCard.Bit) != 0)
        {
            Found(DetectorKind.HealthCard, 0, length, LocalNumber.ContextScore);
        }
    }

    // 20260913, or 2026-09-13T08 before a colon.
    private readonly bool IsDateOrTime(int length)
    {
        const int Day = LocalNumber.Length;
        var isTime = length == Day + 3 && _chain.Text[Day] == 'T' && _chain.AreDigits(Day + 1, 2);
        return (length == Day || isTime) && _chain.AreDigits(0, Day) && LocalNumber.IsDate(_chain.Text);
    }
}
