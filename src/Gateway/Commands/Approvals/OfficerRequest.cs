using System.Text.Json;
using Gateway.Stamping;

namespace Gateway.Commands.Approvals;

/// <summary>
/// What two officers approve about a ledger (docs/formats/approvals.md): this, of this ledger, for this reason, now.
/// They sign the exact bytes of the file.
/// </summary>
/// <param name="Use">What it is for; an approval of one use is none of another.</param>
/// <param name="Origin">Of the ledger that records it.</param>
/// <param name="What">
/// To recover: the old head, verbatim. To erase: digests of annexes, lower-case hex. To prune: the shard's origin, the
/// minimum index, the digest of the archive's manifest.
/// </param>
internal sealed record OfficerRequest(
    string Use, string Origin, IReadOnlyList<string> What, string Reason, DateTimeOffset Time)
{
    internal const string Recover = "ledger-recover";
    internal const string Erase = "ledger-erase";
    internal const string Prune = "ledger-prune";

    /// <summary>An approval is for the case at hand, not for a drawer.</summary>
    internal static readonly TimeSpan Longest = TimeSpan.FromHours(24);

    private const int Version = 1;
    private const int MaxSize = 256 * 1024;

    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    internal bool IsCurrent(DateTimeOffset now) => Time <= now + Skew && now < Time + Longest;

    /// <summary>Null for what is no request of this version.</summary>
    internal static OfficerRequest? Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json.Length > MaxSize ? default : json, Strict);
            var root = document.RootElement;
            return root.GetProperty("v").GetInt32() == Version
                && root.GetProperty("use").GetString() is Recover or Erase or Prune
                && root.GetProperty("reason").GetString() is { Length: > 0 } reason
                && WireTime.TryParse(root.GetProperty("time").GetString(), out var time)
                && root.GetProperty("what").EnumerateArray().Select(one => one.GetString()).ToList() is var what
                && what.Count > 0
                && what.TrueForAll(one => one is not null)
                    ? new OfficerRequest(
                        root.GetProperty("use").GetString()!,
                        root.GetProperty("origin").GetString() ?? "",
                        [.. what.OfType<string>()],
                        reason,
                        time)
                    : null;
        }
        catch (Exception e) when (
            e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            return null;
        }
    }

    /// <summary>One line of JSON.</summary>
    public override string ToString()
    {
        using var text = new JsonText();
        var json = text.Writer;
        json.WriteStartObject();
        json.WriteNumber("v"u8, Version);
        json.WriteString("use"u8, Use);
        json.WriteString("origin"u8, Origin);
        json.WriteStartArray("what"u8);
        foreach (var one in What)
        {
            json.WriteStringValue(one);
        }

        json.WriteEndArray();
        json.WriteString("reason"u8, Reason);
        json.WriteString("time"u8, WireTime.Write(Time));
        json.WriteEndObject();
        return text.ToString();
    }
}
