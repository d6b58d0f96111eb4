using Gateway.Ledger.Entries;
using Gateway.Screening;

namespace Gateway.Commands.Originals;

/// <summary>
/// One custodian's answer to one request: the part of the share for that one value. Without the other custodian's part
/// it opens nothing, and no other value with it.
/// </summary>
/// <param name="Request">Digest of the request's exact bytes.</param>
/// <param name="Certificate">Digest of the custodian's certificate.</param>
/// <param name="Part">32 bytes.</param>
internal sealed record CustodianReply(Sha256Digest Request, Sha256Digest Certificate, byte[] Part)
{
    private const string Use = "trace-original-share";
    private const int MaxSize = 4096;

    /// <summary>Null for what is no reply of this version.</summary>
    internal static CustodianReply? Parse(ReadOnlyMemory<byte> bytes) => JsonFrame.Parse(bytes, MaxSize, root =>
        root.TextOf("use") == Use
        && Sha256Digest.TryParse(root.TextOf("requestSha256"), out var request)
        && Sha256Digest.TryParse(root.TextOf("certSha256"), out var certificate)
        && root.GetProperty("part").GetBytesFromBase64() is { Length: KeptOriginals.KeySize } part
            ? new CustodianReply(request, certificate, part)
            : null);

    /// <summary>One line of JSON. A secret.</summary>
    public override string ToString() => JsonFrame.Write(json =>
    {
        json.WriteString("use"u8, Use);
        json.WriteString("requestSha256"u8, Request.ToString());
        json.WriteString("certSha256"u8, Certificate.ToString());
        json.WriteBase64String("part"u8, Part);
    });
}
