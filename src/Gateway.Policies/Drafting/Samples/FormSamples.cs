using Gateway.Policies.Formats;

namespace Gateway.Policies.Drafting.Samples;

/// <summary>Reads samples of application/x-www-form-urlencoded.</summary>
internal static class FormSamples
{
    internal static SampleFlaw? Add(
        SampleNode root, ReadOnlyMemory<byte> document, TextSamples charset, SampleSight sight)
    {
        root.NoteContainer();
        var pairs = FormPairs.Read(Trim(document.Span), charset.Read, out var wrong);
        foreach (var (name, value) in pairs)
        {
            if (sight.Member(root, name) is { } field)
            {
                sight.NoteUntyped(field, value);
            }
        }

        return wrong == 0 ? null : new SampleFlaw(1, wrong);
    }

    /// <summary>Files end with a line break that bodies do not have.</summary>
    internal static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> form) => form.TrimEnd("\r\n"u8);
}
