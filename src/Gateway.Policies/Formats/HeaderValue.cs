namespace Gateway.Policies.Formats;

/// <summary>
/// A Content-Type or Content-Disposition field, strictly: a value, and parameters that stand once each, as tokens or
/// quoted. Extended parameters (RFC 8187) are none: two spellings of one name would be two names.
/// </summary>
internal sealed class HeaderValue
{
    private const string TokenMarks = "!#$&'+-.^_`|~/";

    private readonly Dictionary<string, string> _parameters = new(StringComparer.Ordinal);

    private HeaderValue(string text, string value) => (Text, Value) = (text, value);

    /// <summary>The field as it stands.</summary>
    internal string Text { get; }

    /// <summary>The value before the parameters, lower case.</summary>
    internal string Value { get; }

    /// <summary>The text of a parameter; null where there is none.</summary>
    internal string? this[string name] => _parameters.GetValueOrDefault(name);

    /// <summary>Null where the field is not written strictly.</summary>
    internal static HeaderValue? Parse(string text)
    {
        var at = text.IndexOf(';', StringComparison.Ordinal);
        var value = (at < 0 ? text : text[..at]).Trim(' ', '\t').ToLowerInvariant();
        var header = new HeaderValue(text, value);
        if (value.Length == 0 || !value.All(IsToken))
        {
            return null;
        }

        while (at >= 0 && at < text.Length)
        {
            at = SkipBlanks(text, at + 1);
            if (!header.TryReadParameter(text, ref at))
            {
                return null;
            }

            at = SkipBlanks(text, at);
            if (at < text.Length && text[at] != ';')
            {
                return null;
            }
        }

        return header;
    }

    private bool TryReadParameter(string text, ref int at)
    {
        var name = ReadToken(text, ref at).ToLowerInvariant();
        if (name.Length == 0 || at >= text.Length || text[at] != '=')
        {
            return false;
        }

        at++;
        var value = text[at..] is ['"', ..] ? ReadQuoted(text, ref at) : ReadToken(text, ref at);
        if (value is "" && text[at - 1] == '=')
        {
            return false;
        }

        return value is not null && _parameters.TryAdd(name, value);
    }

    private static string ReadToken(string text, ref int at)
    {
        var start = at;
        while (at < text.Length && IsToken(text[at]))
        {
            at++;
        }

        return text[start..at];
    }

    // Null where the quotes do not end. A backslash is itself: browsers send paths so, and what is compared has none.
    private static string? ReadQuoted(string text, ref int at)
    {
        var start = at + 1;
        var end = text.IndexOf('"', start);
        at = end + 1;
        return end < 0 || text[start..end].Contains('\\', StringComparison.Ordinal) ? null : text[start..end];
    }

    private static int SkipBlanks(string text, int at)
    {
        while (at < text.Length && text[at] is ' ' or '\t')
        {
            at++;
        }

        return at;
    }

    private static bool IsToken(char character) =>
        char.IsAsciiLetterOrDigit(character) || TokenMarks.Contains(character, StringComparison.Ordinal);
}
