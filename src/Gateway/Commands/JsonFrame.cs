using System.Text.Json;

namespace Gateway.Commands;

/// <summary>
/// One JSON object of version 1 that persons carry to each other as a file: a request, an answer. Its exact bytes are
/// signed or digested, so it is one line, and read strictly.
/// </summary>
internal static class JsonFrame
{
    private const int Version = 1;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>What was read of it; null for what is none of this version, or larger.</summary>
    /// <param name="maxSize">Bytes.</param>
    /// <param name="read">
    /// The members behind the version; null for what is none. It may ask for members as if they were there.
    /// </param>
    internal static T? Parse<T>(ReadOnlyMemory<byte> json, int maxSize, Func<JsonElement, T?> read)
        where T : class
    {
        try
        {
            using var document = JsonDocument.Parse(json.Length > maxSize ? default : json, Strict);
            var root = document.RootElement;
            return root.GetProperty("v").GetInt32() == Version ? read(root) : null;
        }
        catch (Exception e) when (
            e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            return null;
        }
    }

    /// <param name="members">All behind the version.</param>
    internal static string Write(Action<Utf8JsonWriter> members)
    {
        using var text = new JsonText();
        var json = text.Writer;
        json.WriteStartObject();
        json.WriteNumber("v"u8, Version);
        members(json);
        json.WriteEndObject();
        return text.ToString();
    }
}
