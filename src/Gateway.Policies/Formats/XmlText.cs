using System.Buffers;
using System.Diagnostics;
using System.Text;

namespace Gateway.Policies.Formats;

/// <summary>
/// Text and attribute values: read out of what <see cref="XmlScanner"/> has accepted, and written back with the escapes
/// that a reader needs to get the same text (XML 1.0 sections 2.11, 3.3.3, 4.1, 4.6).
/// </summary>
internal static class XmlText
{
    /// <summary>The longest escape is six bytes: &amp;quot;</summary>
    internal const int MaxExpansion = 6;

    private static readonly SearchValues<byte> Marked = SearchValues.Create("&<\r"u8);
    private static readonly SearchValues<byte> MarkedInValue = SearchValues.Create("&\r\n\t"u8);
    private static readonly SearchValues<byte> MustEscape = SearchValues.Create("&<>\r"u8);
    private static readonly SearchValues<byte> MustEscapeInValue = SearchValues.Create("&<>\"'\r\n\t"u8);

    private static ReadOnlySpan<byte> DataStart => "<![CDATA["u8;

    private static ReadOnlySpan<byte> DataEnd => "]]>"u8;

    /// <summary>
    /// The text of content without elements: references resolved, CDATA opened, comments and instructions left out,
    /// line ends as one. Into <paramref name="target"/>, which is at least as long. Returns the length.
    /// </summary>
    internal static int Decode(ReadOnlySpan<byte> raw, Span<byte> target)
    {
        var written = 0;
        while (!raw.IsEmpty)
        {
            var plain = raw.IndexOfAny(Marked);
            plain = plain < 0 ? raw.Length : plain;
            raw[..plain].CopyTo(target[written..]);
            written += plain;
            raw = raw[plain..];
            if (raw.IsEmpty)
            {
                break;
            }

            var read = raw[0] switch
            {
                (byte)'&' => DecodeReference(raw, target, ref written),
                (byte)'\r' => DecodeLineEnd(raw, (byte)'\n', target, ref written),
                _ => DecodeMarkup(raw, target, ref written),
            };
            raw = raw[read..];
        }

        return written;
    }

    /// <summary>The same for what stands between the quotes of an attribute: white space becomes spaces.</summary>
    internal static int DecodeValue(ReadOnlySpan<byte> raw, Span<byte> target)
    {
        var written = 0;
        while (!raw.IsEmpty)
        {
            var plain = raw.IndexOfAny(MarkedInValue);
            plain = plain < 0 ? raw.Length : plain;
            raw[..plain].CopyTo(target[written..]);
            written += plain;
            raw = raw[plain..];
            if (raw.IsEmpty)
            {
                break;
            }

            raw = raw[(raw[0] == (byte)'&'
                ? DecodeReference(raw, target, ref written)
                : DecodeLineEnd(raw, (byte)' ', target, ref written))..];
        }

        return written;
    }

    /// <summary>Escapes an element's text into <paramref name="target"/>. Returns the length.</summary>
    internal static int Escape(ReadOnlySpan<byte> text, Span<byte> target) => Escape(text, MustEscape, target);

    /// <summary>Escapes an attribute's value, for either kind of quotes. Returns the length.</summary>
    internal static int EscapeValue(ReadOnlySpan<byte> text, Span<byte> target) =>
        Escape(text, MustEscapeInValue, target);

    /// <summary>
    /// The scalar of a character or entity reference at the start of <paramref name="raw"/>, and its length; false
    /// for a reference that is none, or to anything but the five entities of section 4.6.
    /// </summary>
    internal static bool TryReadReference(ReadOnlySpan<byte> raw, out int scalar, out int length)
    {
        // Longer than any reference to a legal character, leading zeros included within reason.
        const int MaxLength = 24;
        scalar = 0;
        length = raw[..Math.Min(raw.Length, MaxLength)].IndexOf((byte)';') + 1;
        if (length < 4)
        {
            return false;
        }

        var name = raw[1..(length - 1)];
        if (name[0] == (byte)'#')
        {
            return TryReadScalar(name[1..], out scalar) && XmlCharacters.IsLegal(scalar);
        }

        scalar = name.SequenceEqual("amp"u8) ? '&'
            : name.SequenceEqual("lt"u8) ? '<'
            : name.SequenceEqual("gt"u8) ? '>'
            : name.SequenceEqual("quot"u8) ? '"'
            : name.SequenceEqual("apos"u8) ? '\''
            : 0;
        return scalar != 0;
    }

