using System.Diagnostics.CodeAnalysis;
using Gateway.Policies.Catalogue;
using Gateway.Policies.Selectors;

namespace Gateway.Policies.Transforms;

/// <summary>
/// Fields of an HTML form (docs/formats/form.md): one record, in which a name may stand more than once.
/// </summary>
internal sealed class UrlEncodedForm(Category category) : BodyForm
{
    private const string Gb18030 = "gb18030";

    private readonly bool _isGb18030 = category.Charset == Gb18030;

    internal override bool Takes(string charset) => charset == Gb18030 || base.Takes(charset);

    internal override bool TryParse(
        string text, [NotNullWhen(true)] out FieldPath? path, [NotNullWhen(false)] out string? error)
    {
        if (!JsonPath.TryParse(text, out path, out error))
        {
            return false;
        }

        error = path.Steps is [] or [{ Kind: StepKind.Member }]
            ? null
            : "a field of a form is '$.field' or '$['field']'";
        path = error is null ? path : null;
        return error is null;
    }

    internal override IEnumerable<RuleFault> Check(Category category)
    {
        if (category.Records is { } records && records != DefaultRecords)
        {
            yield return new RuleFault(-1, "category.records", $"'{records}': a form is one record, '$'");
        }

        for (var i = 0; i < category.Fields.Count; i++)
        {
            if (IsWhole(category.Fields[i].Path))
            {
                yield return new RuleFault(i, "rule.path", "'$' is the whole form; rules are about its fields");
            }
        }

        if (category.Subjects.Any(subject => IsWhole(subject.Path)))
        {
            yield return new RuleFault(-1, "category.subject", "'$' is the whole form; a subject is one of its fields");
        }
    }

    internal override Outcome<InspectedConsignment> Inspect(
        CategoryPlan plan, ReadOnlyMemory<byte> body, DateOnly today, string? contentType)
    {
        var buffers = InspectionBuffers.Rent();
        var inspection = new PairInspection(new Docket(plan, buffers, today), _isGb18030);
        inspection.Walk(body.Span);
        return inspection.Docket.Close(
            buffers.Decoded.Memory(0, buffers.Decoded.Count),
            _isGb18030 ? UrlEncodedText.InGb18030 : UrlEncodedText.InUtf8);
    }

    private bool IsWhole(string text) => TryParse(text, out var path, out _) && path.Steps.Count == 0;
}
