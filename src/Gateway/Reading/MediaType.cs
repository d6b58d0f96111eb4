using Gateway.Policies;
using Gateway.Policies.Catalogue;
using Microsoft.Net.Http.Headers;

namespace Gateway.Reading;

/// <summary>Holds a Content-Type (RFC 9110 section 8.3) against what the category declares.</summary>
internal static class MediaType
{
    private const string Utf8 = "utf-8";

    /// <summary>What is said of what leaves: the form it came in, in the charset it came in.</summary>
    internal static string OfLeaving(string? contentType, Category category)
    {
        // Tabs do not become commas on the way, nor an image another one.
        var isNamed = category.Format is BodyFormat.Csv or BodyFormat.Opaque;
        var name = isNamed && MediaTypeHeaderValue.TryParse(contentType, out var media)
            ? media.MediaType.ToString().ToLowerInvariant()
            : category.Media[0];
        return category.Charset == Utf8 ? name : $"{name}; charset={category.Charset}";
    }

    /// <summary>Null when the body may be read as the category's form.</summary>
    internal static Refusal? Refuse(string? contentType, Category category)
    {
        if (!MediaTypeHeaderValue.TryParse(contentType, out var media))
        {
            return new Refusal(RefusalCode.BodyMedia, "the body must say its media type");
        }

        var name = media.MediaType.ToString().ToLowerInvariant();
        if (!category.Media.Contains(name, StringComparer.Ordinal))
        {
            return new Refusal(RefusalCode.BodyMedia, $"category '{category.Id}' does not take this media type");
        }

        var charset = HeaderUtilities.RemoveQuotes(media.Charset).ToString();
        return charset.Length == 0 || string.Equals(charset, category.Charset, StringComparison.OrdinalIgnoreCase)
            ? null
            : new Refusal(RefusalCode.BodyMedia, $"category '{category.Id}' is in {category.Charset}");
    }
}
