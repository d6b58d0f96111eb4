using System.Diagnostics.CodeAnalysis;
using System.Text.Unicode;
using Gateway.Policies.Formats;
using Gateway.Policies.Selectors;

namespace Gateway.Policies.Transforms;

/// <summary>
/// JSON documents, one a line (docs/formats/ndjson.md). '$' is one line's value, and each line is a record where the
/// category does not say otherwise. Each line is decided by itself, so the first line that is wrong is the answer.
/// </summary>
internal sealed class NdjsonForm : BodyForm
{
    internal static NdjsonForm Instance { get; } = new();

    internal override bool TryParse(
        string text, [NotNullWhen(true)] out FieldPath? path, [NotNullWhen(false)] out string? error) =>
        JsonPath.TryParse(text, out path, out error);

    internal override Outcome<InspectedConsignment> Inspect(
        CategoryPlan plan, ReadOnlyMemory<byte> body, DateOnly today, string? contentType)
    {
        var buffers = InspectionBuffers.Rent();
        var docket = new Docket(plan, buffers, today);
        var text = body.Span;
        for (var at = 0; at < text.Length && docket.Refusal is null;)
        {
            var length = text[at..].IndexOf((byte)'\n');
            var end = length < 0 ? text.Length : at + length;
            Decide(ref docket, text[..end], at);
            at = end + 1;
            if (length >= 0)
            {
                docket.Emit(end, at);
            }
        }

        if (text.IsEmpty)
        {
            docket.Refuse(RefusalCode.BodyMalformed, "the body has no line", null);
        }

        return docket.Close(body, NdjsonBodyText.Instance);
    }

    // The line break before a line is its separator: where the line is withheld it goes too.
    private static void Decide(ref Docket docket, ReadOnlySpan<byte> text, int at)
    {
        var records = docket.Buffers.Records.Count;
        var separator = docket.Buffers.Edits.Count;
        docket.EndRun();
        var inspection = new JsonInspection(docket.Buffers, text, docket);
        if (!Utf8.IsValid(text[at..]) || !inspection.TryWalk(at))
        {
            docket.Refusal = new Refusal(RefusalCode.BodyMalformed, "a line of the body is not strict JSON");
            return;
        }

        docket = inspection.Docket;
        if (docket.Plan.Root.IsRecord)
        {
            docket.Buffers.Records[records].First = separator;
        }
    }

    /// <summary>Text in lines of JSON.</summary>
    private sealed class NdjsonBodyText : JsonBodyText
    {
        internal static new NdjsonBodyText Instance { get; } = new();

        internal override bool LeadsWithSeparator(ReadOnlySpan<byte> stretch, in OutputWriter output) =>
            output.Position == 0 ? stretch[0] == (byte)'\n' : base.LeadsWithSeparator(stretch, output);
    }
}
