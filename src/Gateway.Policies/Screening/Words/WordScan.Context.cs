using System.Buffers;
using Gateway.Policies.Screening.Context;

namespace Gateway.Policies.Screening.Words;

/// <summary>The words that stand before a value in the same field, and the name of the field itself.</summary>
internal ref partial struct WordScan
{
    /// <summary>How far a label may stand from its value.</summary>
    internal const int MaxLabel = 96;

    private static readonly SearchValues<byte> EndsOfField = SearchValues.Create(",;{}[\n\r|"u8);

    /// <summary>Every word that says something about a value at this place.</summary>
    private ulong ContextAt(int at)
    {
        var place = RawPlace(at);
        if (_contextAt != place)
        {
            _contextAt = place;
            _context = _screener.FieldContext | ContextAutomaton.Shared.Read(Label(_raw, place));
        }

        return _context;
    }

    private bool Says(DetectorKind kind, int at) => (ContextAt(at) & kind.Bit) != 0;

    // From the end of the field before; where that leaves no letter (a list of numbers), from the one before it.
    internal static ReadOnlySpan<byte> Label(ReadOnlySpan<byte> text, int place)
    {
        var first = Math.Max(0, place - MaxLabel);
        var label = ReadOnlySpan<byte>.Empty;
        for (var end = place; end > first && !HasLetter(label);)
        {
            var window = text[first..end];
            var (part, length) = LastPart(window);
            end = part < 0 ? first : first + part;
            label = text[(part < 0 ? first : end + length)..place];
        }

        return label;
    }

    // Where the last field before ends, and how long what ends it is.
    private static (int At, int Length) LastPart(ReadOnlySpan<byte> window)
    {
        var part = window.LastIndexOfAny(EndsOfField);
        var tag = window.LastIndexOf("</"u8);
        var mark = window.ContainsAnyInRange((byte)0x80, (byte)0xFF) ? LastMark(window) : -1;
        if (tag > part && tag > mark)
        {
            var close = window[tag..].IndexOf((byte)'>');
            return (tag, close < 0 ? window.Length - tag : close + 1);
        }

        return mark > part ? (mark, 3) : (part, 1);
    }

    // The commas and full stops of Chinese, three bytes each.
    private static int LastMark(ReadOnlySpan<byte> window) => Math.Max(
        Math.Max(window.LastIndexOf("，"u8), window.LastIndexOf("。"u8)),
        Math.Max(window.LastIndexOf("；"u8), window.LastIndexOf("、"u8)));

    private static bool HasLetter(ReadOnlySpan<byte> text)
    {
        foreach (var value in text)
        {
            if (value >= 0x80 || char.IsAsciiLetter((char)value))
            {
                return true;
            }
        }

        return false;
    }
}
