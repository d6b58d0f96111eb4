using Gateway.Ledger.Seals;
using Gateway.Stamping;

namespace Gateway.Ledger.Verification;

/// <summary>
/// The signed list of logs against what is there: a year or a whole log that is listed and gone must show. Who signed
/// it is not asked here: <c>verify</c> asks it of evidence.
/// </summary>
internal sealed class LogListCheck(string folder, Findings findings)
{
    // "/YYYY": a shard's origin is the ledger's with the year.
    private const int YearSuffix = 5;

    /// <param name="beside">Folders of the organisation's other ledgers; null: nobody asked for them.</param>
    internal void Run(IReadOnlyList<ShardVerifier> shards, IReadOnlyList<string>? beside)
    {
        if (LogListFile.Read(folder) is not { } file)
        {
            if (beside is not null)
            {
                Find("logs.malformed", "there is no list of the organisation's logs");
            }

            return;
        }

        if (LogList.Parse(file.Json) is not { } list)
        {
            Find("logs.malformed", "it is no list of logs");
            return;
        }

        foreach (var fault in CadesSignature.Verify(file.Json, file.Signature).Faults)
        {
            findings.Add("logs.signature", LogList.SignatureName, fault);
        }

        CheckShards(list, shards);
        CheckOthers(list, beside);
    }

    private void CheckShards(LogList list, IReadOnlyList<ShardVerifier> shards)
    {
        if (list.Logs.FirstOrDefault(log => log.Origin == list.Origin) is not { Shards.Count: > 0 } own
            || shards.Any(shard => shard.Key is { } key && OriginOf(key.Name) != list.Origin))
        {
            Find("logs.origin", "it is the list of another log");
            return;
        }

        foreach (var listed in own.Shards)
        {
            if (shards.FirstOrDefault(shard => shard.Shard.Year == listed.Year) is not { } shard)
            {
                Find("logs.shard", $"the year {listed.Year:D4} is listed and is not there");
            }
            else if (shard.Key is { } key && key.ToString() != listed.Key.ToString())
            {
                Find("logs.shard", $"the year {listed.Year:D4} is listed with another key");
            }
        }

        // A year that began after the list was signed cannot stand in it.
        foreach (var shard in shards.Where(shard => shard.Shard.Year <= list.Time.UtcDateTime.Year
            && own.Shards.All(listed => listed.Year != shard.Shard.Year)))
        {
            Find("logs.shard", $"the year {shard.Shard.Year:D4} is there and is not listed");
        }
    }

    private void CheckOthers(LogList list, IReadOnlyList<string>? beside)
    {
        if (beside is null)
        {
            return;
        }

        var held = beside.SelectMany(ShardFolder.All)
            .Select(shard => shard.ReadVkey() is { } key ? OriginOf(key.Name) : "")
            .Append(list.Origin)
            .ToHashSet(StringComparer.Ordinal);
        foreach (var missing in list.Logs.Where(log => !held.Contains(log.Origin)))
        {
            Find("logs.missing", $"the log '{missing.Origin}' is listed and in none of the folders");
        }
    }

    private static string OriginOf(string shardOrigin) => shardOrigin[..^Math.Min(YearSuffix, shardOrigin.Length)];

    private void Find(string code, string detail) => findings.Add(code, LogList.FileName, detail);
}
