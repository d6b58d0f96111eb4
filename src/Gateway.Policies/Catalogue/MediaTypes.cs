using Gateway.Policies.Routes;

namespace Gateway.Policies.Catalogue;

/// <summary>What messages of a format are called.</summary>
public static class MediaTypes
{
    /// <summary>Of rows that are parted by tabs: with it, format csv is TSV.</summary>
    public const string TabSeparated = "text/tab-separated-values";

    /// <summary>
    /// Those that an absent <c>media</c> means; what leaves carries the first. Empty for a format without any.
    /// </summary>
    public static IReadOnlyList<string> Of(BodyFormat? format) => format switch
    {
        BodyFormat.Json => ["application/json"],
        BodyFormat.Ndjson => ["application/x-ndjson"],
        BodyFormat.Csv => ["text/csv"],
        BodyFormat.Xml => ["application/xml"],
        BodyFormat.Fhir => ["application/fhir+json"],
        BodyFormat.Hl7v2 => ["x-application/hl7-v2+er7", "application/hl7-v2"],
        BodyFormat.Form => ["application/x-www-form-urlencoded"],
        BodyFormat.Multipart => ["multipart/form-data"],
        _ => [],
    };

    /// <summary>RFC 9110 section 8.3.1: type "/" subtype, both tokens; no parameters and no '*'.</summary>
    public static bool IsMediaType(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        return slash > 0
            && HeaderName.IsToken(text[..slash])
            && HeaderName.IsToken(text[(slash + 1)..])
            && !text.Contains('*', StringComparison.Ordinal);
    }
}
