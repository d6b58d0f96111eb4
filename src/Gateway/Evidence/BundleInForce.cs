using System.Security.Cryptography;
using System.Text;
using Gateway.Policies.Bundle;
using Gateway.Policies.Catalogue;

namespace Gateway.Evidence;

/// <summary>A bundle as evidence needs it: what was signed, by whom, and the rules.</summary>
/// <param name="Lines">The signed lines, exactly.</param>
/// <param name="Signature">Null: nobody signed it.</param>
/// <param name="Files">Those of its files that are at hand, each as the lines say.</param>
internal sealed record BundleInForce(byte[] Lines, byte[]? Signature, IReadOnlyList<BundleFile> Files)
{
    /// <summary>By what entries name it.</summary>
    internal string Digest { get; } = BundleDigest.Digest(Lines);

    /// <summary>Files that the lines do not name, or that changed, count as not there.</summary>
    internal static BundleInForce Of(byte[] lines, IReadOnlyList<BundleFile> files)
    {
        var named = Encoding.UTF8.GetString(lines).Split('\n').ToHashSet(StringComparer.Ordinal);
        return new BundleInForce(
            lines,
            files.FirstOrDefault(file => file.Path == BundleDigest.SignatureFile)?.Bytes.ToArray(),
            [.. files.Where(file => named.Contains($"{file.Path} {Hex(file)}"))]);
    }

    /// <summary>The whole file that declares a category; null where it is not at hand.</summary>
    // As it is, and not the lines of one category: only a whole file has its digest in the signed lines.
    internal ReadOnlyMemory<byte>? RulesOf(string category)
    {
        // The inputs of its cases are not kept; the reader asks only whether they are there.
        var others = Encoding.UTF8.GetString(Lines).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line[..Math.Max(0, line.LastIndexOf(' '))])
            .Where(path => Files.All(file => file.Path != path))
            .Select(path => new BundleFile(path, default));
        var reading = BundleReader.ReadOffline([.. Files, .. others]);
        return (reading.Bundle ?? reading.Readable) is { } bundle
            && CategoryId.TryParse(category, out var id)
            && bundle.Categories.GetValueOrDefault(id) is { } found
                ? Files.FirstOrDefault(file => file.Path == found.Mark.File)?.Bytes
                : null;
    }

    private static string Hex(BundleFile file) => Convert.ToHexStringLower(SHA256.HashData(file.Bytes.Span));
}
