using System.Buffers;
using System.Security.Cryptography.X509Certificates;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Xml;
using Gateway.Policies.Parties;
using Gateway.Stamping;

namespace Gateway.Trust;

/// <summary>
/// Writes the JSON of a trust list: members in the order of FORMATS.md 3, two spaces, line feeds, one at the end. The
/// bytes it returns are what is signed; nobody writes them again.
/// </summary>
internal static class TrustListWriter
{
    private static readonly JsonWriterOptions Plain = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    internal static byte[] Write(
        string name,
        Zone zone,
        long sequence,
        DateTimeOffset issued,
        DateTimeOffset nextUpdate,
        string @operator,
        IReadOnlyList<TrustEntry> entries)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Plain))
        {
            json.WriteStartObject();
            json.WriteNumber("v", 1);
            json.WriteString("list", name);
            json.WriteString("zone", zone.ToString());
            json.WriteNumber("sequence", sequence);
            json.WriteString("issued", WireTime.Write(issued));
            json.WriteString("nextUpdate", WireTime.Write(nextUpdate));
            json.WriteString("operator", @operator);
            json.WriteStartArray("entries");
            foreach (var entry in entries)
            {
                WriteEntry(json, entry);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteEntry(Utf8JsonWriter json, TrustEntry entry)
    {
        json.WriteStartObject();
        json.WriteString("id", entry.Id);
        json.WriteString("zone", entry.Zone.ToString());
        json.WriteString("ca", entry.Ca);
        json.WriteString("certType", TrustListNames.Of(entry.CertType));
        json.WriteString("anchor", Pem(entry.Anchor));
        json.WriteString("issuer", Pem(entry.Issuer));
        json.WriteStartObject("typeMatch");
        json.WriteString("attribute", entry.TypeMatch.Attribute);
        json.WriteString("value", entry.TypeMatch.Value);
        json.WriteEndObject();
        json.WriteString("policyOid", entry.PolicyOid);
        WriteTexts(json, "acceptVersions", entry.AcceptVersions);
        WriteTexts(json, "algorithms", entry.Algorithms);
        json.WriteString("use", TrustListNames.Of(entry.Use));
        json.WriteString("from", WireTime.Write(entry.From));
        json.WriteString("to", WireTime.Write(entry.To));
        json.WriteString("status", entry.IsGranted ? TrustListNames.Granted : TrustListNames.Withdrawn);
        json.WriteString("since", WireTime.Write(entry.Since));
        WriteTexts(json, "crl", entry.Crl);
        if (entry.Ocsp is not null)
        {
            json.WriteString("ocsp", entry.Ocsp);
        }

        json.WriteString("maxCrlAge", XmlConvert.ToString(entry.MaxCrlAge));
        json.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    private static string Pem(X509Certificate2 certificate) => certificate.ExportCertificatePem() + "\n";
}
