using System.Buffers;
using System.Text;

namespace Gateway.Policies.Screening;

//
//  Escapes inside values
//
//  References:
//
//      RFC 8259, section 7 - \uXXXX, surrogate pairs, \n and its like
//      RFC 3986, section 2.1 - percent-encoding, here of UTF-8
//      HTML Living Standard, section 13.5 - named and numeric character references
//
//  Shape:
//
//      \uXXXX  \u{X..}  \UXXXXXXXX  \xXX  %XX  &#N..;  &#xH..;  &name;  and the short ones after a backslash.
//      What does not read as an escape is left as it is written.
//
internal static class Escapes
{
    private const int MaxReferenceDigits = 9;

    internal static bool IsMarker(int scalar) => scalar is '\\' or '%' or '&';

    /// <summary>Whether the bytes at a marker begin something that may decode: a cheap look, not a promise.</summary>
    internal static bool MayBegin(ReadOnlySpan<byte> utf8, int at)
    {
        var next = at + 1 < utf8.Length ? utf8[at + 1] : (byte)0;
        var third = at + 2 < utf8.Length ? utf8[at + 2] : (byte)0;
        return utf8[at] switch
        {
            (byte)'%' => MayBeDigit(next) && MayBeDigit(third),
            (byte)'&' when next == '#' => third is (byte)'x' or (byte)'X' || MayBeDigit(third),
            (byte)'&' => char.IsAsciiLetter((char)next) || IsMarker(next),
            _ => next is (byte)'u' or (byte)'U' or (byte)'x'
                ? third == '{' || MayBeDigit(third)
                : Short(next) >= 0 || IsMarker(next),
        };
    }

    // A digit may be written as an escape of its own: "%%331" is "%31" to whoever decodes twice.
    private static bool MayBeDigit(byte value) => char.IsAsciiHexDigit((char)value) || IsMarker(value);

    /// <summary>The character an escape stands for, its text taken from the look-ahead; else the marker.</summary>
    internal static Unit Decode(Unit marker, ref Units units, int layer)
    {
        var scalar = marker.Scalar switch
        {
            '%' => Bytes(ref units, layer, 0, '%'),
            '&' => Reference(ref units, layer),
            _ => Backslash(ref units, layer),
        };
        if (scalar.Length == 0)
        {
            return marker;
        }

        return new Unit(scalar.Scalar, marker.Start, units.Drop(layer, scalar.Length));
    }

    private static Decoded Backslash(ref Units units, int layer)
    {
        var kind = units.Peek(layer, 0);
        return kind switch
        {
            'u' when units.Peek(layer, 1) == '{' => Braced(ref units, layer),
            'u' => Utf16(ref units, layer),
            'U' => Fixed(ref units, layer, 1, 8),
            'x' => Bytes(ref units, layer, 1, '\\'),
            _ => Short(kind) is var scalar and >= 0 ? new Decoded(scalar, 1) : default,
        };
    }

    /// <summary>Whether a character behind a backslash makes an escape of the two.</summary>
    internal static bool IsShort(int kind) => Short(kind) >= 0;

    private static int Short(int kind) => kind switch
    {
        'n' or 'r' or 'v' or 'f' => '\n',
        't' or 'b' => '\t',
        '\\' or '/' or '"' or '\'' or '-' or ' ' or '.' or '@' => kind,
        _ => -1,
    };

    private static Decoded Utf16(ref Units units, int layer)
    {
        var high = Fixed(ref units, layer, 1, 4);
        if (high.Length == 0 || !IsHighSurrogate(high.Scalar))
        {
            return high.Length > 0 && high.Scalar is >= 0xDC00 and <= 0xDFFF ? new Decoded(0xFFFD, high.Length) : high;
        }

        var isPair = units.Peek(layer, 5) == '\\' && units.Peek(layer, 6) == 'u';
        var low = isPair ? Fixed(ref units, layer, 7, 4) : default;
        return low.Scalar is >= 0xDC00 and <= 0xDFFF
            ? new Decoded(char.ConvertToUtf32((char)high.Scalar, (char)low.Scalar), low.Length)
            : new Decoded(0xFFFD, high.Length);
    }

