using System.Text.Json;
using Gateway.Ledger.Entries;
using Gateway.Screening;
using Gateway.Settings;

namespace Gateway.Ledger;

/// <summary>An annex opened: for evidence and for tracing, by who holds the annex key.</summary>
/// <param name="RecordKey">Id of the source key.</param>
/// <param name="Records">Keyed digests of the released records.</param>
/// <param name="SignatureBase">The exact bytes that were signed.</param>
internal sealed record AnnexReading(string RecordKey, IReadOnlyList<byte[]> Records, byte[] SignatureBase)
{
    /// <summary>Null where the category did not commit to its values.</summary>
    internal FieldCommitments? Fields { get; private init; }

    /// <summary>It lists every record that left, and not the first of many only.</summary>
    internal bool IsWhole { get; private init; } = true;

    /// <summary>
    /// The annex that the entry names; null also where what lies beside it is another's: that says nothing of this one.
    /// </summary>
    internal static AnnexReading? OpenNamed(in EntryFacts facts, ReadOnlySpan<byte> annex, KeyRing keys) =>
        Sha256Digest.Of(annex) == facts.Annex ? Open(annex, keys) : null;

    /// <summary>Null where it is gone, damaged, or sealed with a key that is not at hand.</summary>
    internal static AnnexReading? Open(ReadOnlySpan<byte> annex, KeyRing keys)
    {
        var plain = SealedAnnex.Open(annex, id => keys.TryGet(Annex.Use, "", id, out var key) ? key : null);
        if (plain is null)
        {
            return null;
        }

        using var document = JsonDocument.Parse(plain);
        var root = document.RootElement;
        return new AnnexReading(
            root.TextOf("recordKey") ?? "",
            root.MemberOf("records") is { ValueKind: JsonValueKind.Array } records
                ? [.. records.EnumerateArray().Select(record => record.GetBytesFromBase64())]
                : [],
            root.MemberOf("signatureBase")?.GetBytesFromBase64() ?? [])
        {
            IsWhole = root.MemberOf("recordsOmitted") is null,
            Fields = root.MemberOf("fields") is { } fields ? ReadFields(fields) : null,
        };
    }

    private static FieldCommitments ReadFields(JsonElement fields) => new(
        fields.GetProperty("seed").GetBytesFromBase64(),
        [
            .. fields.GetProperty("values").EnumerateArray().Select(leaf => new FieldLeaf(
                leaf.TextOf("path") ?? "",
                leaf.TextOf("action") ?? "",
                leaf.GetProperty("before").GetBytesFromBase64(),
                leaf.MemberOf("after")?.GetBytesFromBase64())),
        ])
    {
        Originals = fields.MemberOf("originals") is { } originals ? ReadOriginals(originals) : null,
    };

    private static KeptOriginals ReadOriginals(JsonElement originals) => new(
        [.. originals.GetProperty("shares").EnumerateArray().Select(CustodianShare.Read)],
        [.. originals.GetProperty("sealed").EnumerateArray().Select(value => value.GetBytesFromBase64())]);
}
