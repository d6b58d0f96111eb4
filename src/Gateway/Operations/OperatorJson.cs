using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Gateway.Ledger.Entries;
using Gateway.Policies;
using Gateway.State;

namespace Gateway.Operations;

/// <summary>The shapes that the operator's documents share, here and on the command line.</summary>
internal static class OperatorJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>One object, whose members the caller writes.</summary>
    internal static byte[] Document(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>A writer of the same kind, which the caller disposes.</summary>
    internal static Utf8JsonWriter Writer(Stream stream) => new(stream, Options);

    internal static void WriteTime(this Utf8JsonWriter json, string name, DateTimeOffset? time)
    {
        if (time is { } known)
        {
            json.WriteString(name, LedgerEntry.Time(known));
        }
        else
        {
            json.WriteNull(name);
        }
    }

    internal static void WriteTaken(this Utf8JsonWriter json, IReadOnlyList<TakenPart> taken)
    {
        json.WriteStartArray("taken");
        foreach (var part in taken)
        {
            json.WriteStartObject();
            json.WriteString("what", part.What);
            json.WriteString("which", part.Which);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    internal static void WriteExpiries(
        this Utf8JsonWriter json, IReadOnlyList<Expiry> expiries, DateTimeOffset now, TimeSpan within)
    {
        json.WriteStartArray("expiries");
        foreach (var expiry in expiries)
        {
            json.WriteStartObject();
            json.WriteString("kind", expiry.Kind);
            json.WriteString("id", expiry.Id);
            json.WriteTime("notAfter", expiry.NotAfter);
            json.WriteNumber("remainingSeconds", (long)(expiry.NotAfter - now).TotalSeconds);
            json.WriteString("level", expiry.LevelAt(now, within).Wire());
            json.WriteString("source", expiry.Source);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    internal static void WriteFaults(this Utf8JsonWriter json, IEnumerable<Fault> faults)
    {
        json.WriteStartArray("faults");
        foreach (var fault in faults)
        {
            json.WriteStartObject();
            json.WriteString("file", fault.File);
            json.WriteNumber("line", fault.Line);
            json.WriteNumber("column", fault.Column);
            json.WriteString("path", fault.Path);
            json.WriteString("code", fault.Code);
            json.WriteString("message", fault.Message);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    internal static void WriteRefusals(this Utf8JsonWriter json, IEnumerable<RecentRefusal> refusals)
    {
        json.WriteStartArray("refusals");
        foreach (var refusal in refusals)
        {
            json.WriteStartObject();
            json.WriteTime("time", refusal.Time);
            json.WriteString("transferId", refusal.TransferId?.ToString("D", CultureInfo.InvariantCulture));
            json.WriteString("code", refusal.Code);
            json.WriteString("leg", refusal.Leg);
            json.WriteString("party", refusal.Party);
            json.WriteString("route", refusal.Route);
            json.WriteNumber("count", refusal.Count);
            json.WriteString("ledger", refusal.Ledger);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
