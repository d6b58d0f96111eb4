namespace Gateway.Ledger.Verification;

/// <summary>
/// A mirror's copy: its mark says what was copied. It excuses what a mirror never holds, so it must not stand in a
/// ledger.
/// </summary>
internal sealed class CopyCheck(string folder, CopyMark? mark, Findings findings)
{
    private const string ForkName = "fork";

    // What a mirror never writes.
    private static readonly string[] OfALedger = ["LOCK", "wal", "side", "keys"];

    internal void Run(IReadOnlyList<ShardVerifier> shards)
    {
        if (mark is null)
        {
            Find("it is no mark of a mirror's copy");
        }
        else if (shards.Any(shard => shard.Key is { } key && key.Name != $"{mark.Origin}/{shard.Shard.Year:D4}"))
        {
            Find("it is the mark of another log's copy");
        }

        foreach (var name in OfALedger.Where(name => Path.Exists(Path.Combine(folder, name))))
        {
            Find($"'{name}' lies beside it, which a mirror's copy does not have");
        }

        foreach (var shard in shards.Where(shard => Directory.Exists(Path.Combine(shard.Shard.Root, ForkName))))
        {
            findings.Add(
                "log.fork",
                $"{shard.Shard.Year:D4}/{ForkName}",
                "the log signed heads that contradict each other; they are kept there");
        }
    }

    private void Find(string detail) => findings.Add("mirror.mark", CopyMark.FileName, detail);
}
