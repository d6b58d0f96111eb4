using System.Text.Json;
using Gateway.Stamping;

namespace Gateway.Commands.Reveal;

/// <summary>
/// What two officers approve (FORMATS.md 6): these tokens of this field, for this reason, now. They sign the exact
/// bytes of the file.
/// </summary>
internal sealed record RevealRequest(
    string Category, string Path, int Count, string Sha256, string Reason, DateTimeOffset Time)
{
    /// <summary>An approval is for the case at hand, not for a drawer.</summary>
    internal static readonly TimeSpan Longest = TimeSpan.FromHours(24);

    private const int Version = 1;

    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    internal bool IsCurrent(DateTimeOffset now) => Time <= now + Skew && now < Time + Longest;

    internal bool IsFor(string category, string path, RevealTokens tokens) =>
        Category == category && Path == path && Count == tokens.Lines.Count && Sha256 == tokens.Sha256;

    /// <summary>Null for what is no request of this version.</summary>
    internal static RevealRequest? Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Strict);
            var root = document.RootElement;
            return root.GetProperty("v").GetInt32() == Version
                && root.GetProperty("reason").GetString() is { Length: > 0 } reason
                && WireTime.TryParse(root.GetProperty("time").GetString() ?? "", out var time)
                    ? new RevealRequest(
                        root.GetProperty("category").GetString() ?? "",
                        root.GetProperty("path").GetString() ?? "",
                        root.GetProperty("count").GetInt32(),
                        root.GetProperty("sha256").GetString() ?? "",
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

    public override string ToString()
    {
        using var text = new JsonText();
        var json = text.Writer;
        json.WriteStartObject();
        json.WriteNumber("v"u8, Version);
        json.WriteString("category"u8, Category);
        json.WriteString("path"u8, Path);
        json.WriteNumber("count"u8, Count);
        json.WriteString("sha256"u8, Sha256);
        json.WriteString("reason"u8, Reason);
        json.WriteString("time"u8, WireTime.Write(Time));
        json.WriteEndObject();
        return text.ToString();
    }
}
