using Gateway.Ledger.Notes;
using Gateway.Ledger.Tree;
using Gateway.Ledger.Wal;

namespace Gateway.Ledger.Verification;

/// <summary>
/// Holds the WAL against what is published: the same entries where they overlap, sound heads beyond.
/// </summary>
internal sealed class WalVerifier(WalScan scan, EntryChecks checks, Findings findings)
{
    /// <summary>
    /// The last signed head the WAL holds; null where it holds none, or none that goes beyond what is published.
    /// </summary>
    internal Checkpoint? Head { get; private set; }

    internal void Run(IReadOnlyList<ShardVerifier> shards, bool isRunning, string ledgerFolder)
    {
        if (scan.Damage is { } damage)
        {
            findings.Add("wal.damaged", $"wal/{damage}", "bytes that are no batch, before batches that are sound");
        }

        if (scan.Torn is { IsCutShort: false } torn)
        {
            findings.Add("wal.damaged", $"wal/{Path.GetFileName(torn.Segment)}@{torn.Offset}",
                "the last batch is not what was written");
        }

        foreach (var year in scan.Batches.GroupBy(batch => batch.Year))
        {
            var shard = shards.LastOrDefault(known => known.Shard.Year == year.Key);
            var before = shards.LastOrDefault(known => known.Shard.Year < year.Key);
            CheckYear([.. year], shard, before, isRunning, ledgerFolder);
        }
    }

    /// <summary>The salt of every entry that is not published yet, in order.</summary>
    internal IEnumerable<(int Year, long Index, UInt128 Salt)> Salts(IReadOnlyList<ShardVerifier> shards) =>
        from batch in scan.Batches
        let published = shards.LastOrDefault(known => known.Shard.Year == batch.Year)?.Head?.Size ?? 0
        from i in Enumerable.Range(0, batch.Count)
        where batch.First + i >= published
        select (batch.Year, batch.First + i, batch.Facts(i).Salt);

    private void CheckYear(
        List<WalBatch> batches, ShardVerifier? shard, ShardVerifier? before, bool isRunning, string ledgerFolder)
    {
        var year = batches[0].Year;
        var size = shard?.Head?.Size ?? 0;
        var folder = shard?.Shard ?? new ShardFolder(ledgerFolder, year);
        if (batches[0].First > size || folder.ReadRange(batches[0].First, size) is not { } range)
        {
            findings.Add("wal.gap", Where(batches[0]), "the WAL does not continue what is published");
            return;
        }

        // A shard too young to be published has no vkey yet: its heads can only be held against the year before.
        var origin = shard?.Key?.Name ?? (before?.Key is { } older ? $"{older.Name[..^4]}{year:D4}" : null);
        var key = shard?.Key ?? before?.Key;
        foreach (var batch in batches)
        {
            if (!CheckBatch(batch, range, size, origin, key, before))
            {
                return;
            }

            if (batch.Next == size && shard?.Head is { } head && !batch.Root.SequenceEqual(head.Root.Span))
            {
                findings.Add("wal.head", Where(batch), "the WAL and the checkpoint are of different histories");
            }
        }

        if (range.Size < size && !isRunning)
        {
            findings.Add("wal.behind", Where(batches[^1]), "the checkpoint is ahead of the WAL");
        }
        else if (range.Size > size && origin is not null)
        {
            Head = new Checkpoint(origin, range.Size, range.Root());
        }
    }

    private bool CheckBatch(
        WalBatch batch, CompactRange range, long published, string? origin, NoteKey? key, ShardVerifier? before)
    {
        for (var i = 0; i < batch.Count; i++)
        {
            range.Append(batch.LeafHash(i));
            var index = batch.First + i;
            if (index < published)
            {
                continue;
            }

            checks.Take(batch.Year, index, batch.Facts(i), AnnexState.Sound);
            if (index == 0)
            {
                ShardVerifier.CheckChain(batch.Facts(i), batch.Year, before, findings);
            }
        }

        var isSigned = key is null || origin is null || WalHead.Verify(origin, batch, key.PublicKey);
        if (!isSigned || !range.Root().AsSpan().SequenceEqual(batch.Root))
        {
            findings.Add("wal.head", Where(batch), "the head does not verify");
            return false;
        }

        return true;
    }

    private static string Where(WalBatch batch) => $"wal/{Path.GetFileName(batch.Segment)}:{batch.First}";
}
