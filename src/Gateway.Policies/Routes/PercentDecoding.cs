using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace Gateway.Policies.Routes;

//
//  Percent-encoding, read strictly
//
//  References:
//
//      RFC 3986 section 2.1, 2.3, 3.3, 3.4
//      WHATWG URL, application/x-www-form-urlencoded ('+' as space, query only)
//
//  What has two readings on its way through proxies is not read at all: bad triplets, octets that are not
//  UTF-8, control characters.
//
internal static class PercentDecoding
{
    private const int MaxLength = 8192;

    /// <summary>RFC 3986 pchar, with '%' for triplets.</summary>
    internal static SearchValues<char> PathCharacters { get; } = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~!$&'()*+,;=:@%");

    /// <summary>RFC 3986 query: pchar, '/' and '?'.</summary>
    internal static SearchValues<char> QueryCharacters { get; } = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~!$&'()*+,;=:@%/?");

    /// <summary>
    /// The text a path segment stands for. Beside what no component may hold, a segment may hold no encoded
    /// slash, backslash or percent sign (a second decoding would change the path) and no encoded unreserved
    /// character such as "%2E" (RFC 3986 section 6.2.2.2: the same path in another spelling).
    /// </summary>
    internal static bool TryDecodeSegment(ReadOnlySpan<char> raw, [NotNullWhen(true)] out string? text)
    {
        text = null;
        return !raw.ContainsAnyExcept(PathCharacters) && TryDecode(raw, isQuery: false, out text);
    }

    /// <summary>The text a query name or value stands for.</summary>
    internal static bool TryDecodeQuery(ReadOnlySpan<char> raw, [NotNullWhen(true)] out string? text)
    {
        text = null;
        return !raw.ContainsAnyExcept(QueryCharacters) && TryDecode(raw, isQuery: true, out text);
    }

    private static bool TryDecode(ReadOnlySpan<char> raw, bool isQuery, [NotNullWhen(true)] out string? text)
    {
        text = null;
        if (raw.Length > MaxLength)
        {
            return false;
        }

        // At most MaxLength octets, and a URL's values are not from a body: the stack is enough.
        Span<byte> octets = stackalloc byte[raw.Length];
        var count = 0;
        for (var i = 0; i < raw.Length; i++)
        {
            if (raw[i] != '%')
            {
                octets[count++] = raw[i] == '+' && isQuery ? (byte)' ' : (byte)raw[i];
                continue;
            }

            if (!TryReadTriplet(raw[i..], out var octet) || (!isQuery && IsAmbiguousInPath(octet)))
            {
                return false;
            }

            octets[count++] = octet;
            i += 2;
        }

        return TryRead(octets[..count], out text);
    }

    private static bool TryReadTriplet(ReadOnlySpan<char> text, out byte octet)
    {
        octet = 0;
        const NumberStyles Hex = NumberStyles.AllowHexSpecifier;
        return text.Length >= 3 && byte.TryParse(text.Slice(1, 2), Hex, CultureInfo.InvariantCulture, out octet);
    }

    private static bool IsAmbiguousInPath(byte octet) =>
        octet is (byte)'/' or (byte)'\\' or (byte)'%' or (byte)'-' or (byte)'.' or (byte)'_' or (byte)'~'
        || char.IsAsciiLetterOrDigit((char)octet);

    private static bool TryRead(ReadOnlySpan<byte> octets, [NotNullWhen(true)] out string? text)
    {
        text = null;
        if (!Utf8.IsValid(octets))
        {
            return false;
        }

        var read = Encoding.UTF8.GetString(octets);
        text = read.Any(char.IsControl) ? null : read;
        return text is not null;
    }
}
