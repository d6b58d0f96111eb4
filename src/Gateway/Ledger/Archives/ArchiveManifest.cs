using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Gateway.Stamping;

namespace Gateway.Ledger.Archives;

/// <summary>
/// manifest.json of an archive (docs/formats/archive.md): which year of which log it is, and the SHA-256 of every other
/// file. The e-certificate signs its exact bytes.
/// </summary>
/// <param name="Origin">The shard's.</param>
/// <param name="Root">Lower-case hex, of the whole shard.</param>
/// <param name="Digests">By path below the archive, with '/'.</param>
internal sealed record ArchiveManifest(
    string Origin, int Year, long Size, string Root, DateTimeOffset Made, IReadOnlyDictionary<string, string> Digests)
{
    internal const string FileName = "manifest.json";
    internal const string SignatureName = FileName + ".p7s";

    // A year of ten million entries has some 120,000 files.
    private const int MaxBytes = 256 * 1024 * 1024;
    private const int Version = 1;
    private const int MaxDepth = 4;

    private static readonly JsonWriterOptions Plain = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>One file a line, in ordinal order, so that sed and sha256sum can check it.</summary>
    internal byte[] ToBytes()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Plain))
        {
            json.WriteStartObject();
            json.WriteNumber("v"u8, Version);
            json.WriteString("origin"u8, Origin);
            json.WriteNumber("year"u8, Year);
            json.WriteNumber("size"u8, Size);
            json.WriteString("root"u8, Root);
            json.WriteString("made"u8, WireTime.Write(Made));
            json.WriteStartObject("sha256"u8);
            foreach (var (path, digest) in Digests.OrderBy(file => file.Key, StringComparer.Ordinal))
            {
                json.WriteString(path, digest);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Null for anything but a manifest of this version.</summary>
    internal static ArchiveManifest? Parse(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            using var document = JsonDocument.Parse(
                bytes.Length > MaxBytes ? default : bytes,
                new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = MaxDepth });
            var root = document.RootElement;
            return root.GetProperty("v").GetInt32() == Version
                && WireTime.TryParse(root.GetProperty("made").GetString(), out var made)
                && root.GetProperty("origin").GetString() is { } origin
                && root.GetProperty("root").GetString() is { } head
                    ? new ArchiveManifest(
                        origin,
                        root.GetProperty("year").GetInt32(),
                        root.GetProperty("size").GetInt64(),
                        head,
                        made,
                        root.GetProperty("sha256").EnumerateObject().ToDictionary(
                            file => file.Name, file => file.Value.GetString() ?? "", StringComparer.Ordinal))
                    : null;
        }
        catch (Exception e) when (
            e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            return null;
        }
    }
}
