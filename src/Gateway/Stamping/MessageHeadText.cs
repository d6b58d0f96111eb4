using System.Buffers;
using System.Globalization;
using System.Text;

namespace Gateway.Stamping;

//
//  head.txt
//
//  References:
//
//      FORMATS.md 6 - start line with absolute URI, headers, LF; for a response followed by an empty line and the
//          caller's request head
//      RFC 9110 section 5.1 - field names; RFC 9112 sections 3, 4 - start lines
//
internal static class MessageHeadText
{
    private const string Version = "HTTP/1.1";

    private static readonly SearchValues<char> NameCharacters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$%&'*+-.^_`|~");

    /// <exception cref="ArgumentException">A name or value holds a line break.</exception>
    internal static string Write(MessageHead head, MessageHead? request)
    {
        var text = new StringBuilder();
        Append(text, head);
        if (request is not null)
        {
            Append(text.Append('\n'), request);
        }

        return text.ToString();
    }

    /// <summary>Null for anything that is not one head, or a response's head and its request's.</summary>
    internal static (MessageHead Head, MessageHead? Request)? Parse(string text)
    {
        // The last line may or may not be ended, and an empty line may follow it.
        var parts = text.TrimEnd('\n').Split("\n\n");
        if (parts.Length > 2 || ParseOne(parts[0]) is not { } head)
        {
            return null;
        }

        if (parts.Length == 1)
        {
            return (head, null);
        }

        return head.IsResponse && ParseOne(parts[1]) is { IsResponse: false } request ? (head, request) : null;
    }

    private static void Append(StringBuilder text, MessageHead head)
    {
        var start = head.IsResponse
            ? string.Create(CultureInfo.InvariantCulture, $"{Version} {head.Status:000}")
            : $"{head.Method} {head.TargetUri} {Version}";
        AppendLine(text, start);
        foreach (var (name, value) in head.Fields)
        {
            AppendLine(text, $"{name}: {value.Trim(' ', '\t')}");
        }
    }

    private static void AppendLine(StringBuilder text, string line)
    {
        if (line.AsSpan().ContainsAny('\r', '\n', '\0'))
        {
            throw new ArgumentException("a start line or field holds a line break");
        }

        text.Append(line).Append('\n');
    }

    private static MessageHead? ParseOne(string text)
    {
        var lines = text.Split('\n');
        var fields = new List<HeaderLine>(lines.Length);
        foreach (var line in lines.AsSpan(1))
        {
            // No folding, no space before the colon: two readers could differ over them.
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0 || line.AsSpan(0, colon).ContainsAnyExcept(NameCharacters) || line.AsSpan().Contains('\r'))
            {
                return null;
            }

            fields.Add(new(line[..colon], line[(colon + 1)..].Trim(' ', '\t')));
        }

        return lines[0].StartsWith("HTTP/", StringComparison.Ordinal)
            ? ParseStatus(lines[0], fields)
            : ParseRequest(lines[0], fields);
    }

    private static MessageHead? ParseStatus(string line, List<HeaderLine> fields)
    {
        // A reason phrase may follow; it means nothing.
        var words = line.Split(' ', 3);
        return words.Length >= 2 && words[1].Length == 3
            && int.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out var status) && status >= 100
            ? MessageHead.OfResponse(status, fields)
            : null;
    }

    private static MessageHead? ParseRequest(string line, List<HeaderLine> fields)
    {
        var words = line.Split(' ');
        return words.Length == 3
            && words[0].Length > 0
            && !words[0].AsSpan().ContainsAnyExcept(NameCharacters)
            && words[2].StartsWith("HTTP/", StringComparison.Ordinal)
            && TargetParts.Parse(words[1]) is not null
            ? MessageHead.OfRequest(words[0], words[1], fields)
            : null;
    }
}
