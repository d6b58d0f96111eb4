using System.Runtime.CompilerServices;
using System.Text.Json;
using Gateway.Identity;
using Gateway.Stamping;

namespace Gateway.Listening;

/// <summary>
/// /.well-known/gateway-keys on every mTLS listener (FORMATS.md 2): the endorsed public keys of this gateway, as the
/// exact signed bytes and their CMS, for whoever shows a certificate that both sides recognise.
/// </summary>
internal sealed class PublishedKeys(IdentifiedTransfer.IdentityRoom identity)
{
    internal const string Path = "/.well-known/gateway-keys";

    // Written once for each pair of endorsements that comes into force, and gone with it.
    private static readonly ConditionalWeakTable<EndorsedKeys, byte[]> Documents = [];

    /// <summary>What is served of the keys in force.</summary>
    internal static byte[] DocumentOf(EndorsedKeys keys) => Documents.GetValue(keys, pair => Write(pair.All));

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
        var answer = DocumentOf(arrival.Pinned.Endorsed);
        response.ContentLength = answer.Length;
        await response.Body.WriteAsync(answer, arrival.Context.RequestAborted);
        return true;
    }

    /// <summary>The document, of any endorsements.</summary>
    internal static byte[] Write(IEnumerable<SignedEndorsement> endorsements)
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