    private static bool TryReadScalar(ReadOnlySpan<byte> digits, out int scalar)
    {
        scalar = 0;
        var isHex = digits[0] == (byte)'x';
        digits = isHex ? digits[1..] : digits;
        foreach (var digit in digits)
        {
            var isDigit = isHex ? char.IsAsciiHexDigit((char)digit) : char.IsAsciiDigit((char)digit);
            if (!isDigit || scalar > 0x10FFFF)
            {
                return false;
            }

            scalar = (scalar * (isHex ? 16 : 10)) + (digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10);
        }

        return !digits.IsEmpty;
    }

    private static int DecodeReference(ReadOnlySpan<byte> raw, Span<byte> target, ref int written)
    {
        var isOne = TryReadReference(raw, out var scalar, out var length);
        Debug.Assert(isOne, "the scanner has accepted every reference");
        written += new Rune(scalar).EncodeToUtf8(target[written..]);
        return length;
    }

    // Sections 2.11 and 3.3.3: CR LF and CR alone are one line end, in a value one space; a tab or line feed there too.
    private static int DecodeLineEnd(ReadOnlySpan<byte> raw, byte made, Span<byte> target, ref int written)
    {
        target[written++] = made;
        return raw is [(byte)'\r', (byte)'\n', ..] ? 2 : 1;
    }

    private static int DecodeMarkup(ReadOnlySpan<byte> raw, Span<byte> target, ref int written)
    {
        if (raw.StartsWith(DataStart))
        {
            var end = raw.IndexOf(DataEnd);
            var data = raw[DataStart.Length..end];
            for (var line = data.IndexOf((byte)'\r'); line >= 0; line = data.IndexOf((byte)'\r'))
            {
                data[..line].CopyTo(target[written..]);
                written += line;
                data = data[(line + DecodeLineEnd(data[line..], (byte)'\n', target, ref written))..];
            }

            data.CopyTo(target[written..]);
            written += data.Length;
            return end + DataEnd.Length;
        }

        var close = raw[1] == (byte)'!' ? "-->"u8 : "?>"u8;

        // Behind "<!--", so that "<!-->" is not taken for a whole comment.
        var from = raw[1] == (byte)'!' ? 4 : 2;
        return from + raw[from..].IndexOf(close) + close.Length;
    }

    private static int Escape(ReadOnlySpan<byte> text, SearchValues<byte> marked, Span<byte> target)
    {
        var written = 0;
        while (!text.IsEmpty)
        {
            var plain = text.IndexOfAny(marked);
            plain = plain < 0 ? text.Length : plain;
            text[..plain].CopyTo(target[written..]);
            written += plain;
            if (plain == text.Length)
            {
                break;
            }

            var escape = EscapeOf(text[plain]);
            escape.CopyTo(target[written..]);
            written += escape.Length;
            text = text[(plain + 1)..];
        }

        return written;
    }

    private static ReadOnlySpan<byte> EscapeOf(byte character) => character switch
    {
        (byte)'&' => "&amp;"u8,
        (byte)'<' => "&lt;"u8,
        (byte)'>' => "&gt;"u8,
        (byte)'"' => "&quot;"u8,
        (byte)'\'' => "&apos;"u8,
        (byte)'\r' => "&#13;"u8,
        (byte)'\n' => "&#10;"u8,
        _ => "&#9;"u8,
    };
}
