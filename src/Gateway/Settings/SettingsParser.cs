using System.Text;
using System.Text.Json;
using Gateway.Policies;

namespace Gateway.Settings;

/// <summary>
/// Reads gateway.json (RFC 8259, with // and /* */ comments) into nodes that know their line, column and path.
/// The framework's configuration is not used: it forgets where a value stood, and it listens to other sources.
/// </summary>
internal static class SettingsParser
{
    private const int MaxDepth = 16;

    /// <summary>The root section, or null and the fault that stopped the parser.</summary>
    internal static SettingsNode.Section? Parse(string file, ReadOnlySpan<byte> json, ICollection<Fault> faults)
    {
        var lines = new LineIndex(json.ToArray());
        var reader = new Utf8JsonReader(json, new JsonReaderOptions
        {
            CommentHandling = JsonCommentHandling.Skip,
            MaxDepth = MaxDepth,
        });
        try
        {
            reader.Read();
            var root = ReadNode(ref reader, new Place(file, lines), "$", faults);
            if (root is SettingsNode.Section section)
            {
                while (reader.Read())
                {
                }

                return section;
            }

            faults.Add(new Fault(file, 1, 1, "$", "settings.shape", "the file must hold one JSON object"));
        }
        catch (JsonException e)
        {
            var (line, column) = lines.InLine(e.LineNumber ?? 0, e.BytePositionInLine ?? 0);
            faults.Add(new Fault(
                file, line, column, "$", "settings.syntax", "not valid JSON here: mend the syntax and check again"));
        }

        return null;
    }

    private static SettingsNode ReadNode(ref Utf8JsonReader reader, Place place, string path, ICollection<Fault> faults)
    {
        var mark = place.At(reader.TokenStartIndex, path);
        return reader.TokenType switch
        {
            JsonTokenType.StartObject => ReadSection(ref reader, place, mark, faults),
            JsonTokenType.StartArray => ReadItems(ref reader, place, mark, faults),
            JsonTokenType.String => new SettingsNode.Scalar(reader.GetString()!, ScalarKind.Text, mark),
            JsonTokenType.Number =>
                new SettingsNode.Scalar(Encoding.UTF8.GetString(reader.ValueSpan), ScalarKind.Number, mark),
            JsonTokenType.True => new SettingsNode.Scalar("true", ScalarKind.Flag, mark),
            JsonTokenType.False => new SettingsNode.Scalar("false", ScalarKind.Flag, mark),
            _ => RejectNull(mark, faults),
        };
    }

    // null is neither a value nor an absence an operator can mean: say so, and carry on with an empty text.
    private static SettingsNode.Scalar RejectNull(Mark mark, ICollection<Fault> faults)
    {
        faults.Add(mark.Fault("settings.null", "null is not a value: give one, or leave the key out for its default"));
        return new SettingsNode.Scalar("", ScalarKind.Text, mark);
    }

    private static SettingsNode.Section ReadSection(
        ref Utf8JsonReader reader, Place place, Mark mark, ICollection<Fault> faults)
    {
        var members = new Dictionary<string, SettingsNode>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = reader.GetString()!;
            var path = mark.Path == "$" ? name : $"{mark.Path}.{name}";
            var nameMark = place.At(reader.TokenStartIndex, path);
            reader.Read();
            var node = ReadNode(ref reader, place, path, faults);
            if (!members.TryAdd(name, node))
            {
                faults.Add(nameMark.Fault("settings.duplicate", $"'{name}' stands twice: keep one"));
            }
        }

        return new SettingsNode.Section(members, mark);
    }

    private static SettingsNode.Items ReadItems(
        ref Utf8JsonReader reader, Place place, Mark mark, ICollection<Fault> faults)
    {
        var elements = new List<SettingsNode>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            elements.Add(ReadNode(ref reader, place, $"{mark.Path}[{elements.Count}]", faults));
        }

        return new SettingsNode.Items(elements, mark);
    }

    private sealed record Place(string File, LineIndex Lines)
    {
        internal Mark At(long offset, string path)
        {
            var (line, column) = Lines.At(offset);
            return new Mark(File, line, column, path);
        }
    }
}
