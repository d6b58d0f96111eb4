using System.Globalization;
using System.Text.Json;
using Gateway.Policies;

namespace Gateway.Settings;

/// <summary>
/// Where the members of a JSON document stand, by path such as "entries[0].id"; "$" is the document. For faults only,
/// so it reads nothing before the first is told.
/// </summary>
internal sealed class JsonPlaces
{
    private readonly string _file;
    private readonly Lazy<Dictionary<string, (int Line, int Column)>> _places;

    internal JsonPlaces(string file, ReadOnlyMemory<byte> json)
    {
        _file = file;
        _places = new Lazy<Dictionary<string, (int, int)>>(() => Walk(json.ToArray()));
    }

    /// <summary>The place of a value; of what it would stand in, where it is absent.</summary>
    internal Mark At(string path)
    {
        for (var end = path.Length; end > 0; end = path.LastIndexOfAny(['.', '['], end - 1))
        {
            if (_places.Value.TryGetValue(path[..end], out var place))
            {
                return new Mark(_file, place.Line, place.Column, path);
            }
        }

        var (line, column) = _places.Value.GetValueOrDefault("$");
        return new Mark(_file, line, column, path);
    }

    /// <summary>The path of a member of what stands at a path.</summary>
    internal static string Member(string path, string name) => path == "$" ? name : $"{path}.{name}";

    internal static string Item(string path, int index) =>
        string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]");

    private static Dictionary<string, (int Line, int Column)> Walk(byte[] json)
    {
        var places = new Dictionary<string, (int, int)>(StringComparer.Ordinal);
        var lines = new LineIndex(json);
        try
        {
            var reader = new Utf8JsonReader(json);
            if (reader.Read())
            {
                Walk(ref reader, "$", lines, places);
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // No JSON, or a name that is no text: what stands before it has its place.
            return places;
        }

        return places;
    }

    // As deep as the reader goes, which is 64.
    private static void Walk(
        ref Utf8JsonReader reader, string path, LineIndex lines, Dictionary<string, (int Line, int Column)> places)
    {
        places.TryAdd(path, lines.At(reader.TokenStartIndex));
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    var member = Member(path, reader.GetString()!);
                    reader.Read();
                    Walk(ref reader, member, lines, places);
                }

                break;
            case JsonTokenType.StartArray:
                for (var i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
                {
                    Walk(ref reader, Item(path, i), lines, places);
                }

                break;
            default:
                break;
        }
    }
}
