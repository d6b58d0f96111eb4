using System.Text.Json;
using Gateway.Commands.Approvals;
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
    private const string Use = "trace-original";
    private const int MaxSize = 256 * 1024;

    internal bool IsCurrent(DateTimeOffset now) => new RequestFrame(Reason, Time).IsCurrent(now);

    /// <summary>Null for what is no request of this version.</summary>
    internal static OriginalRequest? Parse(ReadOnlyMemory<byte> bytes) => JsonFrame.Parse(bytes, MaxSize, Read);

    /// <summary>One line of JSON. Names a path, which may spell a name of the body: private.</summary>
    public override string ToString() => JsonFrame.Write(json =>
    {
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
    });

    private static OriginalRequest? Read(JsonElement root)
    {
        if (root.TextOf("use") != Use || root.TextOf("reason") is not { Length: > 0 } reason
            || root.TextOf("path") is not { } path || root.TextOf("leg") is not ("request" or "response")
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
}
