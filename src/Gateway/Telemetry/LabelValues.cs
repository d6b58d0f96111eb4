using System.Text;

namespace Gateway.Telemetry;

/// <summary>
/// The values of up to four labels, in the order the metric declares them: what tells one series from another.
/// </summary>
internal readonly record struct LabelValues(string First, string Second, string Third, string Fourth)
{
    internal const int Most = 4;

    /// <summary>Of the labels as an instrument gives them; ours gives all, in their order.</summary>
    internal static LabelValues Of(ReadOnlySpan<KeyValuePair<string, object?>> labels) =>
        new(At(labels, 0), At(labels, 1), At(labels, 2), At(labels, 3));

    /// <summary>As the text format writes them: <c>route="a",leg="request"</c>.</summary>
    internal string Render(IReadOnlyList<string> names)
    {
        var text = new StringBuilder();
        for (var i = 0; i < names.Count; i++)
        {
            var value = i switch { 0 => First, 1 => Second, 2 => Third, _ => Fourth };
            text.Append(i > 0 ? "," : "").Append(names[i]).Append("=\"").Append(Escape(value)).Append('"');
        }

        return text.ToString();
    }

    private static string At(ReadOnlySpan<KeyValuePair<string, object?>> labels, int index) =>
        index < labels.Length ? labels[index].Value as string ?? "" : "";

    private static string Escape(string value) => value
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("\"", "\\\"", StringComparison.Ordinal)
        .Replace("\n", "\\n", StringComparison.Ordinal);
}
