using System.Diagnostics.CodeAnalysis;
using Gateway.Policies.Formats;
using Gateway.Policies.Selectors;

namespace Gateway.Policies.Transforms;

/// <summary>JSON (docs/formats/json-rules.md).</summary>
internal sealed class JsonForm : BodyForm
{
    // A guess for bodies that are masked field by field; a wrong one costs a copy, not a byte of output.
    private const int BytesPerEdit = 48;
    private const int MaxExpectedEdits = 64 * 1024;

    internal static JsonForm Instance { get; } = new();

    internal override bool TryParse(
        string text, [NotNullWhen(true)] out FieldPath? path, [NotNullWhen(false)] out string? error) =>
        JsonPath.TryParse(text, out path, out error);

    internal override Outcome<InspectedConsignment> Inspect(
        CategoryPlan plan, ReadOnlyMemory<byte> body, DateOnly today, string? contentType)
    {
        var buffers = InspectionBuffers.Rent();
        buffers.Edits.Expect(Math.Min(body.Length / BytesPerEdit, MaxExpectedEdits));
        var inspection = new JsonInspection(buffers, body.Span, new Docket(plan, buffers, today));

        // A body that is not JSON is malformed whatever else was found on the way: a rule's answer about half a
        // document would be a guess.
        var isStrict = Utf8Octets.IsValid(body.Span) && inspection.TryWalk();
        var docket = inspection.Docket;
        if (!isStrict)
        {
            docket.Refusal = new Refusal(RefusalCode.BodyMalformed, "the body is not strict JSON");
        }

        return docket.Close(body, JsonBodyText.OfDocument);
    }
}
