using System.Buffers;
using System.Security.Cryptography.X509Certificates;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Gateway.Stamping;

//
//  Key endorsement
//
//  References:
//
//      FORMATS.md 2 - {v,use,alg,key,keyid,origin,party,for[],from,to}, at most 90 days
//      RFC 7638 - keyid; RFC 4648 section 4 - key
//

/// <summary>
/// "This key stamps (keeps the ledger, witnesses) for these exporters, from then to then." The exporters'
/// e-certificates sign the exact bytes; a stamp is worth what its key's endorsement is worth.
/// </summary>
/// <param name="Key">The raw public key, 32 bytes.</param>
/// <param name="Origin">The ledger's origin: one gateway instance.</param>
/// <param name="Party">The party that runs the gateway.</param>
/// <param name="Exporters">Member "for": the parties this key acts for.</param>
internal sealed record KeyEndorsement(
    KeyUse Use,
    ReadOnlyMemory<byte> Key,
    string Origin,
    string Party,
    IReadOnlyList<string> Exporters,
    DateTimeOffset From,
    DateTimeOffset To)
{
    internal const string Ed25519Name = "ed25519";

    /// <summary>The longest an endorsement may last; then the e-certificate is asked again.</summary>
    internal static readonly TimeSpan Longest = TimeSpan.FromDays(90);

    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>RFC 7638 thumbprint of the key.</summary>
    internal string KeyId { get; } = KeyThumbprint.Of(Key.Span);

    /// <summary>From inclusive, to exclusive.</summary>
    internal bool IsInForce(DateTimeOffset at) => From <= at && at < To;

    /// <summary>The exact bytes that are signed, served and kept.</summary>
    /// <exception cref="ArgumentException">It lasts over 90 days, ends before it begins, or is for nobody.</exception>
    internal byte[] ToJson()
    {
        if (From >= To || To - From > Longest || Exporters.Count == 0)
        {
            throw new ArgumentException("an endorsement names an exporter and lasts from 1 ms to 90 days");
        }

        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer, Plain))
        {
            Write(writer);
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Writes the endorsement and has each exporter's e-certificate sign it.</summary>
    /// <param name="withKeys">One certificate with its private key for each exporter, in any order.</param>
    internal SignedEndorsement Sign(IReadOnlyList<X509Certificate2> withKeys, DateTimeOffset time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(withKeys.Count, Exporters.Count);
        var json = ToJson();
        var signature = CadesSignature.Sign(withKeys[0], json, time);
        foreach (var withKey in withKeys.Skip(1))
        {
            signature = CadesSignature.AddSigner(signature, withKey, json, time);
        }

        return new SignedEndorsement(json, signature);
    }

    private void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteNumber("v", 1);
        writer.WriteString("use", Use.Name);
        writer.WriteString("alg", Ed25519Name);
        writer.WriteBase64String("key", Key.Span);
        writer.WriteString("keyid", KeyId);
        writer.WriteString("origin", Origin);
        writer.WriteString("party", Party);
        writer.WriteStartArray("for");
        foreach (var exporter in Exporters)
        {
            writer.WriteStringValue(exporter);
        }

        writer.WriteEndArray();
        writer.WriteString("from", WireTime.Write(From));
        writer.WriteString("to", WireTime.Write(To));
        writer.WriteEndObject();
    }
}

/// <summary>An endorsement as it is kept and served: the exact JSON bytes, and the CMS over them.</summary>
internal sealed record SignedEndorsement(ReadOnlyMemory<byte> Json, ReadOnlyMemory<byte> Signature);
