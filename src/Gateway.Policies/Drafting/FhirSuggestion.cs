namespace Gateway.Policies.Drafting;

//
//  Proposals for FHIR
//
//  References:
//
//      FHIR R4, section 2.24.0.1 (code), 2.24.0.6 (Coding), 2.3.0 (Reference), 2.21.0 (Resource.id)
//

/// <summary>
/// What is proposed for a place of FHIR samples: links hashed, codes of a list kept, everything else dropped. A record
/// of care is sensitive as a whole, and what no detector found in it is not harmless for that.
/// </summary>
internal static class FhirSuggestion
{
    // Elements of the type code wherever FHIR R4 has one of that name as a plain value.
    private static readonly HashSet<string> Codes = new(
        ["code", "status", "intent", "priority", "gender", "use", "mode", "language"], StringComparer.Ordinal);

    // What a Coding says beside its code; its display is text.
    private static readonly HashSet<string> CodingMembers = new(["system", "version"], StringComparer.Ordinal);

    internal static Suggestion For(SamplePlace place)
    {
        var steps = place.Path.Split('.');
        if (steps is [_, "id"] || steps[^1] is "reference" or "fullUrl")
        {
            return new Suggestion(SuggestionReason.Link, Suggestion.Hash);
        }

        return IsCode(steps) && place.Texts > 0 && place.Findings.Count == 0 && place.Dates == 0
            ? new Suggestion(SuggestionReason.Code, "do: keep")
            : new Suggestion(SuggestionReason.Uncoded, "do: drop");
    }

    // By its place alone: which values a list has, no sample says. Extensions and the narrative may hold anything.
    private static bool IsCode(string[] steps)
    {
        if (steps is [_, "text", ..] || steps.Any(step => step is "extension" or "modifierExtension" || step[0] == '_'))
        {
            return false;
        }

        return Codes.Contains(steps[^1])
            || steps is ["Bundle", "type"]
            || (CodingMembers.Contains(steps[^1]) && steps[^2] is "coding" or "security" or "tag");
    }
}
