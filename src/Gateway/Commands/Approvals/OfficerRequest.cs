using System.Text.Json;

namespace Gateway.Commands.Approvals;

/// <summary>
/// What two officers approve about a ledger (docs/formats/approvals.md): this, of this ledger, for this reason, now.
/// </summary>
/// <param name="Use">What it is for; an approval of one use is none of another.</param>
/// <param name="Origin">Of the ledger that records it.</param>
/// <param name="What">
/// To recover: the old head, verbatim. To erase: digests of annexes, lower-case hex. To prune: the shard's origin, the
/// minimum index, the digest of the archive's manifest.
/// </param>
internal sealed record OfficerRequest(string Use, string Origin, IReadOnlyList<string> What, RequestFrame Frame)
{
    internal const string Recover = "ledger-recover";
    internal const string Erase = "ledger-erase";
    internal const string Prune = "ledger-prune";

    /// <summary>Null for what is no request of this version.</summary>
    internal static OfficerRequest? Parse(ReadOnlyMemory<byte> json) => RequestFrame.Parse(json, Read);

    /// <summary>One line of JSON.</summary>
    public override string ToString() => Frame.Write(json =>
    {
        json.WriteString("use"u8, Use);
        json.WriteString("origin"u8, Origin);
        json.WriteStartArray("what"u8);
        foreach (var one in What)
        {
            json.WriteStringValue(one);
        }

        json.WriteEndArray();
    });

    private static OfficerRequest? Read(JsonElement root, RequestFrame frame)
    {
        var what = root.GetProperty("what").EnumerateArray().Select(one => one.GetString()).ToList();
        return root.GetProperty("use").GetString() is Recover or Erase or Prune
            && what.Count > 0
            && what.TrueForAll(one => one is not null)
                ? new OfficerRequest(
                    root.GetProperty("use").GetString()!,
                    root.GetProperty("origin").GetString() ?? "",
                    [.. what.OfType<string>()],
                    frame)
                : null;
    }
}
