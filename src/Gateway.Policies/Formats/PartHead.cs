using System.Text;

namespace Gateway.Policies.Formats;

/// <summary>What the header of one part says, of the little that is asked. Other fields are not looked at.</summary>
internal sealed class PartHead
{
    private const int MaxLines = 16;

    private readonly Dictionary<string, string> _fields = new(StringComparer.Ordinal);

    private PartHead()
    {
    }

    /// <summary>Of a form's field; null where it says none.</summary>
    internal string? Name { get; private set; }

    /// <summary>Its media type; text/plain where it says none (RFC 7578 section 4.4).</summary>
    internal HeaderValue Media { get; private set; } = HeaderValue.Parse("text/plain")!;

    /// <summary>True where the content stands in another encoding than its own bytes.</summary>
    internal bool IsEncoded { get; private set; }

    /// <summary>Null where the lines are not written strictly, or say a thing twice.</summary>
    internal static PartHead? Parse(ReadOnlySpan<byte> lines)
    {
        var head = new PartHead();
        if (!head.TryReadFields(Encoding.Latin1.GetString(lines)))
        {
            return null;
        }

        var media = HeaderValue.Parse(head._fields.GetValueOrDefault("content-type", "text/plain"));
        var place = HeaderValue.Parse(head._fields.GetValueOrDefault("content-disposition", "none"));
        if (media is null || place is null)
        {
            return null;
        }

        head.Media = media;
        head.Name = place.Value == "form-data" ? place["name"] : null;
        var transfer = head._fields.GetValueOrDefault("content-transfer-encoding", "binary").ToLowerInvariant();
        head.IsEncoded = transfer is not ("binary" or "8bit" or "7bit") || head._fields.ContainsKey("content-encoding");
        return head;
    }

    private bool TryReadFields(string text)
    {
        var lines = text.Length == 0 ? [] : text.Split("\r\n");
        return lines.Length <= MaxLines && lines.All(TryReadField);
    }

    // A line that begins with a blank continues the one before it: nobody writes so any more.
    private bool TryReadField(string line)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        return colon > 0
            && !line.Any(character => character is < ' ' and not '\t' or '\x7F')
            && line[..colon].All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_')
            && _fields.TryAdd(line[..colon].ToLowerInvariant(), line[(colon + 1)..].Trim(' ', '\t'));
    }
}
