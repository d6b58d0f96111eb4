using Gateway.Policies;

namespace Gateway.Audit.Desk;

/// <summary>The query of a request: each name once, each read by somebody, or the request is refused.</summary>
internal sealed class QueryValues
{
    private const int LongestValue = 200;

    private readonly Dictionary<string, string> _values;
    private readonly List<string> _wrong = [];

    private QueryValues(Dictionary<string, string> values) => _values = values;

    internal static Outcome<QueryValues> Read(string query)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var mark = pair.IndexOf('=', StringComparison.Ordinal);
            if (mark <= 0 || !values.TryAdd(pair[..mark], Uri.UnescapeDataString(pair[(mark + 1)..])))
            {
                return new Refusal(RefusalCode.RouteParameter, "the query is name=value, each name once");
            }
        }

        return new QueryValues(values);
    }

    /// <summary>A text of this query; null where it is absent.</summary>
    internal string? Text(string name) => Take(name, text => text);

    /// <summary>A value; null where it is absent, or is none, which is then told by <see cref="Refuse"/>.</summary>
    internal T? Value<T>(string name, Func<string, T?> read)
        where T : struct
    {
        if (!_values.Remove(name, out var text))
        {
            return null;
        }

        var value = text.Length <= LongestValue ? read(text) : null;
        if (value is null)
        {
            _wrong.Add(name);
        }

        return value;
    }

    /// <summary>The same for a reference.</summary>
    internal T? Take<T>(string name, Func<string, T?> read)
        where T : class
    {
        if (!_values.Remove(name, out var text))
        {
            return null;
        }

        var value = text.Length is > 0 and <= LongestValue ? read(text) : null;
        if (value is null)
        {
            _wrong.Add(name);
        }

        return value;
    }

    /// <summary>Null where everything was read and understood.</summary>
    // Names of parameters are a stranger's text: only those this listener knows are told back.
    internal Refusal? Refuse() =>
        _wrong.Count > 0
            ? new Refusal(RefusalCode.RouteParameter, $"not a value of '{string.Join("', '", _wrong)}'")
            : _values.Count > 0
                ? new Refusal(RefusalCode.RouteParameter, "this path takes no such parameter")
                : null;
}
