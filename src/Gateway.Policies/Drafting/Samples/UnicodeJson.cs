using System.Text.Json;

namespace Gateway.Policies.Drafting.Samples;

/// <summary>
/// A person's document, parsed so that every name and text of it can be read. The platform's parser takes strings of
/// another charset, and halves of a character, and throws where they are read.
/// </summary>
internal static class UnicodeJson
{
    /// <exception cref="JsonException">It is not JSON, or a string of it is not Unicode; with the place.</exception>
    internal static JsonDocument Parse(ReadOnlyMemory<byte> document, JsonDocumentOptions options)
    {
        Check(document.Span, options.MaxDepth);
        return JsonDocument.Parse(document, options);
    }

    private static void Check(ReadOnlySpan<byte> document, int maxDepth)
    {
        var reader = new Utf8JsonReader(document, new JsonReaderOptions { MaxDepth = maxDepth });
        while (reader.Read())
        {
            if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.PropertyName))
            {
                continue;
            }

            try
            {
                _ = reader.GetString();
            }
            catch (InvalidOperationException)
            {
                // Its own message would say nothing of the place.
                var before = document[..(int)reader.TokenStartIndex];
                var column = before.Length - before.LastIndexOf((byte)'\n') - 1;
                throw new JsonException("a string is not Unicode", null, before.Count((byte)'\n'), column);
            }
        }
    }
}
