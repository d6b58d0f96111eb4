using System.Text.Json;
using Gateway.Ledger.Inspection;
using Gateway.Ledger.Notes;
using Gateway.Stamping;

namespace Gateway.Ledger.Seals;

//
//  logs.json: the logs of an organisation
//
//  References:
//
//      DESIGN.md 7 - "a signed logs.json lists every origin of an organisation, so that a missing log shows"
//      docs/formats/logs.md - the form; docs/decisions/0059
//
//  Shape:
//
//      {"v":1,"origin":"log.a","time":"…","logs":[
//        {"origin":"log.a","shards":[{"year":2026,"vkey":"log.a/2026+…"}]},{"origin":"log.b"}]}
//

/// <summary>What an organisation says of its logs: its own with every year, the others by name.</summary>
/// <param name="Origin">Of the log beside which the list stands: who says it.</param>
/// <param name="Time">When it was said, UTC, whole milliseconds.</param>
internal sealed record LogList(string Origin, DateTimeOffset Time, IReadOnlyList<ListedLog> Logs)
{
    internal const string FileName = "logs.json";
    internal const string SignatureName = FileName + ".p7s";
    internal const int MaxBytes = 1024 * 1024;

    private const int Version = 1;
    private const int FirstYear = 1970;
    private const int LastYear = 9999;

    /// <summary>
    /// As a ledger's folder has it now: every year with its key, then the other logs in ordinal order.
    /// </summary>
    internal static LogList Of(
        string ledgerFolder, string origin, IReadOnlyList<string> otherLogs, DateTimeOffset now) => new(
        origin,
        WireTime.Truncate(now),
        [
            new ListedLog(origin, [.. PublishedShard.All(ledgerFolder)
                .Select(shard => new ListedShard(shard.Year, shard.Key))]),
            .. otherLogs.Order(StringComparer.Ordinal).Select(other => new ListedLog(other, [])),
        ]);

    /// <summary>Whether both say the same of the logs, at whatever time.</summary>
    internal bool SaysTheSame(LogList other) =>
        (this with { Time = default }).ToBytes().AsSpan().SequenceEqual((other with { Time = default }).ToBytes());

    internal byte[] ToBytes()
    {
        using var scratch = JsonScratch.Rent();
        var json = scratch.Json;
        json.WriteStartObject();
        json.WriteNumber("v"u8, Version);
        json.WriteString("origin"u8, Origin);
        json.WriteString("time"u8, WireTime.Write(Time));
        json.WriteStartArray("logs"u8);
        foreach (var log in Logs)
        {
            log.WriteTo(json);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        return scratch.Written.ToArray();
    }

    /// <summary>
    /// Null for anything but a list of this version, every origin once, every year of one once and in order.
    /// </summary>
    internal static LogList? Parse(ReadOnlyMemory<byte> bytes)
    {
        using var members = JsonMembers.Parse(bytes, MaxBytes);
        if (members?.Number("v") != Version || members.Text("origin") is not { } origin
            || !WireTime.TryParse(members.Text("time"), out var time) || members.Objects("logs") is not { } logs)
        {
            return null;
        }

        var listed = logs.Select(ParseLog).OfType<ListedLog>().ToList();
        return listed.Count == logs.Count && listed.DistinctBy(log => log.Origin).Count() == logs.Count
            ? new LogList(origin, time, listed)
            : null;
    }

    private static ListedLog? ParseLog(JsonMembers log)
    {
        if (log.Text("origin") is not { } origin || !NoteKey.IsName(origin))
        {
            return null;
        }

        if (!log.Has("shards"))
        {
            return new ListedLog(origin, []);
        }

        var shards = new List<ListedShard>();
        foreach (var shard in log.Objects("shards") ?? [])
        {
            if (shard.Number("year") is not { } year || year is < FirstYear or > LastYear
                || shard.Text("vkey") is not { } vkey || !NoteKey.TryParse(vkey, out var key)
                || key!.Name != $"{origin}/{year:D4}" || (shards.Count > 0 && shards[^1].Year >= year))
            {
                return null;
            }

            shards.Add(new ListedShard((int)year, key));
        }

        return shards.Count > 0 ? new ListedLog(origin, shards) : null;
    }
}

/// <summary>One log.</summary>
/// <param name="Shards">Oldest first. None: the log is another gateway's, whose own list has them.</param>
internal sealed record ListedLog(string Origin, IReadOnlyList<ListedShard> Shards)
{
    internal void WriteTo(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("origin"u8, Origin);
        if (Shards.Count > 0)
        {
            json.WriteStartArray("shards"u8);
            foreach (var shard in Shards)
            {
                json.WriteStartObject();
                json.WriteNumber("year"u8, shard.Year);
                json.WriteString("vkey"u8, shard.Key.ToString());
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }
}

/// <summary>One year of a log, and the key that signs its heads.</summary>
internal sealed record ListedShard(int Year, NoteKey Key);
