using Gateway.Policies.Formats;

namespace Gateway.Policies.Transforms;

/// <summary>Text in JSON: whole strings, quotes included; numbers are taken as their raw text.</summary>
/// <param name="hasLines">True where documents stand one a line, and a line break may be a separator too.</param>
internal sealed class JsonBodyText(bool hasLines) : BodyText
{
    internal static JsonBodyText OfDocument { get; } = new(hasLines: false);

    internal static JsonBodyText OfLines { get; } = new(hasLines: true);

    internal override ReadOnlySpan<byte> Read(ReadOnlySpan<byte> raw, scoped in Edit edit, InspectionBuffers buffers) =>
        raw[0] == (byte)'"' ? buffers.Unescape(raw[1..^1], edit.Escaped) : raw;

    internal override void Write(ReadOnlySpan<byte> text, scoped in Edit edit, ref OutputWriter output) =>
        JsonText.WriteString(text, ref output);

    internal override void WriteFixed(CompiledRule? rule, scoped in Edit edit, ref OutputWriter output) =>
        output.Write(rule is null ? CategoryPlan.Redacted : rule.Literal);

    internal override void WriteMade(
        ValueAction action,
        ReadOnlySpan<byte> raw,
        scoped in Edit edit,
        scoped in Surroundings surroundings,
        InspectionBuffers buffers,
        ref OutputWriter output) =>
        action.WriteJson(Read(raw, edit, buffers), !edit.Escaped, surroundings, buffers.Made, ref output);

    internal override bool LeadsWithSeparator(ReadOnlySpan<byte> stretch, in OutputWriter output) =>
        (output.Last is (byte)'[' or (byte)'{' && stretch[0] == (byte)',')
        || (hasLines && output.Position == 0 && stretch[0] == (byte)'\n');
}
