using System.Text;
using System.Text.Json.Nodes;
using Gateway.Commands.Offline;
using Gateway.Permit;
using Gateway.Policies;
using Gateway.Policies.Bundle;
using Gateway.Policies.Cases;
using Gateway.Policies.Catalogue;
using Gateway.Tests.Conventions;

namespace Gateway.Tests.Config;

/// <summary>config/policy, as a fresh clone has it: read once, and read again with something changed.</summary>
internal static class ExampleBundle
{
    private static readonly List<Fault> FolderFaults = [];

    internal static string Folder { get; } = Path.Combine(SourceTree.Root, "config", "policy");

    internal static IReadOnlyList<BundleFile> Files { get; } =
    [
        .. BundleFolder.Read(Folder, FolderFaults)!.Where(file => file.Path != BundleDigest.SignatureFile),
    ];

    internal static BundleReading Reading { get; } = BundleReader.Read(Files);

    internal static PolicyBundle Bundle { get; } = Reading.Bundle
        ?? throw new InvalidOperationException(string.Join('\n', Reading.Faults));

    internal static IEnumerable<(Category Category, CategoryCase Case)> Cases { get; } =
        [.. Bundle.Categories.Values.SelectMany(category => category.Cases.Select(one => (category, one)))];

    /// <summary>The cases of one category.</summary>
    internal static IReadOnlyList<CaseVerdict> Run(IReadOnlyList<BundleFile> files, string category) => BundleCases.Run(
        BundleReader.Read(files).Bundle!.Categories.Values.Where(one => one.Id.ToString() == category),
        files,
        new ThrowAwayKeys(),
        Bundle.Issued).Verdicts;

    /// <summary>The files with one of them changed.</summary>
    internal static IReadOnlyList<BundleFile> With(string path, Func<string, string> change) =>
    [
        .. Files.Select(file => file.Path != path
            ? file
            : file with { Bytes = Encoding.UTF8.GetBytes(change(Encoding.UTF8.GetString(file.Bytes.Span))) }),
    ];

    internal static JsonNode Json(string path) =>
        JsonNode.Parse(Files.Single(file => file.Path == path).Bytes.Span)!;
}
