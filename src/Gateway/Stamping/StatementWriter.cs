using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using Gateway.Policies;

namespace Gateway.Stamping;

/// <summary>Writes a statement member by member, in the order of FORMATS.md 4; what is absent is left out.</summary>
internal static class StatementWriter
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="withLists">False: sensitive, filings and trust become {"count","sha256"} of their JSON.</param>
    internal static void Write(Utf8JsonWriter json, TransferStatement statement, bool withLists)
    {
        json.WriteStartObject();
        WriteTransfer(json, statement);
        WriteLaw(json, statement, withLists);
        WriteDigests(json, statement, withLists);
        WriteCounts(json, statement);
        json.WriteEndObject();
    }

    private static void WriteTransfer(Utf8JsonWriter json, TransferStatement statement)
    {
        json.WriteNumber("v", 1);
        json.WriteString("id", statement.Id);
        if (statement.Parent is { } parent)
        {
            json.WriteString("parent", parent);
        }

        json.WriteString("time", WireTime.Write(statement.Time));
        json.WriteString("gateway", statement.Gateway);
        json.WriteString("leg", StatementNames.Of(statement.Leg));
        json.WriteString("direction", StatementNames.Of(statement.Direction));
        json.WriteString("mode", StatementNames.Of(statement.Mode));
        WriteParty(json, "exporter", statement.Exporter);
        WriteParty(json, "recipient", statement.Recipient);
        json.WriteString("route", statement.Route);
    }

    private static void WriteLaw(Utf8JsonWriter json, TransferStatement statement, bool withLists)
    {
        json.WriteString("category", statement.Category);
        json.WriteNumber("categoryVersion", statement.CategoryVersion);
        json.WriteString("grade", statement.Grade);
        WriteList(json, "sensitive", statement.Sensitive, withLists, (item, value) => item.WriteStringValue(value));
        json.WriteString("purpose", statement.Purpose);
        json.WriteString("basis", statement.Basis);
        if (statement.Notice is { } notice)
        {
            json.WriteStartObject("notice");
            json.WriteString("version", notice.Version);
            WriteOptional(json, "url", notice.Url);
            json.WriteEndObject();
        }

        WriteInstrument(json, statement.Instrument, withLists);
        if (statement.Pia is { } pia)
        {
            json.WriteStartObject("pia");
            json.WriteString("id", pia.Id);
            json.WriteString("date", Date(pia.Date));
            json.WriteEndObject();
        }

        WriteOptional(json, "retention", statement.Retention);
        WriteOptional(json, "storagePlace", statement.StoragePlace);
        WriteOptional(json, "origin", statement.Origin);
        WriteOptional(json, "dataset", statement.Dataset);
        if (statement.Consent is { } consent)
        {
            json.WriteStartObject("consent");
            json.WriteString("type", consent.Type);
            json.WriteNumber("checked", consent.Checked);
            json.WriteEndObject();
        }
    }

    private static void WriteInstrument(Utf8JsonWriter json, StatementInstrument instrument, bool withLists)
    {
        json.WriteStartObject("instrument");
        json.WriteString("id", instrument.Id);
        json.WriteString("mechanism", instrument.Mechanism);
        WriteList(json, "filings", instrument.Filings, withLists, (item, filing) =>
        {
            item.WriteStartObject();
            item.WriteString("zone", filing.Zone);
            WriteOptional(item, "number", filing.Number);
            WriteOptional(item, "date", filing.Date is { } date ? Date(date) : null);
            item.WriteEndObject();
        });
        json.WriteEndObject();
    }

    private static void WriteDigests(Utf8JsonWriter json, TransferStatement statement, bool withLists)
    {
        json.WriteString("policy", statement.Policy);
        WriteList(json, "trust", statement.Trust, withLists, (item, list) =>
        {
            item.WriteStartObject();
            item.WriteString("list", list.List);
            item.WriteNumber("sequence", list.Sequence);
            item.WriteString("sha256", list.Sha256);
            item.WriteEndObject();
        });
        json.WriteStartObject("content");
        json.WriteString("type", statement.Content.Type);
        json.WriteNumber("bytes", statement.Content.Bytes);
        json.WriteString("sha256", statement.Content.Sha256);
        json.WriteEndObject();
        json.WriteStartObject("source");
        json.WriteString("key", statement.Source.Key);
        json.WriteString("hmac", statement.Source.Hmac);
        json.WriteEndObject();
    }

    private static void WriteCounts(Utf8JsonWriter json, TransferStatement statement)
    {
        WriteFields(json, statement.Fields);
        json.WriteStartObject("records");
        json.WriteNumber("in", statement.Records.In);
        json.WriteNumber("out", statement.Records.Out);
        json.WriteNumber("withheld", statement.Records.Withheld);
        json.WriteEndObject();
        json.WriteNumber("subjects", statement.Subjects);
        json.WriteStartObject("findings");
        foreach (var (kind, count) in statement.Findings.OrderBy(finding => finding.Key, StringComparer.Ordinal))
        {
            json.WriteNumber(kind, count);
        }

        json.WriteEndObject();
        WriteOptional(json, "fieldsRoot", statement.FieldsRoot);
    }

    private static void WriteFields(Utf8JsonWriter json, StatementFields fields)
    {
        json.WriteStartObject("fields");
        json.WriteNumber("kept", fields.Kept);
        json.WriteNumber("dropped", fields.Dropped);
        json.WriteNumber("redacted", fields.Redacted);
        json.WriteNumber("masked", fields.Masked);
        json.WriteNumber("hashed", fields.Hashed);
        json.WriteNumber("tokenised", fields.Tokenised);
        json.WriteNumber("generalised", fields.Generalised);
        json.WriteNumber("shifted", fields.Shifted);
        json.WriteNumber("encrypted", fields.Encrypted);
        json.WriteNumber("constant", fields.Constant);
        json.WriteNumber("truncated", fields.Truncated);
        json.WriteEndObject();
    }

    private static void WriteParty(Utf8JsonWriter json, string name, StatementParty party)
    {
        json.WriteStartObject(name);
        json.WriteString("id", party.Id);
        json.WriteString("registration", party.Registration);
        WriteOptional(json, "city", party.City);
        json.WriteEndObject();
    }

    private static void WriteList<T>(
        Utf8JsonWriter json, string name, IReadOnlyList<T> list, bool withLists, Action<Utf8JsonWriter, T> write)
    {
        json.WritePropertyName(name);
        if (withLists)
        {
            WriteItems(json, list, write);
            return;
        }

        var buffer = new ArrayBufferWriter<byte>();
        using (var inner = new Utf8JsonWriter(buffer, Plain))
        {
            WriteItems(inner, list, write);
        }

        json.WriteStartObject();
        json.WriteNumber("count", list.Count);
        json.WriteString("sha256", Convert.ToHexStringLower(SHA256.HashData(buffer.WrittenSpan)));
        json.WriteEndObject();
    }

    private static void WriteItems<T>(Utf8JsonWriter json, IReadOnlyList<T> list, Action<Utf8JsonWriter, T> write)
    {
        json.WriteStartArray();
        foreach (var item in list)
        {
            write(json, item);
        }

        json.WriteEndArray();
    }

    private static void WriteOptional(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    private static string Date(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary>The statement's words for what the policy model has as enumerations.</summary>
internal static class StatementNames
{
    internal static string Of(Leg leg) => leg == Leg.Request ? "request" : "response";

    internal static string Of(Direction direction) => direction == Direction.NorthToSouth ? "N2S" : "S2N";

    internal static string Of(StatementMode mode) => mode switch
    {
        StatementMode.Push => "push",
        StatementMode.Pull => "pull",
        _ => "verify",
    };
}
