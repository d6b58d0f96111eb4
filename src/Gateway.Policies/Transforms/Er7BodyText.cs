using Gateway.Policies.Formats;

namespace Gateway.Policies.Transforms;

/// <summary>Text in an HL7 message, with the escapes of its own separators.</summary>
internal sealed class Er7BodyText(Er7Delimiters delimiters, bool isAscii) : BodyText
{
    internal override ReadOnlySpan<byte> Read(ReadOnlySpan<byte> raw, scoped in Edit edit, InspectionBuffers buffers)
    {
        if (!edit.Escaped)
        {
            return raw;
        }

        buffers.Scratch.Truncate(0);
        Er7Text.TryRead(raw, delimiters, buffers.Scratch);
        return buffers.Scratch.Items;
    }

    internal override void Write(ReadOnlySpan<byte> text, scoped in Edit edit, ref OutputWriter output)
    {
        // Two quotation marks that were text must not become the order to delete.
        if (edit.Escaped && text.SequenceEqual(Er7Text.Null))
        {
            Er7Text.WriteHex(text, delimiters, ref output);
        }
        else
        {
            Er7Text.Write(text, delimiters, isAscii, ref output);
        }
    }

    internal override bool LeadsWithSeparator(ReadOnlySpan<byte> stretch, in OutputWriter output) => false;
}
