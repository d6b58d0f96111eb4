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

    // Where the last field before ends, and how long what ends it is. Labels are short: byte by byte from behind.
    private static (int At, int Length) LastPart(ReadOnlySpan<byte> window)
    {
        for (var at = window.Length - 1; at >= 0; at--)
        {
            var value = window[at];
            if (value < 0x80 && EndsOfField.Contains(value))
            {
                return (at, 1);
            }

            if (value == '<' && window[at..].StartsWith("</"u8))
            {
                var close = window[at..].IndexOf((byte)'>');
                return (at, close < 0 ? window.Length - at : close + 1);
            }

            // The commas and full stops of Chinese, three bytes each.
            if (value is 0x81 or 0x82 or 0x8C or 0x9B && at >= 2 && IsMark(window.Slice(at - 2, 3)))
            {
                return (at - 2, 3);
            }
        }

        return (-1, 0);
    }

    private static bool IsMark(ReadOnlySpan<byte> text) => text.SequenceEqual("，"u8) || text.SequenceEqual("。"u8)
        || text.SequenceEqual("；"u8) || text.SequenceEqual("、"u8);

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
