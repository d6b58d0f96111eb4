using System.Text.Json;

namespace Gateway.Tests.Ledger;

/// <summary>The published test data, found from the test's output folder upwards.</summary>
internal static class Vectors
{
    internal static string Folder { get; } = Find();

    internal static JsonElement Read(params string[] path) => Parse(Path.Combine([Folder, .. path]));

    /// <summary>A file of the product, by its path from the top.</summary>
    internal static JsonElement ReadAt(string path) => Parse(PathOf(path));

    internal static string PathOf(string path) => Path.Combine(Folder, "..", "..", "..", path);

    private static JsonElement Parse(string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        return document.RootElement.Clone();
    }

    internal static IEnumerable<(string Name, JsonElement Case)> All(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Folder, folder), "*.json", SearchOption.AllDirectories)
            .Select(file => (Path.GetFileName(file), Parse(file)));

    internal static byte[] Bytes(this JsonElement element, string name) =>
        element.GetProperty(name).GetBytesFromBase64();

    internal static List<byte[]> Hashes(this JsonElement element, string name) =>
        element.GetProperty(name) is { ValueKind: JsonValueKind.Array } array
            ? [.. array.EnumerateArray().Select(hash => hash.GetBytesFromBase64())]
            : [];

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!Directory.Exists(Path.Combine(folder.FullName, "tests", "vectors", "tlog")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("tests/vectors/tlog");
        }

        return Path.Combine(folder.FullName, "tests", "vectors", "tlog");
    }
}
