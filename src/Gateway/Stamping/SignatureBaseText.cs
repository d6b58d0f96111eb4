using System.Globalization;
using System.Text;

namespace Gateway.Stamping;

//
//  A signature base read back
//
//  References:
//
//      RFC 9421 section 2.5 - one line for each component, "@signature-params" last
//
//  Years later the message is gone and its base is kept: the head that it speaks of is put together again, and the base
//  rebuilt from that head must be the same bytes. So nothing here needs to be strict about what it reads.
//
internal static class SignatureBaseText
{
    private const string Request = ";req";

    /// <summary>The message a base was made of, without its body; null where it cannot be one.</summary>
    /// <param name="beside">Fields that are not in the base: the signature itself, the transfer's id.</param>
    internal static ReceivedMessage? Read(ReadOnlySpan<byte> text, IReadOnlyList<HeaderLine> beside)
    {
        var own = new Dictionary<string, string>(StringComparer.Ordinal);
        var callers = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in Encoding.ASCII.GetString(text).Split('\n'))
        {
            var colon = line.IndexOf(": ", StringComparison.Ordinal);
            if (colon < 0)
            {
                return null;
            }

            var name = line[..colon];
            var isCallers = name.EndsWith(Request, StringComparison.Ordinal);
            (isCallers ? callers : own)[(isCallers ? name[..^Request.Length] : name).Trim('"')] = line[(colon + 2)..];
        }

        var head = own.ContainsKey("@status") ? Response(own, beside) : RequestOf(own, beside);
        return head is null
            ? null
            : new ReceivedMessage(head, head.IsResponse ? RequestOf(callers, []) : null, default)
            {
                IsBodyAtHand = false,
            };
    }

    private static MessageHead? Response(Dictionary<string, string> lines, IReadOnlyList<HeaderLine> beside) =>
        int.TryParse(lines["@status"], NumberStyles.None, CultureInfo.InvariantCulture, out var status) && status >= 100
            ? MessageHead.OfResponse(status, Fields(lines, beside))
            : null;

    private static MessageHead? RequestOf(Dictionary<string, string> lines, IReadOnlyList<HeaderLine> beside)
    {
        if (!lines.TryGetValue("@method", out var method))
        {
            return null;
        }

        var target = lines.GetValueOrDefault("@target-uri") ?? TargetOf(lines);
        return target is null || TargetParts.Parse(target) is null
            ? null
            : MessageHead.OfRequest(method, target, Fields(lines, beside));
    }

    // A scheme is not among a response's components. Either will do, as long as no port is its default: that one was
    // left out of the authority before it was signed.
    private static string? TargetOf(Dictionary<string, string> lines)
    {
        if (!lines.TryGetValue("@authority", out var authority) || !lines.TryGetValue("@path", out var path))
        {
            return null;
        }

        var query = lines.GetValueOrDefault("@query") is { } given && given != "?" ? given : "";
        var scheme = authority.EndsWith(":443", StringComparison.Ordinal) ? "http" : "https";
        return $"{scheme}://{authority}{path}{query}";
    }

    private static List<HeaderLine> Fields(Dictionary<string, string> lines, IReadOnlyList<HeaderLine> beside) =>
    [
        .. lines.Where(line => !line.Key.StartsWith('@')).Select(line => new HeaderLine(line.Key, line.Value)),
        .. beside,
    ];
}
