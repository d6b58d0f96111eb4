using Gateway.Commands;
using Gateway.Ledger.Entries;
using Gateway.Ledger.Verification;

namespace Gateway.Mirroring;

/// <summary>How a round ended.</summary>
/// <param name="Bytes">Of the copies on the disk.</param>
/// <param name="MaxBytes">What they may take.</param>
/// <param name="Logs">What is held, a log for each year of each ledger.</param>
internal sealed record MirrorReport(
    DateTimeOffset Time,
    long Bytes,
    long MaxBytes,
    IReadOnlyList<MirroredHead> Logs,
    IReadOnlyList<LedgerFinding> Findings)
{
    internal string ToJson()
    {
        using var text = new JsonText();
        var json = text.Writer;
        json.WriteStartObject();
        json.WriteBoolean("ok", Findings.Count == 0);
        json.WriteString("time", LedgerEntry.Time(Time));
        json.WriteNumber("bytes", Bytes);
        json.WriteNumber("maxBytes", MaxBytes);
        json.WriteStartArray("logs");
        foreach (var log in Logs)
        {
            json.WriteStartObject();
            json.WriteString("origin", log.Origin);
            json.WriteNumber("size", log.Size);
            json.WriteString("root", log.Root);
            json.WriteString("grewAt", LedgerEntry.Time(log.GrewAt));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("findings");
        foreach (var finding in Findings)
        {
            json.WriteStartObject();
            json.WriteString("code", finding.Code);
            json.WriteString("where", finding.Where);
            json.WriteString("detail", finding.Detail);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        return text.ToString();
    }
}

/// <summary>One log as it is held.</summary>
/// <param name="Root">Lower-case hex.</param>
/// <param name="GrewAt">When it last had something new.</param>
internal sealed record MirroredHead(string Origin, long Size, string Root, DateTimeOffset GrewAt);
