using Gateway.Policies.Formats;

namespace Gateway.Policies.Transforms;

/// <summary>
/// How texts stand in a body of one format: read out of it for an action, and written into it as its grammar demands.
/// One instance serves a consignment; where a body chooses its own separators, one is made for each body.
/// </summary>
internal abstract class BodyText
{
    /// <summary>The text of a value, unescaped. Valid until the next call.</summary>
    internal abstract ReadOnlySpan<byte> Read(ReadOnlySpan<byte> raw, scoped in Edit edit, InspectionBuffers buffers);

    /// <summary>Writes a text in the place of a value, with the escapes it needs there.</summary>
    internal abstract void Write(ReadOnlySpan<byte> text, scoped in Edit edit, ref OutputWriter output);

    /// <summary>A stretch of the body as it is.</summary>
    internal virtual void Copy(ReadOnlySpan<byte> stretch, ref OutputWriter output) => output.Write(stretch);

    /// <summary>What a rule says instead of a value; null: what stands for a value that must not leave.</summary>
    internal virtual void WriteFixed(CompiledRule? rule, scoped in Edit edit, ref OutputWriter output) =>
        Write(rule is null ? CategoryPlan.RedactedText : rule.Text, edit, ref output);

    /// <summary>What an action makes of a value's text.</summary>
    internal virtual void WriteMade(
        ValueAction action,
        ReadOnlySpan<byte> raw,
        scoped in Edit edit,
        scoped in Surroundings surroundings,
        InspectionBuffers buffers,
        ref OutputWriter output)
    {
        buffers.Made.Truncate(0);
        action.WriteText(Read(raw, edit, buffers), surroundings, buffers.Made);
        Write(buffers.Made.Items, edit, ref output);
    }

    /// <summary>
    /// Whether the stretch begins with a separator that has nothing before it, because the records there were withheld.
    /// </summary>
    internal abstract bool LeadsWithSeparator(ReadOnlySpan<byte> stretch, in OutputWriter output);
}
