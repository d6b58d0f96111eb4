using System.Text.Json;
using Gateway.Ledger.Entries;
using Gateway.Screening;
using Gateway.Stamping;

namespace Gateway.Commands.Originals;

/// <summary>
/// What two custodians are asked for: the part of their share for one value of one release, for this reason, now. It
/// holds their sealed shares, so that a custodian needs neither the ledger nor its keys (docs/formats/originals.md).
/// </summary>
/// <param name="Ledger">Position of the release: origin/YYYY/index.</param>
internal sealed record OriginalRequest(
    string Ledger,
    OriginalPlace Place,
    string Category,
    string Reason,
    DateTimeOffset Time,
    IReadOnlyList<CustodianShare> Shares)
{
    /// <summary>A request is for the case at hand, not for a drawer.</summary>
    internal static readonly TimeSpan Longest = TimeSpan.FromHours(24);

    private const string Use = "trace-original";
    private const int Version = 1;
    private const int MaxSize = 256 * 1024;

    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    internal bool IsCurrent(DateTimeOffset now) => Time <= now + Skew && now < Time + Longest;

    /// <summary>Null for what is no request of this version.</summary>
    internal static OriginalRequest? Parse(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes.Length > MaxSize ? default : bytes, Strict);
            var root = document.RootElement;
            if (root.GetProperty("v").GetInt32() != Version || root.TextOf("use") != Use
                || root.TextOf("reason") is not { Length: > 0 } reason || root.TextOf("path") is not { } path
                || root.TextOf("leg") is not ("request" or "response")
                || !WireTime.TryParse(root.TextOf("time"), out var time))
            {
                return null;
            }

            // A custodian reads it on a terminal: nothing in it may move the cursor.
            var category = root.TextOf("category") ?? "";
            if ((path + reason + category).Any(char.IsControl))
            {
                return null;
            }

            var release = new ReleasedLeg(root.GetProperty("transferId").GetGuid(), root.TextOf("leg")!);
            return new OriginalRequest(
                root.TextOf("ledger") ?? "",
                new OriginalPlace(release, root.GetProperty("field").GetInt64(), path),
                category,
                reason,
                time,
                [.. root.GetProperty("shares").EnumerateArray().Select(CustodianShare.Read)]);
        }
        catch (Exception e) when (
            e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            return null;
        }
    }

    /// <summary>One line of JSON. Names a path, which may spell a name of the body: private.</summary>
    public override string ToString()
    {
        using var text = new JsonText();
        var json = text.Writer;
        json.WriteStartObject();
        json.WriteNumber("v"u8, Version);
        json.WriteString("use"u8, Use);
        json.WriteString("ledger"u8, Ledger);
        json.WriteString("transferId"u8, Place.Release.Transfer);
        json.WriteString("leg"u8, Place.Release.Leg);
        json.WriteString("category"u8, Category);
        json.WriteNumber("field"u8, Place.Index);
        json.WriteString("path"u8, Place.Path);
        json.WriteString("reason"u8, Reason);
        json.WriteString("time"u8, WireTime.Write(Time));
        json.WriteStartArray("shares"u8);
        foreach (var share in Shares)
        {
            share.Write(json);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        return text.ToString();
    }
}
