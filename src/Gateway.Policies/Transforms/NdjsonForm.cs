using System.Diagnostics.CodeAnalysis;
using Gateway.Policies.Catalogue;
using Gateway.Policies.Selectors;

namespace Gateway.Policies.Transforms;

/// <summary>
/// JSON documents, one a line (docs/formats/ndjson.md). '$' is one line's value, and each line is a record where the
/// category does not say otherwise.
/// </summary>
internal sealed class NdjsonForm : RecordForm
{
    internal static NdjsonForm Instance { get; } = new();

    internal override bool TryParse(
        string text, [NotNullWhen(true)] out FieldPath? path, [NotNullWhen(false)] out string? error) =>
        JsonPath.TryParse(text, out path, out error);

    // A subject outside of the records of its line would speak for them, and lines are decided one by one.
    internal override IEnumerable<RuleFault> Check(Category category)
    {
        if (!JsonPath.TryParse(category.Records ?? DefaultRecords, out var records, out _))
        {
            yield break;
        }

        foreach (var subject in category.Subjects)
        {
            if (JsonPath.TryParse(subject.Path, out var path, out _)
                && !path.Steps.Take(records.Steps.Count).SequenceEqual(records.Steps))
            {
                yield return new RuleFault(
                    -1, "category.subject", $"'{subject.Path}' is not inside of 'records', '{category.Records}'");
            }
        }
    }

    internal override RecordWalk Open(CategoryPlan plan, string? contentType) => new LineWalk();
}
