using System.Text.Json;
using Gateway.Policies.Parties;

namespace Gateway.Stamping;

/// <summary>
/// The members of one small signed JSON object, typed on demand. Duplicate names, comments, trailing commas and bytes
/// after the object are no JSON here: two readers must never see two documents.
/// </summary>
internal sealed class JsonMembers : IDisposable
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 8 };

    private readonly JsonDocument? _document;
    private readonly JsonElement _object;

    private JsonMembers(JsonDocument? document, JsonElement element)
    {
        _document = document;
        _object = element;
    }

    /// <summary>Null when the bytes are not one JSON object of valid text.</summary>
    internal static JsonMembers? Parse(ReadOnlyMemory<byte> json, int maxSize)
    {
        if (json.Length > maxSize || !System.Text.Unicode.Utf8.IsValid(json.Span))
        {
            return null;
        }

        try
        {
            RefuseHalfCharacters(json.Span);
            var document = JsonDocument.Parse(json, Strict);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                return new JsonMembers(document, document.RootElement);
            }

            document.Dispose();
            return null;
        }
        catch (JsonException)
        {
            return null;
        }
        catch (InvalidOperationException)
        {
            // What the reader throws for half a surrogate pair.
            return null;
        }
    }

    /// <summary>The text of a string member; null when it is absent or of another type.</summary>
    internal string? Text(string name) =>
        _object.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    /// <summary>The value of an integer member; null when it is absent or no integer.</summary>
    internal long? Number(string name) =>
        _object.TryGetProperty(name, out var value)
            && value.ValueKind == JsonValueKind.Number
            && value.TryGetInt64(out var number)
            ? number
            : null;

    internal bool Has(string name) => _object.TryGetProperty(name, out _);

    /// <summary>The members of an object member, or null. Lives as long as this does.</summary>
    internal JsonMembers? Object(string name) =>
        _object.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object
            ? new JsonMembers(null, value)
            : null;

    /// <summary>The objects of a list of objects, or null. They live as long as this does.</summary>
    internal IReadOnlyList<JsonMembers>? Objects(string name)
    {
        if (!_object.TryGetProperty(name, out var list) || list.ValueKind != JsonValueKind.Array
            || list.EnumerateArray().Any(item => item.ValueKind != JsonValueKind.Object))
        {
            return null;
        }

        return [.. list.EnumerateArray().Select(item => new JsonMembers(null, item))];
    }

    /// <summary>Standard base64 of exactly that many bytes, written the one way it can be.</summary>
    internal bool TryBase64(string name, int length, out byte[] bytes)
    {
        bytes = [];
        if (Text(name) is not { } text || text.Length != (length + 2) / 3 * 4)
        {
            return false;
        }

        var buffer = new byte[length];
        if (!Convert.TryFromBase64String(text, buffer, out var written) || written != length
            || Convert.ToBase64String(buffer) != text)
        {
            return false;
        }

        bytes = buffer;
        return true;
    }

    /// <summary>A list of distinct declared names, or null.</summary>
    internal IReadOnlyList<string>? Names(string name)
    {
        if (!_object.TryGetProperty(name, out var list) || list.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        var names = new List<string>(list.GetArrayLength());
        foreach (var item in list.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.String || !PartyId.TryParse(item.GetString(), out var party)
                || names.Contains(party.ToString()))
            {
                return null;
            }

            names.Add(party.ToString());
        }

        return names;
    }

    /// <summary>True where "crit" is no list of names, or lists one that is absent or not known here.</summary>
    internal bool HasUnknownCritical(IReadOnlyCollection<string> known)
    {
        if (!_object.TryGetProperty("crit", out var crit))
        {
            return false;
        }

        return crit.ValueKind != JsonValueKind.Array || crit.GetArrayLength() == 0 || crit.EnumerateArray().Any(
            item => item.ValueKind != JsonValueKind.String
                || !known.Contains(item.GetString(), StringComparer.Ordinal)
                || !Has(item.GetString()!));
    }

    // "\ud800" alone is valid JSON and no text; asked once here, so that no reading below can meet it.
    private static void RefuseHalfCharacters(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped)
            {
                _ = reader.GetString();
            }
        }
    }

    public void Dispose() => _document?.Dispose();
}
