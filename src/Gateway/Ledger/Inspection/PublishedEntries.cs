using Gateway.Ledger.Tree;

namespace Gateway.Ledger.Inspection;

/// <summary>
/// The published entries of a folder in the order of the log, from a cursor on, each proven; beside a running daemon.
/// Nothing is ever skipped: what cannot be read or proven ends the reading with an exception.
/// </summary>
internal sealed class PublishedEntries(string ledgerFolder)
{
    /// <summary>Up to what is published when the reading comes there.</summary>
    /// <exception cref="LedgerUnreadableException">A bundle, tile or checkpoint on the way does not hold.</exception>
    internal IEnumerable<PublishedEntry> From(LedgerCursor from, CancellationToken cancellationToken)
    {
        // The folders first: a shard that has a later one beside it has its last checkpoint, and grows no more.
        foreach (var folder in ShardFolder.All(ledgerFolder).Where(folder => folder.Year >= from.Year))
        {
            if (!File.Exists(folder.CheckpointFile))
            {
                // Begun a moment ago: nothing is published in it yet, nor in one after it.
                yield break;
            }

            var shard = PublishedShard.Open(folder)
                ?? throw new LedgerUnreadableException($"the checkpoint of {folder.Year} does not verify");
            var first = folder.Year == from.Year ? from.Index : 0;

            // What was pruned is not skipped in silence: the year's minimum index says so, and an entry with it.
            var start = Math.Max(first / TilePath.FullWidth, ShardPruning.FirstBundle(folder));
            for (var bundle = start; bundle < shard.Bundles; bundle++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                foreach (var entry in Bundle(shard, bundle).Where(entry => entry.Cursor.Index >= first))
                {
                    yield return entry;
                }
            }
        }
    }

    /// <summary>All entries that fit, in the order of the log.</summary>
    internal IEnumerable<PublishedEntry> Matching(EntryFilter filter, CancellationToken cancellationToken)
    {
        var left = filter.Limit ?? long.MaxValue;
        return From(LedgerCursor.Start, cancellationToken)
            .Where(entry => EntryOutline.Of(entry.Bytes) is { } outline && filter.Matches(outline))
            .TakeWhile(_ => left-- > 0);
    }

    /// <summary>The entries at these places, in the order given; places that are not published are left out.</summary>
    internal IEnumerable<PublishedEntry> At(IEnumerable<LedgerCursor> cursors)
    {
        var shards = PublishedShard.All(ledgerFolder).ToDictionary(shard => shard.Year);
        (int Year, long Bundle) read = default;
        IReadOnlyList<PublishedEntry> entries = [];
        foreach (var cursor in cursors)
        {
            var bundle = cursor.Index / TilePath.FullWidth;
            if (!shards.TryGetValue(cursor.Year, out var shard) || cursor.Index < 0 || cursor.Index >= shard.Head.Size
                || bundle < ShardPruning.FirstBundle(shard.Folder))
            {
                continue;
            }

            if (entries.Count == 0 || read != (cursor.Year, bundle))
            {
                (entries, read) = (Bundle(shard, bundle), (cursor.Year, bundle));
            }

            yield return entries[(int)(cursor.Index % TilePath.FullWidth)];
        }
    }

    /// <summary>The place after the last published entry.</summary>
    internal LedgerCursor End() => PublishedShard.All(ledgerFolder).LastOrDefault() is { } shard
        ? new LedgerCursor(shard.Year, shard.Head.Size)
        : LedgerCursor.Start;

    /// <summary>What was pruned, year by year; it is left out of every reading.</summary>
    internal IEnumerable<PrunedRange> Pruned() => ShardFolder.All(ledgerFolder)
        .Select(folder => new PrunedRange(folder.Year, folder.ReadMinimum()))
        .Where(pruned => pruned.Minimum > 0);

    /// <summary>How many are published from a place on.</summary>
    internal long CountFrom(LedgerCursor from) => PublishedShard.All(ledgerFolder)
        .Where(shard => shard.Year >= from.Year)
        .Sum(shard => Math.Max(0, shard.Head.Size - (shard.Year == from.Year ? from.Index : 0)));

    private IReadOnlyList<PublishedEntry> Bundle(PublishedShard shard, long bundle) =>
        shard.TryProveBundle(bundle, out var entries) ? entries : throw Unreadable(shard, bundle);

    private LedgerUnreadableException Unreadable(PublishedShard shard, long bundle)
    {
        // A mirror may hold none by the bundle it follows: nothing is wrong, only not here.
        var isElsewhere = shard.ReadBundle(bundle) is null && CopyMark.IsCopy(ledgerFolder)
            && CopyMark.Read(ledgerFolder) is { HasEntries: false };
        var first = new LedgerCursor(shard.Year, bundle * TilePath.FullWidth);
        return new LedgerUnreadableException(isElsewhere
            ? $"the entries from {first} on are not in this copy: its mirror may not hold entries "
                + $"({CopyMark.FileName}); ask the ledger itself"
            : $"the entries from {first} on are missing, or not what the checkpoint says: run 'gateway ledger verify'");
    }
}
