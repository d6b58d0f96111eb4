using System.Text.Json;
using Gateway.Commands.Approvals;

namespace Gateway.Commands.Reveal;

/// <summary>What two officers approve (FORMATS.md 6): these tokens of this field, for this reason, now.</summary>
internal sealed record RevealRequest(string Category, string Path, int Count, string Sha256, RequestFrame Frame)
{
    internal bool IsFor(string category, string path, RevealTokens tokens) =>
        Category == category && Path == path && Count == tokens.Lines.Count && Sha256 == tokens.Sha256;

    /// <summary>Null for what is no request of this version.</summary>
    internal static RevealRequest? Parse(ReadOnlyMemory<byte> json) => RequestFrame.Parse(json, Read);

    /// <summary>One line of JSON.</summary>
    public override string ToString() => Frame.Write(json =>
    {
        json.WriteString("category"u8, Category);
        json.WriteString("path"u8, Path);
        json.WriteNumber("count"u8, Count);
        json.WriteString("sha256"u8, Sha256);
    });

    private static RevealRequest Read(JsonElement root, RequestFrame frame) => new(
        root.GetProperty("category").GetString() ?? "",
        root.GetProperty("path").GetString() ?? "",
        root.GetProperty("count").GetInt32(),
        root.GetProperty("sha256").GetString() ?? "",
        frame);
}
