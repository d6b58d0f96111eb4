using System.Buffers;

namespace Gateway.Policies.Routes;

/// <summary>Header field names: which are names at all, and which a route may never let across.</summary>
public static class HeaderName
{
    private const int MaxLength = 64;

    // RFC 9110 section 5.6.2, tchar.
    private static readonly SearchValues<char> Token = SearchValues.Create(
        "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

    // What looks like a stamp or like an identity (DESIGN.md 6), and credentials of either side.
    private static readonly string[] Stamps =
    [
        "accept-signature", "forwarded", "authorization", "cookie", "cookie2", "set-cookie", "set-cookie2", "digest",
        "x-real-ip", "www-authenticate", "authentication-info",
    ];

    private static readonly string[] StampPrefixes =
    [
        "transfer-", "signature", "x-forwarded-", "x-client-cert", "proxy-", "x-original-", "x-rewrite-",
        "x-http-method",
    ];

    // RFC 9110 sections 6.6, 7.6 and 8, RFC 9112 section 6: framing, hops and representation are the gateway's own.
    private static readonly string[] Machinery =
    [
        "host", "connection", "keep-alive", "te", "trailer", "upgrade", "http2-settings", "expect", "via",
        "max-forwards", "range", "if-range", "accept-ranges", "accept-encoding", "date", "server", "alt-svc",
        "x-method-override",
    ];

    private static readonly string[] MachineryPrefixes = ["content-", "sec-"];

    /// <summary>RFC 9110 section 5.1.</summary>
    public static bool IsToken(string text) =>
        text is { Length: > 0 and <= MaxLength } && !text.AsSpan().ContainsAnyExcept(Token);

    /// <summary>
    /// True where declaring the field would let a stamp, an identity, a credential or the framing of a message
    /// through. '_' counts as '-': some servers read them as the same.
    /// </summary>
    public static bool IsReserved(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var plain = name.ToLowerInvariant().Replace('_', '-');
        return Stamps.Contains(plain)
            || Machinery.Contains(plain)
            || StampPrefixes.Any(prefix => plain.StartsWith(prefix, StringComparison.Ordinal))
            || MachineryPrefixes.Any(prefix => plain.StartsWith(prefix, StringComparison.Ordinal))
            || plain.EndsWith("-digest", StringComparison.Ordinal);
    }
}
