using Gateway.Policies.Formats;

namespace Gateway.Policies.Transforms;

/// <summary>Text in JSON: whole strings, quotes included; numbers are taken as their raw text.</summary>
internal class JsonBodyText : BodyText
{
    internal static JsonBodyText Instance { get; } = new();

    internal override ReadOnlySpan<byte> Read(ReadOnlySpan<byte> raw, scoped in Edit edit, InspectionBuffers buffers) =>
        raw[0] == (byte)'"' ? buffers.Unescape(raw[1..^1], edit.Escaped) : raw;

    internal override void Write(ReadOnlySpan<byte> text, scoped in Edit edit, ref OutputWriter output)
    {
        output.Write("\""u8);
        output.Commit(JsonText.Escape(text, output.Reserve(checked(text.Length * JsonText.MaxExpansion))));
        output.Write("\""u8);
    }

    internal override void WriteFixed(CompiledRule? rule, scoped in Edit edit, ref OutputWriter output) =>
        output.Write(rule is null ? CategoryPlan.Redacted : rule.Literal);

    internal override void WriteMade(
        ValueAction action,
        ReadOnlySpan<byte> raw,
        scoped in Edit edit,
        InspectionBuffers buffers,
        ref OutputWriter output) =>
        action.Write(Read(raw, edit, buffers), !edit.Escaped, ref output);

    internal override bool LeadsWithSeparator(ReadOnlySpan<byte> stretch, in OutputWriter output) =>
        output.Last is (byte)'[' or (byte)'{' && stretch[0] == (byte)',';
}
