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

    // One byte in UTF-8 and in a JSON string.
    private readonly bool _isSimple = JsonText.Quote(rule.Filler).Length == 3;

    internal override FieldOutcome Outcome => FieldOutcome.Masked;

    /// <summary>False where the rule's numbers or its filler make no sense.</summary>
    internal static bool IsUsable(FieldAction.Mask rule) =>
        rule is { KeepFirst: >= 0, KeepLast: >= 0, MinHidden: null or >= 0 }
            && Rune.TryGetRuneAt(rule.Filler.Length == 0 ? "\0" : rule.Filler, 0, out var filler)
            && rule.Filler.Length == filler.Utf16SequenceLength;

    internal override void WriteText(ReadOnlySpan<byte> text, in Surroundings surroundings, PooledList<byte> target)
    {
        var (head, tail) = Hidden(text);

        // INVARIANT: the output differs from the input. All fillers in: one more filler out.
        var hidden = CountScalars(text[head..tail]) + (IsFiller(text[head..tail]) ? 1 : 0);
        text[..head].CopyTo(target.Extend(head));
        WriteFiller(target.Extend(checked(hidden * _filler.Length)));
        text[tail..].CopyTo(target.Extend(text.Length - tail));
    }

    // The same in one go where every scalar is one byte and none needs an escape: most identifiers are so.
    internal override void WriteJson(
        ReadOnlySpan<byte> text,
        bool isPlain,
        in Surroundings surroundings,
        PooledList<byte> scratch,
        ref OutputWriter output)
    {
        if (!isPlain || !_isSimple || !Ascii.IsValid(text))
        {
            base.WriteJson(text, isPlain, surroundings, scratch, ref output);
            return;
        }

        var (head, tail) = HiddenAscii(text);
        if (!text[head..tail].ContainsAnyExcept(_filler[0]))
        {
            base.WriteJson(text, isPlain, surroundings, scratch, ref output);
            return;
        }

        var target = output.Reserve(text.Length + 2)[..(text.Length + 2)];
        target[0] = (byte)'"';
        target[^1] = (byte)'"';
        text[..head].CopyTo(target[1..]);
        target[(head + 1)..(tail + 1)].Fill(_filler[0]);
        text[tail..].CopyTo(target[(tail + 1)..]);
        output.Commit(target.Length);
    }

    private (int Head, int Tail) HiddenAscii(ReadOnlySpan<byte> text)
    {
        var keptScalars = (long)rule.KeepFirst + rule.KeepLast;
        return text.Length - keptScalars >= Math.Max(rule.MinHidden ?? (text.Length + 1) / 2, 1)
            ? (rule.KeepFirst, text.Length - rule.KeepLast)
            : (0, text.Length);
    }

    private (int Head, int Tail) Hidden(ReadOnlySpan<byte> text)
    {
        var length = CountScalars(text);
        var minHidden = rule.MinHidden ?? (length + 1) / 2;
        var keptScalars = (long)rule.KeepFirst + rule.KeepLast;
        if (length - keptScalars < Math.Max(minHidden, 1))
        {
            return (0, text.Length);
        }

        // What would be hidden may already be nothing but fillers: then masking is no change, and nothing is kept.
        var (head, tail) = (Skip(text, rule.KeepFirst), SkipBack(text, rule.KeepLast));
        return IsFiller(text[head..tail]) ? (0, text.Length) : (head, tail);
    }

    private bool IsFiller(ReadOnlySpan<byte> text)
    {
        while (text.StartsWith(_filler))
        {
            text = text[_filler.Length..];
        }

        return text.IsEmpty;
    }

    private void WriteFiller(Span<byte> target)
    {
        for (var at = 0; at < target.Length; at += _filler.Length)
        {
            _filler.CopyTo(target[at..]);
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
