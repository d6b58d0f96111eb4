using System.Buffers;
using System.Text;

namespace Gateway.Policies.Formats;

/// <summary>
/// The text inside JSON strings: read out of a string that <see cref="JsonScanner"/> has accepted, and written back
/// with no more escapes than RFC 8259 section 7 demands.
/// </summary>
internal static class JsonText
{
    /// <summary>A control character is at most six bytes: \u001f.</summary>
    internal const int MaxExpansion = 6;

    private static readonly SearchValues<byte> MustEscape = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(code => (byte)code), (byte)'"', (byte)'\\']);

    /// <summary>Unescapes into <paramref name="target"/>, which is at least as long. Returns the length.</summary>
    internal static int Unescape(ReadOnlySpan<byte> escaped, Span<byte> target)
    {
        var written = 0;
        while (!escaped.IsEmpty)
        {
            var plain = escaped.IndexOf((byte)'\\');
            plain = plain < 0 ? escaped.Length : plain;
            escaped[..plain].CopyTo(target[written..]);
            written += plain;
            escaped = escaped[plain..];
            if (!escaped.IsEmpty)
            {
                var read = UnescapeOne(escaped, target[written..], out var made);
                written += made;
                escaped = escaped[read..];
            }
        }

        return written;
    }

    /// <summary>Escapes into <paramref name="target"/>. Returns the length.</summary>
    internal static int Escape(ReadOnlySpan<byte> text, Span<byte> target)
    {
        var written = 0;
        while (!text.IsEmpty)
        {
            var plain = text.IndexOfAny(MustEscape);
            plain = plain < 0 ? text.Length : plain;
            text[..plain].CopyTo(target[written..]);
            written += plain;
            if (plain == text.Length)
            {
                break;
            }

            written += EscapeOne(text[plain], target[written..]);
            text = text[(plain + 1)..];
        }

        return written;
    }

    /// <summary>Writes a whole JSON string, quotes included.</summary>
    internal static void WriteString(ReadOnlySpan<byte> text, ref OutputWriter output)
    {
        var needed = text.IndexOfAny(MustEscape) < 0 ? text.Length : checked(text.Length * MaxExpansion);
        var target = output.Reserve(checked(needed + 2));
        target[0] = (byte)'"';
        var length = Escape(text, target[1..]);
        target[length + 1] = (byte)'"';
        output.Commit(length + 2);
    }

    /// <summary>A whole JSON string, quotes included, for text of the bundle.</summary>
    internal static byte[] Quote(string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        var quoted = new byte[(utf8.Length * MaxExpansion) + 2];
        quoted[0] = (byte)'"';
        var length = Escape(utf8, quoted.AsSpan(1));
        quoted[length + 1] = (byte)'"';
        return quoted[..(length + 2)];
    }

    private static int UnescapeOne(ReadOnlySpan<byte> escaped, Span<byte> target, out int made)
    {
        made = 1;
        switch (escaped[1])
        {
            case (byte)'b': target[0] = (byte)'\b'; return 2;
            case (byte)'f': target[0] = (byte)'\f'; return 2;
            case (byte)'n': target[0] = (byte)'\n'; return 2;
            case (byte)'r': target[0] = (byte)'\r'; return 2;
            case (byte)'t': target[0] = (byte)'\t'; return 2;
            case (byte)'u': return UnescapeUnit(escaped, target, out made);
            default: target[0] = escaped[1]; return 2;
        }
    }

    private static int UnescapeUnit(ReadOnlySpan<byte> escaped, Span<byte> target, out int made)
    {
        var unit = (char)JsonScanner.ReadUnit(escaped, 0);
        if (!char.IsHighSurrogate(unit))
        {
            made = new Rune(unit).EncodeToUtf8(target);
            return 6;
        }

        made = new Rune(unit, (char)JsonScanner.ReadUnit(escaped, 6)).EncodeToUtf8(target);
        return 12;
    }

    private static int EscapeOne(byte character, Span<byte> target)
    {
        target[0] = (byte)'\\';
        var letter = character switch
        {
            (byte)'"' or (byte)'\\' => character,
            (byte)'\b' => (byte)'b',
            (byte)'\f' => (byte)'f',
            (byte)'\n' => (byte)'n',
            (byte)'\r' => (byte)'r',
            (byte)'\t' => (byte)'t',
            _ => (byte)0,
        };
        if (letter != 0)
        {
            target[1] = letter;
            return 2;
        }

        "u00"u8.CopyTo(target[1..]);
        target[4] = (byte)"0123456789abcdef"[character >> 4];
        target[5] = (byte)"0123456789abcdef"[character & 0xF];
        return MaxExpansion;
    }
}
