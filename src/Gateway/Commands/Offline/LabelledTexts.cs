using System.Text;
using System.Text.Json;

namespace Gateway.Commands.Offline;

/// <summary>A text, the name of the field it stands in, and the kinds a person says it holds.</summary>
internal sealed record LabelledText(string Text, string Field, IReadOnlyList<string> Kinds);

/// <summary>
/// Texts whose kinds are known, from a folder: <c>*.jsonl</c> with one <c>{"text", "field", "kinds"}</c> a line, and
/// <c>*.columns.json</c>, which says of a CSV file beside it which column holds what.
/// </summary>
internal static class LabelledTexts
{
    /// <exception cref="InvalidDataException">A file is not as described.</exception>
    internal static IEnumerable<LabelledText> Read(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*.jsonl").Order(StringComparer.Ordinal))
        {
            foreach (var line in File.ReadLines(file).Where(line => line.Length > 0))
            {
                yield return ReadLine(line, file);
            }
        }

        foreach (var file in Directory.EnumerateFiles(folder, "*.columns.json").Order(StringComparer.Ordinal))
        {
            foreach (var cell in ReadColumns(file))
            {
                yield return cell;
            }
        }
    }

    private static LabelledText ReadLine(string line, string file)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var root = document.RootElement;
            return new LabelledText(
                root.GetProperty("text").GetString() ?? "",
                root.TryGetProperty("field", out var field) ? field.GetString() ?? "" : "",
                [.. root.GetProperty("kinds").EnumerateArray().Select(kind => kind.GetString() ?? "")]);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new InvalidDataException($"{Path.GetFileName(file)}: a line is not {{\"text\", \"kinds\"}}", e);
        }
    }

    private static IEnumerable<LabelledText> ReadColumns(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(file));
        var root = document.RootElement;
        var columns = root.GetProperty("columns").EnumerateObject()
            .ToDictionary(column => column.Name, column => column.Value.GetString() ?? "", StringComparer.Ordinal);
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var path = Path.Combine(Path.GetDirectoryName(file) ?? "", root.GetProperty("file").GetString() ?? "");
        var text = Encoding.GetEncoding(root.GetProperty("charset").GetString() ?? "utf-8").GetString(File.ReadAllBytes(path));
        var rows = Rows(text).ToList();
        foreach (var row in rows.Skip(1))
        {
            for (var i = 0; i < Math.Min(row.Count, rows[0].Count); i++)
            {
                var name = rows[0][i];
                yield return new LabelledText(row[i], name, columns.TryGetValue(name, out var kind) ? [kind] : []);
            }
        }
    }

    // RFC 4180, for files of our own: a quote within quotes is doubled.
    private static IEnumerable<List<string>> Rows(string text)
    {
        var row = new List<string>();
        var cell = new StringBuilder();
        var isQuoted = false;
        foreach (var character in text.TrimStart('\uFEFF').ReplaceLineEndings("\n"))
        {
            if (character == '"')
            {
                isQuoted = !isQuoted;
            }
            else if (isQuoted || character is not (',' or '\n'))
            {
                cell.Append(character);
            }
            else
            {
                row.Add(cell.ToString());
                cell.Clear();
                if (character == '\n')
                {
                    yield return row;
                    row = [];
                }
            }
        }
    }
}
