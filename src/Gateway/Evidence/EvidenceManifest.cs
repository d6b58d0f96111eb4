using System.Buffers;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using Gateway.Ledger.Entries;
using Gateway.Stamping;

namespace Gateway.Evidence;

/// <summary>
/// manifest.json: what the evidence is of, and the SHA-256 of every other member. It finds damage; it proves nothing,
/// because nobody signs it: whatever matters is held against the entry, the seal and the endorsements as well.
/// </summary>
/// <param name="Kind">Of the entry it is about.</param>
/// <param name="Made">When the zip was made.</param>
/// <param name="Digests">By member, lower-case hex.</param>
internal sealed record EvidenceManifest(
    Guid TransferId, string Kind, DateTimeOffset Made, IReadOnlyDictionary<string, string> Digests)
{
    private const int Version = 1;
    private const int MaxBytes = 1024 * 1024;

    private static readonly JsonWriterOptions Plain = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 4 };

    /// <summary>One member a line, so that sed and sha256sum can check it.</summary>
    internal static byte[] Write(
        Guid transfer, string kind, DateTimeOffset made, IReadOnlyDictionary<string, byte[]> members)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Plain))
        {
            json.WriteStartObject();
            json.WriteNumber("v"u8, Version);
            json.WriteString("transferId"u8, transfer);
            json.WriteString("kind"u8, kind);
            json.WriteString("made"u8, LedgerEntry.Time(made));
            json.WriteStartObject("sha256"u8);
            foreach (var (name, bytes) in members.OrderBy(member => member.Key, StringComparer.Ordinal))
            {
                json.WriteString(name, Convert.ToHexStringLower(SHA256.HashData(bytes)));
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Null for anything but a manifest of a version known here.</summary>
    internal static EvidenceManifest? Read(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length > MaxBytes)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(bytes, Strict);
            var root = document.RootElement;
            return root.NumberOf("v") == Version
                && Guid.TryParseExact(root.TextOf("transferId"), "D", out var id)
                && root.TextOf("kind") is { } kind
                && WireTime.TryParse(root.TextOf("made"), out var made)
                && root.MemberOf("sha256") is { ValueKind: JsonValueKind.Object } digests
                ? new EvidenceManifest(id, kind, made, digests.EnumerateObject().ToDictionary(
                    member => member.Name,
                    member => member.Value.ValueKind == JsonValueKind.String ? member.Value.GetString()! : "",
                    StringComparer.Ordinal))
                : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Every member that changed, is missing, or is one too many; each by its name.</summary>
    internal IEnumerable<VerificationFinding> Compare(IReadOnlyDictionary<string, byte[]> members)
    {
        foreach (var (name, digest) in Digests)
        {
            if (!members.TryGetValue(name, out var bytes))
            {
                yield return new(FindingCodes.EvidenceMissing, name, "the manifest names the member, and it is gone");
            }
            else if (Convert.ToHexStringLower(SHA256.HashData(bytes)) != digest)
            {
                yield return new(FindingCodes.EvidenceChanged, name, "its SHA-256 is not that of the manifest");
            }
        }

        foreach (var name in members.Keys.Where(name => name != EvidenceNames.Manifest && !Digests.ContainsKey(name)))
        {
            yield return new(FindingCodes.EvidenceExtra, name, "the manifest does not name the member");
        }
    }
}
