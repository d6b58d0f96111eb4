using System.Buffers;
using Gateway.Policies.Screening.Context;
using Gateway.Policies.Screening.Kinds;

namespace Gateway.Policies.Screening.Words;

/// <summary>Passing over what cannot be anything: short numbers in plain text, which most numbers are.</summary>
internal ref partial struct WordScan
{
    private const int MaxPlainDigits = 7;
    private const int MaxPlainFraction = 3;

    // Nothing that is looked for begins, ends or goes on with one of these beside a short number.
    private static readonly SearchValues<byte> Plain = SearchValues.Create("\",{}[=|!?'\n"u8);

    // What is up to this long has no check digit, but for the number of Taiwan: without words beside it it is nothing.
    private const int MaxUnchecked = 14;

    private static readonly ulong AskedFor = DetectorKind.PrcId15.Bit | DetectorKind.MacaoId.Bit | DetectorKind.Bic.Bit
        | DetectorKind.HomeReturnPermit.Bit | DetectorKind.ExitEntryPermit.Bit | DetectorKind.Passport.Bit
        | DetectorKind.Imei.Bit | DetectorKind.MedicalRecord.Bit | DetectorKind.HealthCard.Bit
        | ContextBits.Identity | ContextBits.Phone | ContextBits.Macao;

    private static readonly ulong Records = DetectorKind.MedicalRecord.Bit | DetectorKind.HealthCard.Bit;

    private readonly int AfterCount(int start, int at) =>
        start == at && start - _floor >= IdeographCount.IdeographLength
        && IdeographCount.TryEnd(_text, start, out var end) ? end : -1;

    // Where to go on; -1 for a number that must be looked at.
    // INVARIANT: asks for more than any detector would let pass.
    private int AfterShort(int start, int at)
    {
        if (!IsPlainOpening(start))
        {
            return AfterCount(start, at);
        }

        var end = at + 1;
        while (end < _text.Length && end - start <= MaxUnchecked && char.IsAsciiLetterOrDigit((char)_text[end]))
        {
            end++;
        }

        var length = end - start;
        if (length > MaxUnchecked || !IsPlainEnding(end))
        {
            return start < at ? -1 : AfterDate(at) is var date and >= 0 ? date : AfterDecimal(at);
        }

        var mayStandAlone = (length == TaiwanId.Length && start < at) || _text[start..].StartsWith("00"u8);
        return length < MinRecord || (!mayStandAlone && (ContextAt(start) & AskedFor) == 0) ? end : -1;
    }

    // 2026-09-13, or 2026-09-13T08:15:00Z
    private readonly int AfterDate(int at)
    {
        var text = _text[at..];
        if (text.Length < 10 || text[4] != '-' || text[7] != '-'
            || !AreDigits(text[..4]) || !AreDigits(text[5..7]) || !AreDigits(text[8..10])
            || !LocalNumber.IsDate(text[..4], text[5..7], text[8..10]))
        {
            return -1;
        }

        var end = 10;
        if (text.Length >= 16 && text[10] == 'T' && text[13] == ':'
            && AreDigits(text[11..13]) && AreDigits(text[14..16]))
        {
            end = text.Length >= 19 && text[16] == ':' && AreDigits(text[17..19]) ? 19 : 16;
            end += end < text.Length && text[end] == 'Z' ? 1 : 0;
        }

        return IsPlainEnding(at + end) ? at + end : -1;
    }

    private static bool AreDigits(ReadOnlySpan<byte> text) => !text.ContainsAnyExceptInRange((byte)'0', (byte)'9');

    // 329296.41: an amount, unless a word beside it says it is the number of a record.
    private int AfterDecimal(int at)
    {
        var point = at;
        while (point < _text.Length && point - at <= MaxPlainDigits && char.IsAsciiDigit((char)_text[point]))
        {
            point++;
        }

        if (point - at > MaxPlainDigits || point >= _text.Length || _text[point] != '.')
        {
            return -1;
        }

        var end = point + 1;
        while (end < _text.Length && end - point <= MaxPlainFraction && char.IsAsciiDigit((char)_text[end]))
        {
            end++;
        }

        // A sentence ends with a point too.
        var isFraction = end > point + 1 && end - point <= MaxPlainFraction && IsPlainEnding(end);
        return isFraction && (point - at < MinRecord || (ContextAt(at) & Records) == 0) ? end : -1;
    }

    private readonly bool IsPlainOpening(int start)
    {
        if (start <= _floor)
        {
            return start == 0;
        }

        var before = _text[start - 1];
        var second = start >= 2 ? _text[start - 2] : (byte)0;
        return (EndsRows || before != '\n') && (Plain.Contains(before)
            || (before == ':' && second == '"') || (before == ' ' && char.IsAsciiLetterLower((char)second)));
    }

    private readonly bool IsPlainEnding(int end)
    {
        if (end >= _text.Length)
        {
            return true;
        }

        var after = _text[end];
        return (EndsRows || after != '\n') && (Plain.Contains(after)
            || (after == ' ' && end + 1 < _text.Length && char.IsAsciiLetterLower((char)_text[end + 1])));
    }
}
