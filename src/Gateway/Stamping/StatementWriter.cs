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
    internal static void Write(JsonScratch scratch, TransferStatement statement, bool withLists)
    {
        var json = scratch.Json;
        json.WriteStartObject();
        WriteName(json, statement);
        if (withLists && statement.Written is { } written)
        {
            scratch.WriteMembers(written);
        }
        else
        {
            WriteStanding(json, statement, withLists);
        }

        WriteDigests(json, statement);
        WriteCounts(json, statement);
        json.WriteEndObject();
    }

    /// <summary>The members from gateway to trust, for <see cref="TransferStatement.Written"/>.</summary>
    internal static byte[] WriteStanding(TransferStatement statement)
    {
        using var scratch = JsonScratch.Rent();
        scratch.Json.WriteStartObject();
        WriteStanding(scratch.Json, statement, withLists: true);
        return [(byte)',', .. scratch.Written[1..]];
    }

    private static void WriteName(Utf8JsonWriter json, TransferStatement statement)
    {
        json.WriteNumber("v"u8, 1);
        json.WriteString("id"u8, statement.Id);
        if (statement.Parent is { } parent)
        {
            json.WriteString("parent"u8, parent);
        }

        json.WriteString("time"u8, WireTime.Write(statement.Time));
    }

    private static void WriteStanding(Utf8JsonWriter json, TransferStatement statement, bool withLists)
    {
        json.WriteString("gateway", statement.Gateway);
        json.WriteString("leg", StatementNames.Of(statement.Leg));
        json.WriteString("direction", StatementNames.Of(statement.Direction));
        json.WriteString("mode", StatementNames.Of(statement.Mode));
        WriteParty(json, "exporter", statement.Exporter);
        WriteParty(json, "recipient", statement.Recipient);
        json.WriteString("route", statement.Route);
        WriteLaw(json, statement, withLists);
        json.WriteString("policy", statement.Policy);
        WriteList(json, "trust", statement.Trust, withLists, (item, list) =>
        {
            item.WriteStartObject();
            item.WriteString("list", list.List);
            item.WriteNumber("sequence", list.Sequence);
            item.WriteString("sha256", list.Sha256);
            item.WriteEndObject();
        });
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

    private static void WriteDigests(Utf8JsonWriter json, TransferStatement statement)
    {
        json.WriteStartObject("content"u8);
        json.WriteString("type"u8, statement.Content.Type);
        json.WriteNumber("bytes"u8, statement.Content.Bytes);
        json.WriteString("sha256"u8, statement.Content.Sha256);
        json.WriteEndObject();
        json.WriteStartObject("source"u8);
        json.WriteString("key"u8, statement.Source.Key);
        json.WriteString("hmac"u8, statement.Source.Hmac);
        json.WriteEndObject();
    }

    private static void WriteCounts(Utf8JsonWriter json, TransferStatement statement)
    {
        WriteFields(json, statement.Fields);
        json.WriteStartObject("records"u8);
        json.WriteNumber("in"u8, statement.Records.In);
        json.WriteNumber("out"u8, statement.Records.Out);
        json.WriteNumber("withheld"u8, statement.Records.Withheld);
        json.WriteEndObject();
        json.WriteNumber("subjects"u8, statement.Subjects);
        json.WriteStartObject("findings"u8);
        foreach (var (kind, count) in statement.Findings.OrderBy(finding => finding.Key, StringComparer.Ordinal))
        {
            json.WriteNumber(kind, count);
        }

        json.WriteEndObject();
        WriteOptional(json, "fieldsRoot", statement.FieldsRoot);
    }

    private static void WriteFields(Utf8JsonWriter json, StatementFields fields)
    {
        json.WriteStartObject("fields"u8);
        json.WriteNumber("kept"u8, fields.Kept);
        json.WriteNumber("dropped"u8, fields.Dropped);
        json.WriteNumber("redacted"u8, fields.Redacted);
        json.WriteNumber("masked"u8, fields.Masked);
        json.WriteNumber("hashed"u8, fields.Hashed);
        json.WriteNumber("tokenised"u8, fields.Tokenised);
        json.WriteNumber("generalised"u8, fields.Generalised);
        json.WriteNumber("shifted"u8, fields.Shifted);
        json.WriteNumber("encrypted"u8, fields.Encrypted);
        json.WriteNumber("constant"u8, fields.Constant);
        json.WriteNumber("truncated"u8, fields.Truncated);
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
