using System.Security.Cryptography;
using System.Text.Json;
using Gateway.Settings;

namespace Gateway.Audit;

/// <summary>
/// A document that turned up where it should not be, taken apart into whatever may have been a released record: the
/// whole, each line, and each object and array of a JSON document, without the white space that never leaves. For each
/// its keyed digest, as the annexes hold them.
/// </summary>
internal sealed class LeakedDocument
{
    private const string Use = "source";
    private const string Purpose = "record";

    // As deep as any body may nest, and a bit: what is deeper did not come from here.
    private const int MaxDepth = 70;

    private readonly HashSet<string> _candidates = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> _keyed = new(StringComparer.Ordinal);

    internal LeakedDocument(ReadOnlySpan<byte> document)
    {
        Add(document);
        Add(document.TrimEnd("\r\n"u8));
        var rest = document;
        while (!rest.IsEmpty)
        {
            var end = rest.IndexOf((byte)'\n');
            var line = end < 0 ? rest : rest[..end];
            AddParts(line.TrimEnd((byte)'\r'));
            rest = end < 0 ? [] : rest[(end + 1)..];
        }

        AddParts(document);
    }

    /// <summary>Whether one of its records was among those released; false where the key is not at hand.</summary>
    /// <param name="keyId">Of the source key, as the annex names it.</param>
    internal bool IsAmong(string keyId, IReadOnlyList<byte[]> records, KeyRing keys)
    {
        if (!_keyed.TryGetValue(keyId, out var mine))
        {
            _keyed[keyId] = mine = keys.TryGet(Use, Purpose, keyId, out var key)
                ? [.. _candidates.Select(digest => Convert.ToHexString(
                    HMACSHA256.HashData(key.Span, Convert.FromHexString(digest))))]
                : [];
        }

        return records.Any(record => mine.Contains(Convert.ToHexString(record)));
    }

    /// <summary>Whether the key that an annex names is at hand.</summary>
    internal static bool CanCompare(string keyId, KeyRing keys) => keys.TryGet(Use, Purpose, keyId, out _);

    private void Add(ReadOnlySpan<byte> part) => _candidates.Add(Convert.ToHexString(SHA256.HashData(part)));

    // Every object and array of a JSON text, as it would have left; the text alone where it is no JSON.
    private void AddParts(ReadOnlySpan<byte> text)
    {
        Add(text);
        var compact = new MemoryStream(text.Length);
        var open = new Stack<int>();
        var parts = new List<Range>();
        try
        {
            var json = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = MaxDepth });
            var last = JsonTokenType.None;
            while (json.Read())
            {
                Separate(compact, last, json.TokenType);
                last = json.TokenType;
                if (last is JsonTokenType.StartObject or JsonTokenType.StartArray)
                {
                    open.Push((int)compact.Length);
                }

                Copy(compact, text, json);
                if (last is JsonTokenType.EndObject or JsonTokenType.EndArray)
                {
                    parts.Add(open.Pop()..(int)compact.Length);
                }
            }
        }
        catch (JsonException)
        {
            // Cut off, or not JSON: what was whole up to there counts.
        }

        var bytes = compact.GetBuffer();
        parts.ForEach(part => Add(bytes.AsSpan(part)));
    }

    private static void Separate(MemoryStream compact, JsonTokenType last, JsonTokenType next)
    {
        var isFirst = last is JsonTokenType.None or JsonTokenType.StartObject or JsonTokenType.StartArray
            or JsonTokenType.PropertyName;
        if (!isFirst && next is not (JsonTokenType.EndObject or JsonTokenType.EndArray))
        {
            compact.WriteByte((byte)',');
        }
    }

    // The token as it stands in the text, escapes and all; a name with its colon.
    private static void Copy(MemoryStream compact, ReadOnlySpan<byte> text, in Utf8JsonReader json)
    {
        var isQuoted = json.TokenType is JsonTokenType.String or JsonTokenType.PropertyName;
        var length = json.ValueSpan.Length + (isQuoted ? 2 : 0);
        compact.Write(text.Slice((int)json.TokenStartIndex, length));
        if (json.TokenType == JsonTokenType.PropertyName)
        {
            compact.WriteByte((byte)':');
        }
    }
}
