using System.Text.Json;
using Gateway.Screening;
using Gateway.Settings;
using Gateway.Stamping;

namespace Gateway.Ledger;

/// <summary>
/// What is private to a release, sealed with the annex key: subject pseudonyms, keyed digests of the released records,
/// the signature base. Erasable: the entry holds only the digest of the sealed bytes.
/// </summary>
internal static class Annex
{
    internal const string Use = "annex";

    internal static SealedBytes Seal(StampedLeg stamped, KeyRing keys, DateTimeOffset now)
    {
        var key = keys.Require(Use, "", now);
        using var plain = JsonScratch.Rent();
        Write(plain.Json, stamped);
        return SealedBytes.Of(SealedAnnex.Seal(plain.Written, key.Id, key.Bytes.Span));
    }

    private static void Write(Utf8JsonWriter json, StampedLeg stamped)
    {
        json.WriteStartObject();
        json.WriteNumber("v"u8, 1);
        json.WriteString("transferId"u8, stamped.Permitted.Facts.Id.ToString());
        json.WriteString("leg"u8, stamped.Leg == Policies.Leg.Request ? "request"u8 : "response"u8);
        json.WriteString("subjectKey"u8, stamped.Subjects.SubjectKey);
        WriteAll(json, "subjects", stamped.Subjects.Subjects);
        json.WriteString("recordKey"u8, stamped.Subjects.RecordKey);
        WriteAll(json, "records", stamped.Subjects.Records);
        if (stamped.Subjects.SubjectsOmitted > 0)
        {
            json.WriteNumber("subjectsOmitted"u8, stamped.Subjects.SubjectsOmitted);
        }

        if (stamped.Subjects.RecordsOmitted > 0)
        {
            json.WriteNumber("recordsOmitted"u8, stamped.Subjects.RecordsOmitted);
        }

        json.WriteBase64String("signatureBase"u8, stamped.Stamp.Base);
        if (stamped.Fields is { } fields)
        {
            WriteFields(json, fields);
        }

        json.WriteEndObject();
    }

    internal static void WriteFields(Utf8JsonWriter json, FieldCommitments fields)
    {
        json.WriteStartObject("fields"u8);
        json.WriteBase64String("seed"u8, fields.Seed);
        json.WriteStartArray("values"u8);
        foreach (var leaf in fields.Leaves)
        {
            json.WriteStartObject();
            json.WriteString("path"u8, leaf.Path);
            json.WriteString("action"u8, leaf.Action);
            json.WriteBase64String("before"u8, leaf.Before);
            if (leaf.After is { } after)
            {
                json.WriteBase64String("after"u8, after);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (fields.Originals is { } originals)
        {
            WriteOriginals(json, originals);
        }

        json.WriteEndObject();
    }

    private static void WriteOriginals(Utf8JsonWriter json, KeptOriginals originals)
    {
        json.WriteStartObject("originals"u8);
        json.WriteStartArray("shares"u8);
        foreach (var share in originals.Shares)
        {
            share.Write(json);
        }

        json.WriteEndArray();
        WriteAll(json, "sealed", originals.Sealed);
        json.WriteEndObject();
    }

    private static void WriteAll(Utf8JsonWriter json, string name, IReadOnlyList<byte[]> digests)
    {
        json.WriteStartArray(name);
        foreach (var digest in digests)
        {
            json.WriteBase64StringValue(digest);
        }

        json.WriteEndArray();
    }
}
