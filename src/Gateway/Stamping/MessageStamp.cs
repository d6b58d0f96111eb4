using System.Text;

namespace Gateway.Stamping;

//
//  The stamp on a message
//
//  References:
//
//      RFC 9421 - HTTP Message Signatures: section 2.5 (signature base), 2.4 (;req), 3.1 (signing), 4 (fields)
//      RFC 9530 - Content-Digest
//      FORMATS.md 4 - what each leg covers, the parameters and their order
//

/// <summary>Stamps the messages of one gateway with its one stamping key. Thread-safe.</summary>
/// <param name="keyId">RFC 7638 thumbprint, as the endorsement names it.</param>
internal sealed class MessageStamp(Ed25519PrivateKey key, string keyId)
{
    internal const string Label = "gateway";
    internal const string Tag = "cross-border-transfer";
    internal const string Algorithm = "ed25519";
    internal const int NonceSize = 16;
    internal const int LifetimeSeconds = 300;

    /// <summary>Stamps a request leg.</summary>
    /// <param name="targetUri">The absolute URI as it is sent upstream.</param>
    /// <exception cref="UnsignableMessageException">A value holds what a signature base cannot.</exception>
    internal StampedMessage OfRequest(string method, string targetUri, in StampContent content, DateTimeOffset at)
    {
        Span<byte> nonce = stackalloc byte[NonceSize];
        FreshBytes.Fill(nonce);
        return OfRequest(method, targetUri, content, at, nonce);
    }

    /// <summary>Stamps a response leg, tied to the request that the caller sent.</summary>
    /// <exception cref="UnsignableMessageException">A value holds what a signature base cannot.</exception>
    internal StampedMessage OfResponse(int status, CallersRequest request, in StampContent content, DateTimeOffset at)
    {
        Span<byte> nonce = stackalloc byte[NonceSize];
        FreshBytes.Fill(nonce);
        return OfResponse(status, request, content, at, nonce);
    }

    internal StampedMessage OfRequest(
        string method, string targetUri, in StampContent content, DateTimeOffset at, ReadOnlySpan<byte> nonce)
    {
        var fields = new Fields(content);
        using var writer = new SignatureBaseWriter(fields.Length + method.Length + targetUri.Length + keyId.Length);
        writer.Line("\"@method\": "u8, method);
        writer.Line("\"@target-uri\": "u8, targetUri);
        fields.WriteTo(writer);
        return Sign(
            writer,
            fields,
            "(\"@method\" \"@target-uri\" \"content-digest\" \"content-type\" \"transfer-statement\")"u8,
            at,
            nonce);
    }

    internal StampedMessage OfResponse(
        int status, CallersRequest request, in StampContent content, DateTimeOffset at, ReadOnlySpan<byte> nonce)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(status, 100);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(status, 999);
        var fields = new Fields(content);
        using var writer = new SignatureBaseWriter(fields.Length + request.Length + keyId.Length);
        writer.Literal("\"@status\": "u8);
        writer.Number(status);
        writer.Literal("\n"u8);
        fields.WriteTo(writer);
        writer.Line("\"@method\";req: "u8, request.Method);
        writer.Line("\"@authority\";req: "u8, request.Authority);
        writer.Line("\"@path\";req: "u8, request.Path.Length == 0 ? "/" : request.Path);
        writer.Line("\"@query\";req: "u8, request.Query.Length == 0 ? "?" : request.Query);
        if (request.ContentDigest is not { } digest)
        {
            return Sign(writer, fields, ResponseComponents, at, nonce);
        }

        writer.Line("\"content-digest\";req: "u8, digest);
        return Sign(writer, fields, ResponseToBodyComponents, at, nonce);
    }

    private static ReadOnlySpan<byte> ResponseComponents =>
        "(\"@status\" \"content-digest\" \"content-type\" \"transfer-statement\" "u8
        + "\"@method\";req \"@authority\";req \"@path\";req \"@query\";req)"u8;

    private static ReadOnlySpan<byte> ResponseToBodyComponents =>
        "(\"@status\" \"content-digest\" \"content-type\" \"transfer-statement\" "u8
        + "\"@method\";req \"@authority\";req \"@path\";req \"@query\";req \"content-digest\";req)"u8;

    // The parameters stand twice, byte for byte the same: in the last line of the base and in Signature-Input.
    private StampedMessage Sign(
        SignatureBaseWriter writer,
        Fields fields,
        ReadOnlySpan<byte> components,
        DateTimeOffset at,
        ReadOnlySpan<byte> nonce)
    {
        var created = at.ToUnixTimeSeconds();
        writer.Literal("\"@signature-params\": "u8);
        var start = writer.Written.Length;
        writer.Literal(components);
        writer.Literal(";created="u8);
        writer.Number(created);
        writer.Literal(";expires="u8);
        writer.Number(created + LifetimeSeconds);
        writer.Literal(";nonce=\""u8);
        writer.Base64(nonce);
        writer.Literal("\";keyid=\""u8);
        writer.Text(keyId);
        writer.Literal("\";alg=\"ed25519\";tag=\"cross-border-transfer\""u8);

        Span<byte> signature = stackalloc byte[Ed25519.SignatureSize];
        key.Sign(writer.Written, signature);
        return new StampedMessage(
            fields.Digest,
            fields.Statement,
            $"{Label}={Encoding.ASCII.GetString(writer.Written[start..])}",
            $"{Label}=:{Convert.ToBase64String(signature)}:",
            writer.Written.ToArray(),
            signature.ToArray());
    }

    /// <summary>The three fields that both legs cover.</summary>
    private readonly struct Fields(in StampContent content)
    {
        private readonly string _type = content.ContentType.Trim(' ', '\t');

        internal string Digest { get; } = ContentDigest.Of(content.Sha256.Span);

        internal string Statement { get; } = TransferStatement.FieldValue(content.Statement.Span);

        internal int Length => _type.Length + Digest.Length + Statement.Length;

        internal void WriteTo(SignatureBaseWriter writer)
        {
            writer.Line("\"content-digest\": "u8, Digest);
            writer.Line("\"content-type\": "u8, _type);
            writer.Line("\"transfer-statement\": "u8, Statement);
        }
    }
}

/// <summary>What a stamp says of the content.</summary>
/// <param name="ContentType">The Content-Type that is sent.</param>
/// <param name="Sha256">Over exactly the bytes that are sent; of the empty string where there are none.</param>
/// <param name="Statement">The statement's exact JSON bytes.</param>
internal readonly record struct StampContent(
    string ContentType, ReadOnlyMemory<byte> Sha256, ReadOnlyMemory<byte> Statement);

/// <summary>The request that a response answers, as it was received from the caller.</summary>
/// <param name="Authority">Normalised as <see cref="TargetParts"/> does.</param>
/// <param name="Query">With its "?"; empty or "?" where there is none.</param>
/// <param name="ContentDigest">Null when the caller sent no body; else of ContentDigest.OfCaller.</param>
internal sealed record CallersRequest(
    string Method, string Authority, string Path, string Query, string? ContentDigest)
{
    internal int Length =>
        Method.Length + Authority.Length + Path.Length + Query.Length + (ContentDigest?.Length ?? 0);
}

/// <summary>The four field values of a stamped message, and what was signed.</summary>
/// <param name="Base">The signature base's exact bytes: its SHA-256 goes into the entry, itself into the annex.</param>
/// <param name="SignatureBytes">64 bytes.</param>
internal sealed record StampedMessage(
    string ContentDigest,
    string TransferStatement,
    string SignatureInput,
    string Signature,
    byte[] Base,
    byte[] SignatureBytes);
