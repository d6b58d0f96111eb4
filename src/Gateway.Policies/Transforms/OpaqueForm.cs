using System.Diagnostics.CodeAnalysis;
using Gateway.Policies.Catalogue;
using Gateway.Policies.Formats;
using Gateway.Policies.Selectors;

namespace Gateway.Policies.Transforms;

/// <summary>
/// Bodies that no rule reaches into (docs/formats/opaque.md): known by their type alone, and held for a person unless
/// the category says otherwise. One record, one value.
/// </summary>
internal sealed class OpaqueForm(Category category) : BodyForm
{
    internal override bool TryParse(
        string text, [NotNullWhen(true)] out FieldPath? path, [NotNullWhen(false)] out string? error)
    {
        path = text == DefaultRecords ? new FieldPath([]) : null;
        error = path is null ? "an opaque body has no fields" : null;
        return path is not null;
    }

    internal override IEnumerable<RuleFault> Check(Category category)
    {
        if (category.Fields.Count > 0)
        {
            yield return new RuleFault(0, "rule.path", "an opaque body has no fields: leave 'fields' empty");
        }

        if (category.Subjects.Count > 0)
        {
            yield return new RuleFault(-1, "category.subject", "an opaque body names nobody: remove 'subject'");
        }

        foreach (var media in category.Media.Except(MagicBytes.Known, StringComparer.Ordinal))
        {
            yield return new RuleFault(
                -1, "category.opaque", $"'{media}' cannot be told by its first bytes; text is never opaque");
        }
    }

    internal override Outcome<InspectedConsignment> Inspect(
        CategoryPlan plan, ReadOnlyMemory<byte> body, DateOnly today, string? contentType)
    {
        var docket = new Docket(plan, InspectionBuffers.Rent(), today);
        if (body.Length > category.Opaque.MaxBytes)
        {
            docket.Refuse(
                RefusalCode.BodyTooLarge, $"the body is over the category's {category.Opaque.MaxBytes} bytes", null);
        }
        else if (!IsDeclared(MagicBytes.Sniff(body.Span), contentType))
        {
            docket.Refuse(RefusalCode.BodyMedia, "the body's first bytes are not of the type that is declared", null);
        }

        docket.Hold = category.Opaque.Release
            ? null
            : new Hold(RefusalCode.ScreenOpaque, $"nothing reads inside of '{category.Id}'; a person decides");
        var record = docket.BeginRecord();
        docket.MarkRecordValue(record);
        docket.Emit(0, body.Length);
        docket.Count(FieldOutcome.Kept);
        docket.EndRecord(record);
        return docket.Close(body, AsItIs.Instance);
    }

    private bool IsDeclared(string? sniffed, string? contentType)
    {
        var declared = contentType?.Split(';')[0].Trim();
        return sniffed is not null
            && category.Media.Contains(sniffed, StringComparer.Ordinal)
            && (declared is null || string.Equals(declared, sniffed, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Nothing is read out of such a body or written into it.</summary>
    private sealed class AsItIs : BodyText
    {
        internal static AsItIs Instance { get; } = new();

        internal override ReadOnlySpan<byte> Read(
            ReadOnlySpan<byte> raw, scoped in Edit edit, InspectionBuffers buffers) => raw;

        internal override void Write(ReadOnlySpan<byte> text, scoped in Edit edit, ref OutputWriter output) =>
            output.Write(text);

        internal override bool LeadsWithSeparator(ReadOnlySpan<byte> stretch, in OutputWriter output) => false;
    }
}
