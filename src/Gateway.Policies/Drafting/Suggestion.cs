using Gateway.Policies.Catalogue;

namespace Gateway.Policies.Drafting;

/// <summary>
/// What could be done to a path in place of dropping it: a proposal for the person who decides, never a decision.
/// </summary>
/// <param name="Reason">Why, as one stable word.</param>
/// <param name="Rule">The rest of the rule, for example "do: mask, keepLast: 4"; null: look first.</param>
public sealed record Suggestion(SuggestionReason Reason, string? Rule)
{
    internal const string Hash = "do: hash, key: hash-1";

    // By detector. What names a person is hashed: equal stays equal, and records can still be matched.
    private static readonly Dictionary<string, string> ByDetector = new(StringComparer.Ordinal)
    {
        ["bank-card"] = "do: mask, keepLast: 4",
        ["cn-address"] = "do: redact",
        ["cn-mobile"] = "do: mask, keepLast: 4",
        ["cn-name"] = "do: mask, keepFirst: 1",
        ["cn-phone"] = "do: mask, keepLast: 4",
        ["coordinates"] = "do: redact",
        ["email"] = "do: redact",
        ["hk-phone"] = "do: mask, keepLast: 4",
        ["iban"] = "do: mask, keepLast: 4",
        ["ip"] = "do: redact",
        ["jwt"] = "do: drop",
        ["mac"] = "do: redact",
        ["macao-phone"] = "do: mask, keepLast: 4",
        ["plate"] = "do: mask, keepLast: 2",
        ["private-key"] = "do: drop",
    };

    /// <summary>For one place of the samples.</summary>
    public static Suggestion For(SamplePlace place, BodyFormat format = BodyFormat.Json)
    {
        ArgumentNullException.ThrowIfNull(place);
        if (place.Kind != PlaceKind.Value)
        {
            return new Suggestion(SuggestionReason.Unseen, null);
        }

        if (format == BodyFormat.Fhir)
        {
            return FhirSuggestion.For(place);
        }

        if (place.Likeliest is { } kind)
        {
            // Found in some values only, or inside of longer ones: nothing less than the whole of it may go.
            return place.Parts > 0 || place.Findings[kind] < place.Texts + place.Numbers
                ? new Suggestion(SuggestionReason.FreeText, "do: redact")
                : new Suggestion(SuggestionReason.Detector, ByDetector.GetValueOrDefault(kind.Name, Hash));
        }

        if (place.Dates > 0 && place.Dates == place.Texts)
        {
            return new Suggestion(SuggestionReason.Date, "do: generalise, to: year");
        }

        return place.Texts > 0
            ? new Suggestion(SuggestionReason.Text, "do: keep")
            : place.Numbers + place.Flags > 0
                ? new Suggestion(SuggestionReason.Figure, "do: keep")
                : new Suggestion(SuggestionReason.Unseen, null);
    }
}

/// <summary>What a suggestion rests on.</summary>
public enum SuggestionReason
{
    /// <summary>A detector found something in every value, and it is the value.</summary>
    Detector,

    /// <summary>A detector found something in some of them, or in a part: free text, as likely as not.</summary>
    FreeText,

    /// <summary>Every text is a date.</summary>
    Date,

    /// <summary>Texts, and no detector found anything.</summary>
    Text,

    /// <summary>Numbers or truth values alone, and no detector found anything.</summary>
    Figure,

    /// <summary>In FHIR: an id or a reference. Hashed alike, so that what leaves still holds together.</summary>
    Link,

    /// <summary>In FHIR: a code of a list, by its place.</summary>
    Code,

    /// <summary>In FHIR: neither; what is written about a patient leaves by nobody's proposal.</summary>
    Uncoded,

    /// <summary>No value was seen there.</summary>
    Unseen,
}
