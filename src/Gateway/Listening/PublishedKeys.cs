using System.Text.Json;
using Gateway.Identity;
using Gateway.Stamping;

namespace Gateway.Listening;

/// <summary>
/// /.well-known/gateway-keys on every mTLS listener (FORMATS.md 2): the endorsed public keys of this gateway, as the
/// exact signed bytes and their CMS, for whoever shows a certificate that both sides recognise.
/// </summary>
internal sealed class PublishedKeys(
    IdentifiedTransfer.IdentityRoom identity, IReadOnlyList<SignedEndorsement> endorsements)
{
    internal const string Path = "/.well-known/gateway-keys";

    /// <summary>What is served.</summary>
    internal byte[] Document { get; } = Write(endorsements);

    /// <summary>True when the request was for the keys and has been answered.</summary>
    internal async Task<bool> TryAnswerAsync(Arrival arrival)
    {
        if (arrival.RawTarget != Path || arrival.Method != HttpMethods.Get
            || !identity.Identify(arrival).TryPass(out _, out _))
        {
            // A stranger is turned back by the spine, on the record, like any other.
            return false;
        }

        var response = arrival.Context.Response;
        response.ContentType = "application/json";
        response.ContentLength = Document.Length;
        await response.Body.WriteAsync(Document, arrival.Context.RequestAborted);
        return true;
    }

    private static byte[] Write(IReadOnlyList<SignedEndorsement> endorsements)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            writer.WriteNumber("v", 1);
            writer.WriteStartArray("keys");
            foreach (var endorsement in endorsements)
            {
                writer.WriteStartObject();
                writer.WriteBase64String("endorsement", endorsement.Json.Span);
                writer.WriteBase64String("cms", endorsement.Signature.Span);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return stream.ToArray();
    }
}
