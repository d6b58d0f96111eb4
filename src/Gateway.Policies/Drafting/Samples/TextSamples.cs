using System.Text.Unicode;
using Gateway.Policies.Formats;

namespace Gateway.Policies.Drafting.Samples;

/// <summary>The charset of samples that may be in GB18030: told by their bytes, for all of them.</summary>
internal sealed class TextSamples
{
    internal string Name { get; private set; } = "utf-8";

    /// <summary>In UTF-8, without a byte order mark; null where it is text of neither charset.</summary>
    internal byte[]? Read(ReadOnlyMemory<byte> bytes)
    {
        var text = bytes.Span;
        if (Utf8.IsValid(text))
        {
            return text.StartsWith("\uFEFF"u8) ? text[3..].ToArray() : text.ToArray();
        }

        if (Gb18030.ValidPrefix(text, out _) != text.Length)
        {
            return null;
        }

        Name = "gb18030";
        var decoded = new PooledList<byte>(wipes: true);
        Gb18030.Decode(text, decoded);
        var utf8 = decoded.Items.ToArray();
        decoded.Return();
        return utf8;
    }
}
