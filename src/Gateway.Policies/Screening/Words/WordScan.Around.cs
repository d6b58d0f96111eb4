using Gateway.Policies.Screening.Context;
using Gateway.Policies.Screening.Kinds;

namespace Gateway.Policies.Screening.Words;

/// <summary>What a chain is together with what touches it: points, colons, brackets, ideographs.</summary>
internal ref partial struct WordScan
{
    private const int MaxToken = 48;
    private const int MinFraction = 4;
    private const ulong Pairs = 0b0101_0101_0101;
    private const int PairsLength = 12;

    // Returns where to go on: behind the chain, or behind what was found with it.
    private int InspectAround()
    {
        var end = _chain.End;
        var place = _chain.PlaceOf(0);
        var before = place > _floor ? _text[place - 1] : (byte)0;
        var after = end < _text.Length ? _text[end] : (byte)0;
        var open = BehindGaps(end);
        if (open > end && open < _text.Length && _text[open] == '(')
        {
            end = Math.Max(end, FindMacaoId(end, open));
        }
        else if (after == '.')
        {
            end = Math.Max(end, AfterPoint(end));
        }
        else if (after is (byte)'(' or (byte)'/' or (byte)')')
        {
            end = Math.Max(end, AfterBracket(before, after));
        }
        else if (after == ':' || before == ':')
        {
            end = Math.Max(end, AfterColon(place));
        }
        else if (_chain.Edges == Pairs && _chain.Count == PairsLength)
        {
            FindHardware(place);
        }

        FindMachineReadable(before, after);
        if (before >= 0x80)
        {
            FindPlate(place, after);
        }

        return after >= 0x80 ? Math.Max(end, FindAddress()) : end;
    }

    // Where the digits begin that end at a place.
    private readonly int DigitsBefore(int end, int most)
    {
        var start = end;
        while (start > _floor && end - start < most && char.IsAsciiDigit((char)_text[start - 1]))
        {
            start--;
        }

        return start;
    }

    private int AfterPoint(int end)
    {
        var start = DigitsBefore(end, 4);
        var before = start > 0 ? _text[start - 1] : (byte)0;
        if (start == end || end - start > 3 || before is (byte)'.' or (byte)'_'
            || char.IsAsciiLetterOrDigit((char)before))
        {
            return end;
        }

        var length = Wants(DetectorKind.Ip) ? NetworkAddress.QuadLength(_text[start..], out var isSmall) : 0;
        if (length == 0)
        {
            return Wants(DetectorKind.Coordinates) ? FindCoordinates(start, before) : end;
        }

        NetworkAddress.QuadLength(_text[start..], out isSmall);
        var context = ContextAt(start);
        var score = (context & DetectorKind.Ip.Bit) != 0 ? NetworkAddress.ContextScore
            : (context & ContextBits.Version) != 0 || isSmall ? NetworkAddress.VersionScore
            : NetworkAddress.Score;
        Report(DetectorKind.Ip, start, start + length, score);
        return start + length;
    }

    private int FindCoordinates(int start, byte before)
    {
        start -= before == '-' ? 1 : 0;
        var first = Coordinate.LengthOf(_text[start..], out var degrees);
        if (first == 0 || Math.Abs(degrees) > 180 || !Says(DetectorKind.Coordinates, start))
        {
            return start;
        }

        var second = start + first;
        while (second < Math.Min(_text.Length, start + first + 3)
            && _text[second] is (byte)' ' or (byte)',' or (byte)'/')
        {
            second++;
        }

        var length = second > start + first ? Coordinate.LengthOf(_text[second..], out _) : 0;
        var end = length > 0 ? second + length : start + first;
        Report(DetectorKind.Coordinates, start, end, length > 0 ? Coordinate.PairScore : Coordinate.Score);
        return end;
    }

    private int AfterColon(int place)
    {
        // The parts of a time, or of an address, once for all of them.
        if (place < _colonEnd)
        {
            return place;
        }

        var (start, end) = (place, place);
        while (start > 0 && place - start < MaxToken && IsHexOrColon(_text[start - 1]))
        {
            start--;
        }

        while (end < _text.Length && end - start < MaxToken && IsHexOrColon(_text[end]))
        {
            end++;
        }

        _colonEnd = end;
        var token = _text[start..end];
        var isWhole = (start == 0 || !char.IsAsciiLetterOrDigit((char)_text[start - 1]))
            && (end == _text.Length || !char.IsAsciiLetterOrDigit((char)_text[end]));
        if (!isWhole || start < _taken || token.Count((byte)':') < 2)
        {
            return place;
        }

        var isHardware = NetworkAddress.IsHardware(token);
        if (!isHardware && !NetworkAddress.IsVersionSix(token))
        {
            return place;
        }

        Report(isHardware ? DetectorKind.Mac : DetectorKind.Ip, start, end, NetworkAddress.ContextScore);
        _taken = end;
        return end;
    }

    private static bool IsHexOrColon(byte value) => value == ':' || char.IsAsciiHexDigit((char)value);

    // 00-1A-2B-3C-4D-5E; without a letter it may be a date and time, so a word must say.
    private void FindHardware(int place)
    {
        var text = _chain.Text;
        foreach (var value in text)
        {
            if (!char.IsAsciiHexDigit((char)value))
            {
                return;
            }
        }

        var hasLetter = !_chain.AreDigits(0, PairsLength);
        var end = _chain.PlaceOf(PairsLength - 1) + 1;
        var isDashed = _text[place..end].Count((byte)'-') == 5;
        if (isDashed && (hasLetter || Says(DetectorKind.Mac, place)))
        {
            Report(DetectorKind.Mac, place, end, hasLetter ? 0.8 : LocalNumber.ContextScore);
        }
    }

    private int AfterBracket(byte before, byte after)
    {
        var (place, end) = (_chain.PlaceOf(0), _chain.End);
        if (after == ')')
        {
            return before == '(' ? AfterArea(place, end) : end;
        }

        if (after == '/' && _text[(end + 1)..].StartsWith("F"u8) && _chain.AreDigits(0, _chain.Count))
        {
            var around = _text[Math.Max(0, place - 64)..Math.Min(_text.Length, end + 64)];
            var isStreet = (ContextAutomaton.Shared.Read(around) & ContextBits.Street) != 0;
            Report(DetectorKind.CnAddress, place, end + 2, isStreet ? 0.55 : 0.2);
            return end;
        }

        return after == '(' ? FindMacaoId(end, end) : FindStrokedMacaoId(DigitsBefore(end, 2), end);
    }

    // 1/234567/8
    private int FindStrokedMacaoId(int place, int end)
    {
        var rest = _text[end..];
        var isStroke = end - place == 1 && rest.Length >= 9 && rest[7] == '/'
            && !rest[1..7].ContainsAnyExceptInRange((byte)'0', (byte)'9') && char.IsAsciiDigit((char)rest[8])
            && (rest.Length == 9 || !char.IsAsciiLetterOrDigit((char)rest[9]));
        return isStroke ? ReportMacaoId(place, end, end + 9) : end;
    }

    // 1234567(8), 1234567 (8), 123 4567(8): what stands before the bracket in any groups.
    private int FindMacaoId(int end, int open)
    {
        const int Body = MacaoId.Length - 1;
        var from = _chain.Count - Body;
        if (from < 0 || !_chain.AreDigits(from, Body) || !_chain.IsAlone(from, Body))
        {
            return end;
        }

        var digit = BehindGaps(open + 1);
        var close = BehindGaps(digit + 1);
        return close < _text.Length && char.IsAsciiDigit((char)_text[digit]) && _text[close] == ')'
            ? ReportMacaoId(_chain.PlaceOf(from), end, close + 1)
            : end;
    }

    // Returns where to go on.
    private int ReportMacaoId(int place, int end, int behind)
    {
        if (!Wants(DetectorKind.MacaoId) || !MacaoId.MayBegin(_text[place]))
        {
            return end;
        }

        var says = (ContextAt(place) & (DetectorKind.MacaoId.Bit | ContextBits.Identity | ContextBits.Macao)) != 0;
        Report(DetectorKind.MacaoId, place, behind, says ? MacaoId.ContextScore : MacaoId.Score);
        return behind;
    }

    // (0755) 8888 8888
    private int AfterArea(int place, int end)
    {
        var area = _chain.Count;
        if (area is < 3 or > 4 || !_chain.AreDigits(0, area) || _chain.Text[0] != '0' || !Wants(DetectorKind.CnPhone))
        {
            return end;
        }

        Span<byte> line = stackalloc byte[MaxFixed];
        _chain.Text.CopyTo(line);
        _chain.Gather(_text, end + 1, EndsRows);
        var length = _chain.Count;
        if (length is 7 or 8 && _chain.AreDigits(0, length) && !_chain.IsCut)
        {
            _chain.Text.CopyTo(line[area..]);
            var isFixed = LocalNumber.IsMainlandFixed(line[..(area + length)]);
            var last = _chain.End;
            if (isFixed && (ContextAt(place) & ContextBits.Phone) != 0)
            {
                Report(DetectorKind.CnPhone, place - 1, last, LocalNumber.ContextScore);
                return last;
            }
        }

        _chain.Gather(_text, place, EndsRows);
        return end;
    }

    private void FindMachineReadable(byte before, byte after)
    {
        var mayBe = after == '<' || before == '<' || _chain.Count >= MachineReadable.CardLength - 2;
        if (!mayBe || !Wants(DetectorKind.Mrz))
        {
            return;
        }

        var (start, end) = (_chain.PlaceOf(0), _chain.PlaceOf(0));
        while (start > _taken && _chain.PlaceOf(0) - start < MaxToken && IsZoneCharacter(_text[start - 1]))
        {
            start--;
        }

        while (end < _text.Length && end - start < MaxToken && IsZoneCharacter(_text[end]))
        {
            end++;
        }

        // What begins a tag behind the line is no part of it.
        end -= end > start && _text[end - 1] == '<' && BeginsTag(end) ? 1 : 0;
        if (MachineReadable.IsMatch(_text[start..end]))
        {
            Report(DetectorKind.Mrz, start, end, MachineReadable.Score);
            _taken = end;
        }
    }

    private readonly bool BeginsTag(int at) => at < _text.Length && Scan.MayFollowBracket(_text[at]);

    private static bool IsZoneCharacter(byte value) =>
        value == '<' || char.IsAsciiDigit((char)value) || char.IsAsciiLetterUpper((char)value);
}
