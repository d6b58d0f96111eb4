using Gateway.Ledger.Inspection;
using Gateway.Ledger.Tree;

namespace Gateway.Ledger.Index;

/// <summary>
/// Brings an index to where the published ledger is, and says whether it is of that ledger at all. Every entry is
/// proven under its shard's signed checkpoint before it is taken.
/// </summary>
internal sealed class IndexBuilding(string ledgerFolder, IEntryIndex index)
{
    // One transaction: a crash loses no more than this, and memory holds no more than this.
    private const int Batch = 16 * TilePath.FullWidth;

    /// <summary>
    /// Why the index is not one of this ledger: another origin, further than what is published, or other entries.
    /// Null: it is, as far as it goes.
    /// </summary>
    internal string? WhyForeign()
    {
        var shards = PublishedShard.All(ledgerFolder).ToDictionary(shard => shard.Year);
        var heads = index.Heads();
        foreach (var head in heads)
        {
            if (!shards.TryGetValue(head.Year, out var shard) || shard.Head.Origin != head.Origin)
            {
                return "it is of another ledger";
            }

            if (head.Size > shard.Head.Size)
            {
                return "it goes further than the ledger: an old copy of one of the two was put back";
            }

            if (RootAt(shard, head.Size) != head.Root)
            {
                return "it was made of other entries";
            }
        }

        // A year whose entries were all pruned is in no index that was made since.
        var years = shards.Values
            .Where(shard => heads.Any(head => head.Year == shard.Year)
                || ShardPruning.FirstBundle(shard.Folder) < Math.Max(1, shard.Bundles))
            .Select(shard => shard.Year)
            .Order();
        return IsGapless([.. years], heads, shards) ? null : "it leaves a shard out";
    }

    /// <summary>The place after the last entry that is in it.</summary>
    internal LedgerCursor End() => index.Heads() is [.., var last]
        ? new LedgerCursor(last.Year, last.Size)
        : LedgerCursor.Start;

    /// <summary>Takes everything that is published by now.</summary>
    /// <param name="progress">Told the place after what is in it, after each step.</param>
    /// <exception cref="LedgerUnreadableException">The ledger does not prove what lies in it.</exception>
    internal void CatchUp(Action<LedgerCursor> progress, CancellationToken cancellationToken)
    {
        var batch = new List<IndexedEntry>();
        PublishedEntry? last = null;
        var taken = 0;
        foreach (var entry in new PublishedEntries(ledgerFolder).From(End(), cancellationToken))
        {
            if (last is not null && (taken == Batch || last.Cursor.Year != entry.Cursor.Year))
            {
                Commit(batch, last, progress);
                taken = 0;
            }

            if (IndexedEntry.Of(entry) is { } indexed)
            {
                batch.Add(indexed);
            }

            last = entry;
            taken++;
        }

        if (last is not null)
        {
            Commit(batch, last, progress);
        }
    }

    private void Commit(List<IndexedEntry> batch, PublishedEntry last, Action<LedgerCursor> progress)
    {
        var end = last.Cursor.Next;
        var shard = PublishedShard.Open(new ShardFolder(ledgerFolder, end.Year));
        var root = shard is null ? null : RootAt(shard, end.Index);
        index.Append(batch, new IndexHead(
            last.Origin,
            end.Year,
            end.Index,
            root ?? throw new LedgerUnreadableException(
                $"the tiles before {end} are missing: run 'gateway ledger verify'")));
        batch.Clear();
        progress(end);
    }

    // Null where the tiles do not give it.
    private static string? RootAt(PublishedShard shard, long size) =>
        shard.Folder.ReadRange(size, shard.Head.Size) is { } range ? Convert.ToHexStringLower(range.Root()) : null;

    // All shards up to the last one in the index are in it, and each but that one whole.
    private static bool IsGapless(
        IReadOnlyList<int> years, IReadOnlyList<IndexHead> heads, Dictionary<int, PublishedShard> shards) =>
        heads.Select(head => head.Year).SequenceEqual(years.Take(heads.Count))
        && heads.Take(Math.Max(0, heads.Count - 1)).All(head => head.Size == shards[head.Year].Head.Size);
}
