using System.Buffers;

namespace Gateway.Policies.Formats;

//
//  application/x-www-form-urlencoded
//
//  References:
//
//      WHATWG URL, section 5 - the percent-encode set and the serialiser
//      RFC 3986, section 2.1 - percent-encoding
//
//  Read strictly, written in the one spelling of the serialiser: what came in by another spelling of the same text
//  cannot mean something else to who reads it next.
//
internal static class UrlEncoding
{
    /// <summary>A byte is at most three: %XX.</summary>
    internal const int MaxExpansion = 3;

    private static readonly SearchValues<byte> AsItIs = SearchValues.Create(
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz*-._"u8);

    private static readonly SearchValues<byte> Special = SearchValues.Create(
        [.. Enumerable.Range(0, 0x21).Select(code => (byte)code), (byte)'%', (byte)'+',
            .. Enumerable.Range(0x7F, 0x81).Select(code => (byte)code)]);

    /// <summary>
    /// Adds the bytes a name or value stands for; false where it holds a '%' without two digits, or a byte that is not
    /// a printable character of ASCII.
    /// </summary>
    internal static bool TryDecode(ReadOnlySpan<byte> encoded, PooledList<byte> bytes)
    {
        while (!encoded.IsEmpty)
        {
            var plain = encoded.IndexOfAny(Special);
            plain = plain < 0 ? encoded.Length : plain;
            encoded[..plain].CopyTo(bytes.Extend(plain));
            encoded = encoded[plain..];
            if (encoded.IsEmpty)
            {
                break;
            }

            if (encoded[0] == (byte)'+')
            {
                bytes.Add((byte)' ');
                encoded = encoded[1..];
            }
            else if (encoded is [(byte)'%', var high, var low, ..]
                && Digit(high) is var first and >= 0 && Digit(low) is var second and >= 0)
            {
                bytes.Add((byte)((first << 4) | second));
                encoded = encoded[3..];
            }
            else
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Encodes into <paramref name="target"/>. Returns the length.</summary>
    internal static int Encode(ReadOnlySpan<byte> bytes, Span<byte> target)
    {
        var written = 0;
        foreach (var value in bytes)
        {
            if (AsItIs.Contains(value))
            {
                target[written++] = value;
            }
            else if (value == (byte)' ')
            {
                target[written++] = (byte)'+';
            }
            else
            {
                target[written++] = (byte)'%';
                target[written++] = (byte)"0123456789ABCDEF"[value >> 4];
                target[written++] = (byte)"0123456789ABCDEF"[value & 0xF];
            }
        }

        return written;
    }

    private static int Digit(byte value) => value switch
    {
        >= (byte)'0' and <= (byte)'9' => value - '0',
        >= (byte)'A' and <= (byte)'F' => value - 'A' + 10,
        >= (byte)'a' and <= (byte)'f' => value - 'a' + 10,
        _ => -1,
    };
}
