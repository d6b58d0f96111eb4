using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Gateway.Policies.Tests.Screening;

/// <summary>The published and generated identifiers under tests/vectors/ids.</summary>
internal static class Vectors
{
    private static readonly JsonElement Ids = Load("ids", "synthetic-cn-hk-ids.json");

    internal static IReadOnlyList<string> Of(string kind, string list) =>
        [.. Ids.GetProperty(kind).GetProperty(list).EnumerateArray().Select(value => value.GetString()!)];

    internal static string PathOf(string folder, string file) => Path.Combine(Folder(), folder, file);

    private static JsonElement Load(string folder, string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(PathOf(folder, file)));
        return document.RootElement.Clone();
    }

    private static string Folder([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "vectors"));
}
