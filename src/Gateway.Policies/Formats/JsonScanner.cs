using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Gateway.Policies.Formats;

//
//  JSON tokens, strict
//
//  References:
//
//      RFC 8259 - The JavaScript Object Notation Data Interchange Format, sections 2 (white space), 6 (numbers),
//                 7 (strings)
//      RFC 7493 - The I-JSON Message Format, section 2.1: no lone surrogates, also not as escapes
//
//  Each method takes the whole text and a position in it and answers with the position after the token,
//  or -1 where the text is not JSON. That the text is UTF-8 is checked once, before, for all of it.
//
internal static class JsonScanner
{
    internal const int Malformed = -1;

    private const int Window = 32;

    private static readonly SearchValues<byte> StringStops = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(code => (byte)code), (byte)'"', (byte)'\\']);

    /// <summary>The next position that is not white space.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int SkipWhite(ReadOnlySpan<byte> json, int at) =>
        at < json.Length && json[at] > (byte)' ' ? at : SkipWhiteSlow(json, at);

    /// <summary>
    /// From after the opening quote to the closing one; <paramref name="escaped"/> if any '\' was met.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int FindQuote(ReadOnlySpan<byte> json, int at, out bool escaped)
    {
        escaped = false;
        while (at <= json.Length - Window)
        {
            // Most names and values end within one register.
            var stops = Stops(Vector256.Create(json.Slice(at, Window)));
            if (stops == 0)
            {
                at += Window;
                continue;
            }

            at += BitOperations.TrailingZeroCount(stops);
            if (json[at] == (byte)'"')
            {
                return at;
            }

            break;
        }

        return FindQuoteSlow(json, at, out escaped);
    }

    /// <summary>
    /// True where a string's text, without any escape, is just so long, and longer than a register.
    /// </summary>
    internal static bool IsLongTextOf(ReadOnlySpan<byte> json, int at, int length)
    {
        if (length < Window || json.Length - at - Window < length)
        {
            return false;
        }

        for (; length >= Window; length -= Window)
        {
            if (Stops(Load(json, at)) != 0)
            {
                return false;
            }

            at += Window;
        }

        return EndsTextAt(Load(json, at), Window - 1 - length) == 0;
    }

    // Zero where a text ends after just so many of these bytes: what stands behind is shifted out, and the end is the
    // highest bit, and the only one.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint EndsTextAt(Vector256<byte> bytes, int left) =>
        unchecked(Stops(bytes) << left) ^ (1u << (Window - 1));

    // Zero where the first bytes are the same.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Differs(Vector256<byte> here, Vector256<byte> there, int length) =>
        unchecked(~Vector256.Equals(here, there).ExtractMostSignificantBits() << (Window - length));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Load(ReadOnlySpan<byte> json, int at) =>
        Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(json), unchecked((nuint)at));

    // One bit for each byte that ends a stretch of plain text. Two comparisons do: turning a bit moves the quote in
    // line behind the control characters, and nothing else.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Stops(Vector256<byte> bytes) =>
        (Vector256.LessThanOrEqual(bytes ^ Vector256.Create((byte)0x02), Vector256.Create((byte)0x20))
            | Vector256.Equals(bytes, Vector256.Create((byte)'\\'))).ExtractMostSignificantBits();

    /// <summary>A number, true, false or null.</summary>
    internal static int SkipLiteral(ReadOnlySpan<byte> json, int at) => json[at] switch
    {
        (byte)'t' => SkipWord(json, at, "true"u8),
        (byte)'f' => SkipWord(json, at, "false"u8),
        (byte)'n' => SkipWord(json, at, "null"u8),
        _ => SkipNumber(json, at),
    };

    /// <summary>
    /// A mask over the bytes of ",<i>name</i>:" or "{<i>name</i>:" (quotes included) around a name that stands so; 0
    /// where white space is in between or it is longer than a register.
    /// </summary>
    internal static uint TightName(ReadOnlySpan<byte> json, int start, int length) =>
        length <= Window - 3 && json[start - 1] is (byte)',' or (byte)'{' && json[start + length] == (byte)':'
            ? uint.MaxValue >> (Window - length - 2)
            : 0;

    /// <summary>
    /// True where a bracket or comma, a name and a colon stand at a position as they do around a name further up, and a
    /// value directly behind them.
    /// </summary>
    /// <param name="tight">What <see cref="TightName"/> said about the one further up.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool IsTightName(ReadOnlySpan<byte> json, int at, int start, uint tight)
    {
        if (tight == 0 || at >= json.Length - Window)
        {
            return false;
        }

        var here = Vector256.Create(json.Slice(at, Window));
        var there = Vector256.Create(json.Slice(start - 1, Window));
        return (~Vector256.Equals(here, there).ExtractMostSignificantBits() & tight) == 0
            && json[at + BitOperations.PopCount(tight)] > (byte)' ';
    }

    /// <summary>True where the text at a position is what stands at another one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool IsAlike(ReadOnlySpan<byte> json, int at, int start, int length)
    {
        return length > Window || at > json.Length - Window || start > json.Length - Window
            ? IsLongAlike(json, at, start, length)
            : Differs(Load(json, at), Load(json, start), length) == 0;
    }

    /// <summary>
    /// True where the same stands there, and behind it a string's text, without any escape, that is just so long. To
    /// know that does not wait for where the text ends, so that a processor goes on meanwhile; that is why it is asked
    /// at all. What is too long for a register is not looked at.
    /// </summary>
    /// <param name="start">Further up.</param>
    /// <param name="fit">Of these two lengths.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool IsAlike(ReadOnlySpan<byte> json, int at, int start, int length, in RegisterFit fit)
    {
        unchecked
        {
            return fit.Text < Window && at <= json.Length - (2 * Window) && start <= at
                && ((~Vector256.Equals(Load(json, at), Load(json, start)).ExtractMostSignificantBits() << fit.Head)
                    | EndsTextAt(Load(json, at + length), fit.Text)) == 0;
        }
    }

    /// <summary>How much of a register is left by a text of one length, and by a string's of another.</summary>
    internal static RegisterFit Fit(int length, int textLength) => length <= Window && textLength < Window
        ? new RegisterFit((byte)(Window - length), (byte)(Window - 1 - textLength))
        : new RegisterFit(0, byte.MaxValue);

    private static bool IsLongAlike(ReadOnlySpan<byte> json, int at, int start, int length) =>
        length <= json.Length - at && json.Slice(at, length).SequenceEqual(json.Slice(start, length));

    private static int SkipWhiteSlow(ReadOnlySpan<byte> json, int at)
    {
        while (at < json.Length && json[at] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
        {
            at++;
        }

        return at;
    }

    private static int FindQuoteSlow(ReadOnlySpan<byte> json, int at, out bool escaped)
    {
        escaped = false;
        while (true)
        {
            var distance = json[at..].IndexOfAny(StringStops);
            if (distance < 0)
            {
                return Malformed;
            }

            at += distance;
            if (json[at] == (byte)'"')
            {
                return at;
            }

            if (json[at] != (byte)'\\')
            {
                return Malformed;
            }

            escaped = true;
            at = SkipEscape(json, at);
            if (at < 0)
            {
                return Malformed;
            }
        }
    }

    private static int SkipEscape(ReadOnlySpan<byte> json, int at)
    {
        if (at + 1 >= json.Length)
        {
            return Malformed;
        }

        if (json[at + 1] != (byte)'u')
        {
            return "\"\\/bfnrt"u8.Contains(json[at + 1]) ? at + 2 : Malformed;
        }

        var unit = ReadUnit(json, at);
        if (unit is < 0xD800 or > 0xDFFF)
        {
            return unit < 0 ? Malformed : at + 6;
        }

        // A high surrogate counts only with its low one directly behind it; anything else is half a character.
        return unit <= 0xDBFF && ReadUnit(json, at + 6) is >= 0xDC00 and <= 0xDFFF ? at + 12 : Malformed;
    }

    /// <summary>The UTF-16 unit of the \uXXXX at that position, or -1.</summary>
    internal static int ReadUnit(ReadOnlySpan<byte> json, int at)
    {
        if (at > json.Length - 6 || json[at] != (byte)'\\' || json[at + 1] != (byte)'u')
        {
            return Malformed;
        }

        var unit = 0;
        foreach (var digit in json.Slice(at + 2, 4))
        {
            if (!char.IsAsciiHexDigit((char)digit))
            {
                return Malformed;
            }

            unit = (unit << 4) | (digit <= (byte)'9' ? digit - '0' : (digit | 0x20) - 'a' + 10);
        }

        return unit;
    }

    private static int SkipWord(ReadOnlySpan<byte> json, int at, ReadOnlySpan<byte> word) =>
        json[at..].StartsWith(word) ? at + word.Length : Malformed;

    private static int SkipNumber(ReadOnlySpan<byte> json, int at)
    {
        if (json[at] == (byte)'-')
        {
            at++;
        }

        var whole = at;
        at = SkipDigits(json, at);
        if (at == whole || (at - whole > 1 && json[whole] == (byte)'0'))
        {
            return Malformed;
        }

        if (at < json.Length && json[at] == (byte)'.')
        {
            var fraction = at + 1;
            at = SkipDigits(json, fraction);
            if (at == fraction)
            {
                return Malformed;
            }
        }

        return at < json.Length && (json[at] | 0x20) == (byte)'e' ? SkipExponent(json, at + 1) : at;
    }

    private static int SkipExponent(ReadOnlySpan<byte> json, int at)
    {
        if (at < json.Length && json[at] is (byte)'+' or (byte)'-')
        {
            at++;
        }

        var end = SkipDigits(json, at);
        return end == at ? Malformed : end;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int SkipDigits(ReadOnlySpan<byte> json, int at)
    {
        while (at <= json.Length - Vector128<byte>.Count)
        {
            var bytes = Vector128.Create(json.Slice(at, Vector128<byte>.Count)) - Vector128.Create((byte)'0');
            var others = Vector128.GreaterThan(bytes, Vector128.Create((byte)9)).ExtractMostSignificantBits();
            if (others != 0)
            {
                return at + BitOperations.TrailingZeroCount(others);
            }

            at += Vector128<byte>.Count;
        }

        while (at < json.Length && json[at] is >= (byte)'0' and <= (byte)'9')
        {
            at++;
        }

        return at;
    }
}

/// <summary>How many bytes of a register two texts leave, or, in <paramref name="Text"/>, more than it has.</summary>
internal readonly record struct RegisterFit(byte Head, byte Text);
