using System.Buffers;
using Gateway.Policies;
using Microsoft.Net.Http.Headers;

namespace Gateway.Listening;

//
//  Message framing
//
//  References:
//
//      RFC 9112 - HTTP/1.1, sections 6.1 to 6.3 (Transfer-Encoding, Content-Length, message body length)
//      RFC 9110 - section 9.1 (methods), 7.8 (Upgrade)
//      RFC 9113 - section 8.2.2 (connection-specific header fields)
//
//  Kestrel refuses most of the known smuggling messages by itself; what it lets through (Content-Length beside
//  Transfer-Encoding, a Transfer-Encoding that is not exactly "chunked", or given twice) is refused here.
//
internal static class FramingGate
{
    private static readonly SearchValues<string> Methods = SearchValues.Create(
        ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"], StringComparison.Ordinal);

    /// <summary>Null when the message can be understood in exactly one way.</summary>
    internal static Refusal? Judge(HttpRequest request, string rawTarget)
    {
        if (!Methods.Contains(request.Method))
        {
            return new Refusal(
                RefusalCode.MessageMethod, "the method is not one of GET, HEAD, POST, PUT, PATCH, DELETE");
        }

        if (request.Headers.ContainsKey(HeaderNames.Upgrade) || request.Headers.ContainsKey("HTTP2-Settings"))
        {
            return new Refusal(RefusalCode.MessageUpgrade, "a change of protocol is not offered here");
        }

        if (IsAmbiguous(request))
        {
            return new Refusal(RefusalCode.MessageAmbiguousLength, "the length of the body can be read in two ways");
        }

        // A signed answer names the host it was asked of; HTTP/1.0 alone may leave it out.
        if (!request.Host.HasValue)
        {
            return new Refusal(RefusalCode.MessageMalformed, "the request must name its host");
        }

        // Absolute, authority and asterisk forms name another server or none: only origin-form reaches a route.
        return rawTarget.StartsWith('/')
            ? null
            : new Refusal(RefusalCode.MessageMalformed, "the request target must be a path");
    }

    private static bool IsAmbiguous(HttpRequest request)
    {
        var headers = request.Headers;
        var encodings = headers.TransferEncoding;
        if (encodings.Count == 0)
        {
            return headers[HeaderNames.ContentLength].Count > 1;
        }

        // HTTP/1.0 has no chunks: whoever stands in front may have read another end (RFC 9112 section 6.1).
        // Kestrel moves a Content-Length it overrode to X-Content-Length.
        return HttpProtocol.IsHttp10(request.Protocol)
            || encodings.Count != 1
            || !string.Equals(encodings[0], "chunked", StringComparison.OrdinalIgnoreCase)
            || headers.ContainsKey(HeaderNames.ContentLength)
            || headers.ContainsKey("X-Content-Length");
    }
}
