using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Gateway.Policies;
using Gateway.Policies.Catalogue;
using Gateway.Policies.Drafting;

namespace Gateway.Commands.Draft;

/// <summary>
/// A drafted category as an entry of a bundle: every path of the samples, all dropped, and behind each what the
/// detectors saw there and a proposal. Names and counts; never a value of a sample.
/// </summary>
internal sealed class DraftYaml(DraftRequest request, SampleTree tree, Language language)
{
    private static readonly JsonSerializerOptions Readable =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly StringBuilder _text = new();

    internal static string Write(DraftRequest request, SampleTree tree, Language language) =>
        new DraftYaml(request, tree, language).Write();

    /// <summary>A text in double quotes, as YAML and JSON both read it.</summary>
    internal static string Quote(string text) => JsonSerializer.Serialize(text, Readable);

    private string Write()
    {
        Comment("", DraftWords.Head(tree.Documents));
        Comment("", DraftWords.HowToRead);
        Line("categories:");
        Line($"  - id: {request.Category}");
        Line("    version: 1");
        Line($"    title: {{ en: {Quote(request.Category.ToString())} }}");
        Line("    grade: general", DraftWords.Grade);
        Line("    sensitive: []", DraftWords.Sensitive);
        Line("    consent: none", DraftWords.Consent);
        Line($"    format: {request.Format.Wire()}");
        if (request.Media is { } media)
        {
            Line($"    media: [{Quote(media)}]");
        }

        if (tree.Charset != "utf-8")
        {
            Line($"    charset: {tree.Charset}");
        }

        if (tree.Namespaces.Count > 0)
        {
            var prefixes = tree.Namespaces.Select(pair => $"{pair.Key}: {Quote(pair.Value)}");
            Line($"    namespaces: {{ {string.Join(", ", prefixes)} }}");
        }

        if (tree.Records is { } records && request.Format is BodyFormat.Json or BodyFormat.Fhir)
        {
            Comment("    ", DraftWords.Records(Quote(records)));
        }

        foreach (var place in tree.Places.Where(IsPerson).Take(1))
        {
            Comment("    ", DraftWords.Subject(Quote(place.Path)));
        }

        Line("    unlisted: refuse", DraftWords.Unlisted);
        Line("    onFinding: refuse");
        WriteFields();
        return _text.ToString();
    }

    private void WriteFields()
    {
        Line(tree.Places.Count == 0 ? "    fields: []" : "    fields:");
        foreach (var place in tree.Places)
        {
            Line($"      - {{ path: {Quote(place.Path)}, do: drop }}", DraftWords.Place(place, SuggestionFor(place)));
        }

        foreach (var (path, names) in tree.Unnamed)
        {
            Comment("      ", DraftWords.Unnamed(Quote(path), names));
        }
    }

    // What a person is known by, rather than reached by: that is what consent and volume are counted over.
    private bool IsPerson(SamplePlace place) => request.Format == BodyFormat.Fhir
        ? place.Path == "Patient.id"
        : SuggestionFor(place) is { Reason: SuggestionReason.Detector, Rule: { } rule }
            && rule.StartsWith("do: hash", StringComparison.Ordinal);

    private Suggestion SuggestionFor(SamplePlace place) => Suggestion.For(place, request.Format);

    private void Line(string yaml, Titles? comment = null) =>
        _text.Append(yaml).Append(comment is null ? "" : $"  # {comment.In(language)}").Append('\n');

    private void Comment(string indent, Titles comment) =>
        _text.Append(indent).Append("# ").Append(comment.In(language)).Append('\n');
}
