namespace Gateway.Stamping;

/// <summary>
/// The derived components of an absolute URI (RFC 9421 sections 2.2.3 to 2.2.7), by cutting the text: System.Uri
/// rewrites percent-encoding and dots, and what is signed must be what was sent.
/// </summary>
/// <param name="Authority">Lower case, without the scheme's default port.</param>
/// <param name="Path">As sent; "/" where it is empty.</param>
/// <param name="Query">With its "?"; "?" alone where there is none.</param>
internal sealed record TargetParts(string Scheme, string Authority, string Path, string Query)
{
    /// <summary>Null for what is not an absolute http or https URI of visible ASCII without user or fragment.</summary>
    internal static TargetParts? Parse(string uri)
    {
        var end = uri.IndexOf("://", StringComparison.Ordinal);
        if (end <= 0 || uri.AsSpan().ContainsAnyExceptInRange('!', '~') || uri.AsSpan().ContainsAny('#', '\\'))
        {
            return null;
        }

        var rest = uri.AsSpan(end + 3);
        var cut = rest.IndexOfAny('/', '?');
        var authority = cut < 0 ? rest : rest[..cut];
        var isKnown = uri.AsSpan(0, end) is "http" or "https" or "HTTP" or "HTTPS";
        return isKnown && !authority.IsEmpty && !authority.Contains('@')
            ? Of(uri[..end], authority.ToString(), cut < 0 ? "" : rest[cut..].ToString())
            : null;
    }

    /// <summary>Of a request as it was received: scheme of the listener, Host, and the raw request target.</summary>
    /// <param name="rawTarget">Origin form, for example "/a/b?c=d".</param>
    internal static TargetParts Of(string scheme, string host, string rawTarget)
    {
        var mark = rawTarget.IndexOf('?', StringComparison.Ordinal);
        var path = mark < 0 ? rawTarget : rawTarget[..mark];
        return new TargetParts(
            scheme.ToLowerInvariant(),
            Normalise(scheme, host),
            path.Length == 0 ? "/" : path,
            mark < 0 ? "?" : rawTarget[mark..]);
    }

    private static string Normalise(string scheme, string host)
    {
        var authority = host.ToLowerInvariant();
        var port = scheme.Equals("https", StringComparison.OrdinalIgnoreCase) ? ":443" : ":80";
        return authority.EndsWith(port, StringComparison.Ordinal) ? authority[..^port.Length] : authority;
    }
}
