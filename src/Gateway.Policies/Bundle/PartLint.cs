using Gateway.Policies.Catalogue;
using Gateway.Policies.Instruments;
using Gateway.Policies.Transforms;

namespace Gateway.Policies.Bundle;

/// <summary>
/// What must hold between a multipart category, the categories of its parts, and the instruments it crosses under: a
/// part must not get out under an outer category, or an instrument, by which it would not get out alone.
/// </summary>
internal static class PartLint
{
    private const string Code = "category.parts";

    /// <summary>Gives each part its category, and says what is wrong with it.</summary>
    internal static void Check(BundleDraft draft)
    {
        var byId = draft.Categories.DistinctBy(category => category.Id).ToDictionary(category => category.Id);
        for (var i = 0; i < draft.Categories.Count; i++)
        {
            var outer = draft.Categories[i];
            if (outer.Parts.Count > 0)
            {
                draft.Categories[i] = outer with
                {
                    Parts = [.. outer.Parts.Select(part => part with { Of = byId.GetValueOrDefault(part.Category) })],
                };
                CheckParts(draft.Categories[i], draft);
            }
        }
    }

    private static void CheckParts(Category outer, BundleDraft draft)
    {
        foreach (var part in outer.Parts)
        {
            if (part.Of is { } inner && Misfit(outer, inner) is { } misfit)
            {
                draft.Faults.Add(part.Mark, Code, $"'{inner.Id}' cannot be a part of '{outer.Id}': {misfit}");
            }
        }

        // By name it was said when the category was read; by media type it is known only now.
        if (outer.Media is [MultipartForm.Related] && !MultipartForm.AreApart(outer))
        {
            draft.Faults.Add(outer.Mark, Code, MultipartForm.NotApart);
        }

        foreach (var instrument in draft.Instruments.Where(one => Pins(one, outer)))
        {
            foreach (var inner in outer.Parts.Select(part => part.Of).OfType<Category>().Distinct())
            {
                if (!Pins(instrument, inner))
                {
                    var pin = $"'{inner.Id}@{inner.Version}'";
                    draft.Faults.Add(
                        instrument.Mark, "instrument.part", $"add {pin} to 'categories': '{outer.Id}' has parts of it");
                }
            }
        }
    }

    private static bool Pins(Instrument instrument, Category category) =>
        instrument.Categories.Any(pin => pin.Id == category.Id && pin.Version == category.Version);

    private static string? Misfit(Category outer, Category inner) =>
        inner.Format == BodyFormat.Multipart ? "parts have no parts"
        : inner.Commit != CommitRule.None ? "it commits to its values, which a part cannot"
        : inner.Grade > outer.Grade ? "it has a higher grade"
        : !inner.Sensitive.All(outer.Sensitive.Contains) ? "it has more sensitive classes"
        : !CategoryAspect.IsConsentNoLess(outer.Consent, inner.Consent) ? "it asks for another consent"
        : null;
}
