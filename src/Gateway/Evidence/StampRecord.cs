using Gateway.Stamping;

namespace Gateway.Evidence;

/// <summary>The stamp as a release entry holds it: the values of its two fields.</summary>
internal static class StampRecord
{
    /// <summary>The two fields, as they were sent.</summary>
    internal static IReadOnlyList<HeaderLine> Fields(TransferRecord record) =>
    [
        new(ParsedStamp.InputField, record.Text("signatureInput") ?? ""),
        new(ParsedStamp.SignatureField, record.Text("signature") ?? ""),
        new("Transfer-Id", record.Text("transferId") ?? ""),
    ];

    /// <summary>64 bytes; null where the entry holds no stamp.</summary>
    internal static byte[]? Signature(TransferRecord record) => Find(record)?.Signature;

    internal static string? KeyId(TransferRecord record) => Find(record)?.KeyId;

    /// <summary>The keyid an endorsement is for; null where it cannot be read.</summary>
    internal static string? KeyIdOf(byte[] endorsement) =>
        KeyEndorsementReader.TryRead(endorsement, out var read, out _) ? read.KeyId : null;

    private static ParsedStamp? Find(TransferRecord record) =>
        ParsedStamp.Find(MessageHead.OfResponse(200, Fields(record)), []);
}
