using System.Buffers;
using System.Globalization;
using System.Text;

namespace Gateway.Policies.Screening.Own;

/// <summary>
/// A whole text as a bundle's detectors read it: escapes decoded, markup and unseen characters out, every character in
/// its ASCII form where it has one, separators as one space, dash or line break, or out altogether.
/// </summary>
internal sealed class OwnText : IDisposable
{
    private char[] _chars;
    private int[] _starts;
    private int[] _ends;

    private OwnText(int capacity)
    {
        _chars = ArrayPool<char>.Shared.Rent(capacity);
        _starts = ArrayPool<int>.Shared.Rent(capacity);
        _ends = ArrayPool<int>.Shared.Rent(capacity);
    }

    internal int Count { get; private set; }

    internal bool HasSeparators { get; private set; }

    internal ReadOnlySpan<char> Chars => _chars.AsSpan(0, Count);

    /// <summary>A text with its separators.</summary>
    internal static OwnText Of(ReadOnlySpan<byte> utf8)
    {
        // A character of one byte may stand for three digits (one in a circle takes three bytes).
        var text = new OwnText(utf8.Length + 8);
        var units = new Units(utf8, 0);
        while (units.Next(out var unit))
        {
            if (unit.Scalar != '<' || !TrySkipTag(utf8, unit, ref units))
            {
                text.Add(unit);
            }
        }

        return text;
    }

    /// <summary>The text without its separators, in simplified characters and small letters: what lists are compared with.</summary>
    internal OwnText WithoutSeparators(bool isFolded)
    {
        var text = new OwnText(Count + 1);
        for (var i = 0; i < Count; i++)
        {
            if (_chars[i] is not (' ' or '-' or '\n'))
            {
                text.Add(isFolded ? Fold(_chars[i]) : _chars[i], _starts[i], _ends[i]);
            }
        }

        return text;
    }

    /// <summary>A word of a list in the form that <see cref="WithoutSeparators"/> has.</summary>
    internal static string Fold(string word)
    {
        using var text = Of(Encoding.UTF8.GetBytes(word));
        using var folded = text.WithoutSeparators(isFolded: true);
        return folded.Chars.ToString();
    }

    internal int StartOf(int index) => _starts[index];

    internal int EndOf(int index) => _ends[index];

    /// <summary>Whether something was taken out before this character.</summary>
    internal bool IsApart(int index) => index == 0 || index >= Count || _ends[index - 1] != _starts[index];

    public void Dispose()
    {
        ArrayPool<char>.Shared.Return(_chars, clearArray: true);
        ArrayPool<int>.Shared.Return(_starts);
        ArrayPool<int>.Shared.Return(_ends);
        (_chars, _starts, _ends, Count) = ([], [], [], 0);
    }

    private static char Fold(char character) =>
        char.ToLower((char)HanScript.Simplify(character), CultureInfo.InvariantCulture);

    private static bool TrySkipTag(ReadOnlySpan<byte> utf8, Unit open, ref Units units)
    {
        var close = utf8[open.End..Math.Min(utf8.Length, open.End + 128)].IndexOfAny((byte)'>', (byte)'<');
        var isTag = close > 0 && utf8[open.End + close] == '>' && Scan.MayFollowBracket(utf8[open.End]);
        units = isTag ? new Units(utf8, open.End + close + 1) : units;
        return isTag;
    }

    private void Add(Unit unit)
    {
        var folded = FoldTable.Of(unit.Scalar);
        if (folded.Kind == FoldedKind.Void)
        {
            return;
        }

        if (folded.IsGap)
        {
            HasSeparators = true;
            Add(folded.Kind == FoldedKind.Line ? '\n' : CodePoints.IsDash(unit.Scalar) ? '-' : ' ', unit.Start, unit.End);
            return;
        }

        if (folded.First != 0)
        {
            Add((char)folded.First, unit.Start, unit.End);
            AddMore(folded.Second, unit);
            AddMore(folded.Third, unit);
            return;
        }

        Span<char> utf16 = stackalloc char[2];
        var length = Rune.IsValid(unit.Scalar) ? new Rune(unit.Scalar).EncodeToUtf16(utf16) : 0;
        for (var i = 0; i < length; i++)
        {
            Add(utf16[i], unit.Start, unit.End);
        }
    }

    private void AddMore(byte character, Unit unit)
    {
        if (character != 0)
        {
            Add((char)character, unit.Start, unit.End);
        }
    }

    private void Add(char character, int start, int end)
    {
        _chars[Count] = character;
        _starts[Count] = start;
        _ends[Count++] = end;
    }
}
