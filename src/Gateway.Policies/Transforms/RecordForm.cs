using Gateway.Policies.Formats;

namespace Gateway.Policies.Transforms;

/// <summary>
/// A format that goes record by record: each is decided by itself, so a body of any length needs the memory of one
/// record, and the first record that is wrong is the answer.
/// </summary>
internal abstract class RecordForm : BodyForm
{
    internal static Refusal WrongCharset { get; } =
        new(RefusalCode.BodyMalformed, "the body is not in the charset of its category");

    /// <summary>The walk over one body.</summary>
    /// <param name="contentType">The body's Content-Type field; null where nothing said one.</param>
    internal abstract RecordWalk Open(CategoryPlan plan, string? contentType);

    internal sealed override Outcome<InspectedConsignment> Inspect(
        CategoryPlan plan, ReadOnlyMemory<byte> body, DateOnly today, string? contentType)
    {
        var buffers = InspectionBuffers.Rent();
        var docket = new Docket(plan, buffers, today);
        var walk = Open(plan, contentType);
        var text = body;
        var isWhole = true;
        if (walk.IsGb18030)
        {
            var valid = Gb18030.ValidPrefix(body.Span, out _);
            isWhole = valid == body.Length;
            Gb18030.Decode(body.Span[..valid], buffers.Decoded);
            text = buffers.Decoded.Memory(0, buffers.Decoded.Count);
        }

        walk.Walk(ref docket, text.Span, isWhole);
        docket.Refusal ??= isWhole ? null : WrongCharset;
        return docket.Close(text, walk.Text);
    }
}
