using System.IO.Compression;

namespace Gateway.Policies.Tests;

/// <summary>Published test data that is kept compressed.</summary>
internal static class Packed
{
    internal static string Text(string folder, string name)
    {
        using var reader = new StreamReader(Open(folder, name));
        return reader.ReadToEnd();
    }

    internal static Stream Open(string folder, string name) => new GZipStream(
        File.OpenRead(Path.Combine(Engine.Vectors.Folder(folder), name + ".gz")), CompressionMode.Decompress);
}
