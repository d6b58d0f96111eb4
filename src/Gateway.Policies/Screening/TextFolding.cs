using System.Text;

namespace Gateway.Policies.Screening;

/// <summary>Stand-in until the detectors are merged.</summary>
public static class TextFolding
{
    public static string FoldForHash(ReadOnlySpan<byte> utf8) =>
        Encoding.UTF8.GetString(utf8).Normalize(NormalizationForm.FormKC).ToUpperInvariant();
}
