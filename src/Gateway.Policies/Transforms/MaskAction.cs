using System.Text;
using Gateway.Policies.Catalogue;
using Gateway.Policies.Formats;

namespace Gateway.Policies.Transforms;

/// <summary>
/// Keeps the first and last Unicode scalars and hides the rest (FORMATS.md 1, mask). Short values are hidden whole,
/// so that keeping four of five characters is not called masking.
/// </summary>
internal sealed class MaskAction(FieldAction.Mask rule) : ValueAction
{
    private readonly byte[] _filler = Encoding.UTF8.GetBytes(rule.Filler);
    private readonly byte[] _written = JsonText.Quote(rule.Filler)[1..^1];

    internal override FieldOutcome Outcome => FieldOutcome.Masked;

    /// <summary>False where the rule's numbers or its filler make no sense.</summary>
    internal static bool IsUsable(FieldAction.Mask rule) =>
        rule is { KeepFirst: >= 0, KeepLast: >= 0, MinHidden: null or >= 0 }
            && Rune.TryGetRuneAt(rule.Filler.Length == 0 ? "\0" : rule.Filler, 0, out var filler)
            && rule.Filler.Length == filler.Utf16SequenceLength;

    internal override void Write(ReadOnlySpan<byte> text, bool isPlain, ref OutputWriter output)
    {
        if (isPlain && _filler.Length == 1 && _written.Length == 1 && Ascii.IsValid(text))
        {
            WriteAscii(text, ref output);
        }
        else
        {
            WriteAny(text, ref output);
        }
    }

    // The same as below where every scalar is one byte and none needs an escape: most identifiers are so.
    private void WriteAscii(ReadOnlySpan<byte> text, ref OutputWriter output)
    {
        var keptScalars = (long)rule.KeepFirst + rule.KeepLast;
        var keeps = text.Length - keptScalars >= Math.Max(rule.MinHidden ?? (text.Length + 1) / 2, 1);
        var head = keeps ? rule.KeepFirst : 0;
        var tail = keeps ? text.Length - rule.KeepLast : text.Length;
        if (!text[head..tail].ContainsAnyExcept(_filler[0]))
        {
            WriteAny(text, ref output);
            return;
        }

        var target = output.Reserve(text.Length + 2)[..(text.Length + 2)];
        target[0] = (byte)'"';
        target[^1] = (byte)'"';
        text[..head].CopyTo(target[1..]);
        target[(head + 1)..(tail + 1)].Fill(_written[0]);
        text[tail..].CopyTo(target[(tail + 1)..]);
        output.Commit(target.Length);
    }

    private void WriteAny(ReadOnlySpan<byte> text, ref OutputWriter output)
    {
        var length = CountScalars(text);
        var minHidden = rule.MinHidden ?? (length + 1) / 2;
        var keptScalars = (long)rule.KeepFirst + rule.KeepLast;
        var head = 0;
        var tail = text.Length;
        if (length - keptScalars >= Math.Max(minHidden, 1))
        {
            head = Skip(text, rule.KeepFirst);
            tail = SkipBack(text, rule.KeepLast);
        }

        // What would be hidden may already be nothing but fillers: then masking is no change, and nothing is kept.
        if (IsFiller(text[head..tail]))
        {
            head = 0;
            tail = text.Length;
        }

        // INVARIANT: the output differs from the input. All fillers in: one more filler out.
        var hidden = CountScalars(text[head..tail]) + (IsFiller(text[head..tail]) ? 1 : 0);
        output.Write("\""u8);
        WriteEscaped(text[..head], ref output);
        WriteFiller(hidden, ref output);
        WriteEscaped(text[tail..], ref output);
        output.Write("\""u8);
    }

    private bool IsFiller(ReadOnlySpan<byte> text)
    {
        while (text.StartsWith(_filler))
        {
            text = text[_filler.Length..];
        }

        return text.IsEmpty;
    }

    private void WriteFiller(int count, ref OutputWriter output)
    {
        var size = checked(count * _written.Length);
        var target = output.Reserve(size)[..size];
        if (_written.Length == 1)
        {
            target.Fill(_written[0]);
        }
        else
        {
            for (var at = 0; at < size; at += _written.Length)
            {
                _written.CopyTo(target[at..]);
            }
        }

        output.Commit(size);
    }

    private static void WriteEscaped(ReadOnlySpan<byte> text, ref OutputWriter output)
    {
        if (!text.IsEmpty)
        {
            output.Commit(JsonText.Escape(text, output.Reserve(checked(text.Length * JsonText.MaxExpansion))));
        }
    }

    // In valid UTF-8 every scalar has exactly one byte that is not a continuation (10xxxxxx).
    private static int CountScalars(ReadOnlySpan<byte> text)
    {
        var count = 0;
        if (Ascii.IsValid(text))
        {
            return text.Length;
        }

        foreach (var unit in text)
        {
            count += IsContinuation(unit) ? 0 : 1;
        }

        return count;
    }

    private static int Skip(ReadOnlySpan<byte> text, int scalars)
    {
        var at = 0;
        for (; scalars > 0; scalars--)
        {
            do
            {
                at++;
            }
            while (at < text.Length && IsContinuation(text[at]));
        }

        return at;
    }

    private static int SkipBack(ReadOnlySpan<byte> text, int scalars)
    {
        var at = text.Length;
        for (; scalars > 0; scalars--)
        {
            do
            {
                at--;
            }
            while (IsContinuation(text[at]));
        }

        return at;
    }

    private static bool IsContinuation(byte unit) => (unit & 0xC0) == 0x80;
}
