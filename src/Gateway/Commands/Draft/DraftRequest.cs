using Gateway.Policies;
using Gateway.Policies.Catalogue;
using Gateway.Policies.Drafting;

namespace Gateway.Commands.Draft;

/// <summary>What a category is drafted from.</summary>
/// <param name="Media">Null: what the format means by itself.</param>
internal sealed record DraftRequest(
    CategoryId Category, BodyFormat Format, string? Media, IReadOnlyList<string> Samples)
{
    /// <summary>Forms that can be read as samples.</summary>
    internal static IReadOnlyDictionary<string, BodyFormat> Formats { get; } =
        new Dictionary<string, BodyFormat>(StringComparer.Ordinal)
        {
            ["json"] = BodyFormat.Json,
            ["ndjson"] = BodyFormat.Ndjson,
            ["csv"] = BodyFormat.Csv,
            ["xml"] = BodyFormat.Xml,
            ["fhir"] = BodyFormat.Fhir,
            ["hl7v2"] = BodyFormat.Hl7v2,
            ["form"] = BodyFormat.Form,
        };

    /// <summary>What a message of the category says it is.</summary>
    internal string MediaType => Media ?? MediaTypes.Of(Format)[0];

    /// <summary>Reads every sample; null where one cannot be read, with every fault.</summary>
    internal SampleTree? Read(List<Fault> faults)
    {
        var tree = new SampleTree(Format, Media);
        foreach (var file in Samples)
        {
            SampleFile.AddTo(tree, file, Format, faults);
        }

        if (faults.Count == 0 && tree.Places is [{ Path: "$", Kind: PlaceKind.Value }])
        {
            faults.Add(SampleFile.Fault(Samples[0], 1, 1, "sample.shape", "a sample is an object or an array"));
        }

        if (faults.Count == 0 && tree.SeemsTabbed)
        {
            faults.Add(SampleFile.Fault(
                Samples[0], 1, 1, "sample.malformed", $"tabs part its columns: say --media {MediaTypes.TabSeparated}"));
        }

        return faults.Count == 0 ? tree : null;
    }
}
