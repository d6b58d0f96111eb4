using Gateway.Policies.Formats;

namespace Gateway.Policies.Transforms;

/// <summary>Text in XML: of elements, of attributes, and markup without the white space it may have.</summary>
internal sealed class XmlBodyText : BodyText
{
    /// <summary>An element's text.</summary>
    internal const byte Text = 0;

    /// <summary>What stands between an attribute's quotes.</summary>
    internal const byte Value = 1;

    /// <summary>An attribute or declaration, or its name and opening quote: written behind one space.</summary>
    internal const byte Markup = 2;

    /// <summary>An element's content as it stands.</summary>
    internal const byte Raw = 3;

    internal static XmlBodyText Instance { get; } = new();

    private static ReadOnlySpan<byte> White => " \t\r\n"u8;

    internal override ReadOnlySpan<byte> Read(ReadOnlySpan<byte> raw, scoped in Edit edit, InspectionBuffers buffers)
    {
        if (!edit.Escaped)
        {
            return raw;
        }

        buffers.Scratch.Truncate(0);
        var text = buffers.Scratch.Extend(raw.Length);
        return text[..(edit.Shape == Value ? XmlText.DecodeValue(raw, text) : XmlText.Decode(raw, text))];
    }

    internal override void Write(ReadOnlySpan<byte> text, scoped in Edit edit, ref OutputWriter output)
    {
        if (edit.Shape == Markup)
        {
            WriteMarkup(text, ref output);
            return;
        }

        var target = output.Reserve(checked(text.Length * XmlText.MaxExpansion));
        output.Commit(edit.Shape == Value ? XmlText.EscapeValue(text, target) : XmlText.Escape(text, target));
    }

    internal override bool LeadsWithSeparator(ReadOnlySpan<byte> stretch, in OutputWriter output) => false;

    private static void WriteMarkup(ReadOnlySpan<byte> markup, ref OutputWriter output)
    {
        var equals = markup.IndexOf((byte)'=');
        output.Write(" "u8);
        output.Write(markup[..equals].Trim(White));
        output.Write("="u8);
        output.Write(markup[(equals + 1)..].Trim(White));
    }
}