    private static bool IsHighSurrogate(int scalar) => scalar is >= 0xD800 and <= 0xDBFF;

    private static Decoded Braced(ref Units units, int layer)
    {
        var value = Number(ref units, layer, 2, 16, out var count);
        return count > 0 && units.Peek(layer, 2 + count) == '}' ? new Decoded(Valid(value), count + 3) : default;
    }

    private static Decoded Fixed(ref Units units, int layer, int from, int digits)
    {
        var value = 0L;
        for (var i = 0; i < digits; i++)
        {
            var digit = Digit(units.Peek(layer, from + i), 16);
            if (digit < 0)
            {
                return default;
            }

            value = (value * 16) + digit;
        }

        // A lone surrogate is looked at by the caller, everything else must be a scalar value.
        return new Decoded(digits == 4 ? (int)value : Valid(value), from + digits);
    }

    private static Decoded Reference(ref Units units, int layer)
    {
        if (units.Peek(layer, 0) != '#')
        {
            return NamedReferences.Match(ref units, layer);
        }

        var isHex = units.Peek(layer, 1) is 'x' or 'X';
        var from = isHex ? 2 : 1;
        var value = Number(ref units, layer, from, isHex ? 16 : 10, out var count);
        if (count == 0)
        {
            return default;
        }

        // Browsers accept a reference without its semicolon, so it is read without one here.
        var length = from + count + (units.Peek(layer, from + count) == ';' ? 1 : 0);
        return new Decoded(Valid(value), length);
    }

    private static long Number(ref Units units, int layer, int from, int radix, out int count)
    {
        var value = 0L;
        for (count = 0; count < MaxReferenceDigits; count++)
        {
            var digit = Digit(units.Peek(layer, from + count), radix);
            if (digit < 0)
            {
                break;
            }

            value = (value * radix) + digit;
        }

        return value;
    }

    // One character of UTF-8 written byte by byte. 'from' is 0 for %XX and 1 for \xXX: the rest of the marker
    // before the first two digits; every further byte repeats the whole marker.
    private static Decoded Bytes(ref Units units, int layer, int from, char marker)
    {
        Span<byte> bytes = stackalloc byte[4];
        var at = from;
        for (var i = 0; i < bytes.Length; i++)
        {
            var high = Digit(units.Peek(layer, at), 16);
            var low = Digit(units.Peek(layer, at + 1), 16);
            if (high < 0 || low < 0)
            {
                return i == 0 ? default : new Decoded(bytes[0], from + 2);
            }

            bytes[i] = (byte)((high * 16) + low);
            at += 2;
            var status = Rune.DecodeFromUtf8(bytes[..(i + 1)], out var rune, out _);
            if (status == OperationStatus.Done)
            {
                return new Decoded(rune.Value, at);
            }

            var repeats = units.Peek(layer, at) == marker && (from == 0 || units.Peek(layer, at + 1) == 'x');
            if (!repeats || status == OperationStatus.InvalidData)
            {
                break;
            }

            at += 1 + from;
        }

        // A byte that is no UTF-8 is read as Latin-1: %A0 is the no-break space of older pages.
        return new Decoded(bytes[0], from + 2);
    }

    private static int Digit(int scalar, int radix)
    {
        var value = scalar switch
        {
            >= '0' and <= '9' => scalar - '0',
            >= 'a' and <= 'f' => scalar - 'a' + 10,
            >= 'A' and <= 'F' => scalar - 'A' + 10,
            _ => -1,
        };
        return value < radix ? value : -1;
    }

    private static int Valid(long value) => value <= 0x10FFFF && Rune.IsValid((int)value) ? (int)value : 0xFFFD;
}

/// <summary>A decoded escape: its character, and how many characters after the marker it took (0 = none).</summary>
internal readonly record struct Decoded(int Scalar, int Length);
