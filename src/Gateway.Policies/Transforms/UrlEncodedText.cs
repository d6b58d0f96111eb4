using Gateway.Policies.Formats;

namespace Gateway.Policies.Transforms;

/// <summary>Text in a form: the script is about the decoded fields, so every name and value is written anew.</summary>
internal sealed class UrlEncodedText : BodyText
{
    private readonly bool _isGb18030;

    private UrlEncodedText(bool isGb18030) => _isGb18030 = isGb18030;

    internal static UrlEncodedText InUtf8 { get; } = new(isGb18030: false);

    internal static UrlEncodedText InGb18030 { get; } = new(isGb18030: true);

    internal override ReadOnlySpan<byte> Read(ReadOnlySpan<byte> raw, scoped in Edit edit, InspectionBuffers buffers) =>
        raw;

    internal override void Write(ReadOnlySpan<byte> text, scoped in Edit edit, ref OutputWriter output)
    {
        if (!_isGb18030)
        {
            Encode(text, ref output);
            return;
        }

        var bytes = new PooledWriter();
        var writer = new OutputWriter(bytes);
        Gb18030.Write(text, ref writer);
        writer.Flush();
        Encode(bytes.Written, ref output);
        bytes.Return();
    }

    internal override bool LeadsWithSeparator(ReadOnlySpan<byte> stretch, in OutputWriter output) => false;

    private static void Encode(ReadOnlySpan<byte> bytes, ref OutputWriter output) =>
        output.Commit(UrlEncoding.Encode(
            bytes, output.Reserve(checked(bytes.Length * UrlEncoding.MaxExpansion))));
}
