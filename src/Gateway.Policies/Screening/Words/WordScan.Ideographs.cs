using Gateway.Policies.Screening.Kinds;

namespace Gateway.Policies.Screening.Words;

/// <summary>Numbers that ideographs stand around: plates and addresses.</summary>
internal ref partial struct WordScan
{
    private const int EmbassyLength = 6;
    private const int ArmedPoliceLength = 5;

    private void FindPlate(int place, byte after)
    {
        if (!Wants(DetectorKind.Plate) || place < _taken)
        {
            return;
        }

        var start = CodePoints.Before(_text, place);
        var province = CodePoints.Decode(_text, start, out _);
        var suffix = after >= 0x80 ? CodePoints.Decode(_text, _chain.End, out _) : 0;
        if (Plate.IsEmbassy(province) && _chain.Count == EmbassyLength && _chain.AreDigits(0, EmbassyLength)
            && after < 0x80)
        {
            Report(DetectorKind.Plate, start, _chain.End, Plate.EmbassyScore);
            return;
        }

        if (!Plate.IsProvince(province))
        {
            return;
        }

        if (start >= 2 && _text[(start - 2)..start].SequenceEqual("WJ"u8) && Has(_chain.Ends, ArmedPoliceLength)
            && Plate.IsArmedPolice(_chain.Text[..ArmedPoliceLength]))
        {
            ReportPlate(start - 2, ArmedPoliceLength, false);
            return;
        }

        for (var length = 7; length >= 5; length--)
        {
            var takesSuffix = length == _chain.Count && Plate.IsSuffix(suffix);
            if (Has(_chain.Ends, length) && Plate.IsMatch(_chain.Text[..length], takesSuffix))
            {
                ReportPlate(start, length, length == 5);
                return;
            }
        }
    }

    private void ReportPlate(int start, int length, bool takesSuffix)
    {
        var end = _chain.PlaceOf(length - 1) + 1;
        if (takesSuffix)
        {
            CodePoints.Decode(_text, end, out var width);
            end += width;
        }

        Report(DetectorKind.Plate, start, end, Plate.Score);
        _taken = Math.Max(_taken, end);
    }

    private int FindAddress()
    {
        var end = _chain.End;
        var scalar = CodePoints.Decode(_text, end, out _);
        if (!Wants(DetectorKind.CnAddress) || !ChineseAddress.EndsNumber(scalar))
        {
            return end;
        }

        var score = ChineseAddress.Find(_text, _chain.PlaceOf(0), out var first, out var last);
        if (score < _screener.ThresholdOf(DetectorKind.CnAddress) && Says(DetectorKind.CnAddress, first))
        {
            score += ChineseAddress.ContextBonus;
        }

        if (last <= first || score < _screener.ThresholdOf(DetectorKind.CnAddress))
        {
            return end;
        }

        Report(DetectorKind.CnAddress, first, last, Math.Min(score, 0.95));
        return Math.Max(end, last);
    }
}
