using Gateway.Ledger.Entries;
using Gateway.Ledger.Notes;
using Gateway.Ledger.Tree;
using Gateway.Ledger.Wal;

namespace Gateway.Ledger;

/// <summary>A ledger that may go on: everything durable is published and the WAL is empty.</summary>
/// <param name="Year">Of the last shard; 0 for a fresh ledger.</param>
/// <param name="Range">The last shard's tree.</param>
/// <param name="LastCheckpoint">The last shard's published checkpoint, verbatim.</param>
/// <param name="Replayed">Entries found in the WAL that were not published.</param>
internal sealed record RecoveredLedger(
    int Year,
    CompactRange Range,
    byte[]? LastCheckpoint,
    LedgerPublisher Publisher,
    DerivedState State,
    long Replayed)
{
    internal long TornBytes { get; init; }

    /// <summary>The last run ended with a clean stop, or there was none.</summary>
    internal bool WasClean { get; init; }
}

/// <summary>
/// The one way from a folder to a running ledger, after a clean stop and after any crash alike. It reads the WAL and
/// the edge of the last shard, never the whole log.
/// </summary>
internal sealed class LedgerRecovery(LedgerParts parts)
{
    private readonly LedgerSettings _settings = parts.Settings;

    internal RecoveredLedger Run(LedgerAnchor anchor)
    {
        var scan = WalScan.Read(_settings.WalFolder);
        if (scan.Damage is { } place)
        {
            throw new LedgerStopException(
                $"the WAL is damaged at {place}, before batches that are sound: restore 'wal/' from a mirror; "
                + "nothing was changed");
        }

        CutTornTail(scan.Torn);
        Settle(scan);
        var shards = ShardFolder.All(_settings.Folder);
        var years = scan.Batches.GroupBy(batch => batch.Year).Select(group =>
            new ReplayedYear(group.Key, [.. group])).ToList();
        if (years.Count == 0 && shards.Count > 0)
        {
            years.Add(new ReplayedYear(shards[^1].Year, []));
        }

        if (years.Count > 0 && shards.Count > 0 && shards[^1].Year > years[^1].Year)
        {
            throw new LedgerStopException(
                $"the WAL ends in {years[^1].Year}, but the folder holds {shards[^1].Year}: 'wal/' is an old copy");
        }

        foreach (var year in years)
        {
            Replay(year);
        }

        anchor.Check(IsFresh(years), (year, size) => RootAt(years, year, size), KeyOf);
        return Publish(years, shards, scan, anchor);
    }

    private void CutTornTail(TornTail? torn)
    {
        if (torn is null)
        {
            return;
        }

        parts.Logger.TornTailCut(Path.GetFileName(torn.Segment), torn.Offset, torn.Length);
        using var file = parts.Disk.Open(torn.Segment);
        parts.Disk.SetLength(file, torn.Offset);
        parts.Disk.Flush(file);
    }

    // The last batch may be one whose flush failed: the kernel still shows it, the disk may not have it, and a flush
    // alone would store nothing any more. Written again, it is on the disk before a checkpoint rests on it; every batch
    // before it was flushed, or it would not have been written.
    private void Settle(WalScan scan)
    {
        if (scan.Batches.Count == 0)
        {
            return;
        }

        var last = scan.Batches[^1];
        using var file = parts.Disk.Open(last.Segment);
        parts.Disk.Write(file, last.Bytes, last.Offset);
        parts.Disk.Flush(file);
    }

    // Re-computes the tree over the WAL and holds it against every signed head: the batches' own and the checkpoint.
    private void Replay(ReplayedYear year)
    {
        var shard = new ShardFolder(_settings.Folder, year.Year);
        ReadHead(shard, year);
        var start = year.Batches.Count > 0 ? year.Batches[0].First : year.Size;
        if (start > year.Size)
        {
            throw Lost(year, $"entries from {year.Size} up to {start} are neither published nor in the WAL");
        }

        year.Range = shard.ReadRange(start, year.Size)
            ?? throw Lost(year, "tiles that its checkpoint needs are missing");
        var meetsHead = Meets(year);
        foreach (var batch in year.Batches)
        {
            for (var i = 0; i < batch.Count; i++)
            {
                year.Range.Append(batch.LeafHash(i));
            }

            if (!year.Range.Root().AsSpan().SequenceEqual(batch.Root)
                || !WalHead.Verify(parts.ShardOrigin(year.Year), batch, parts.Key.PublicKey))
            {
                throw Lost(year, $"the WAL head at size {batch.Next} does not verify with the configured ledger key");
            }

            meetsHead |= Meets(year);
        }

        if (!meetsHead)
        {
            throw Lost(year, $"the WAL does not meet the checkpoint at size {year.Size}: one of them is an old copy");
        }
    }

    private static bool Meets(ReplayedYear year) =>
        year.Range.Size == year.Size
        && (year.Range.Root().AsSpan().SequenceEqual(year.Root) ? true
            : throw Lost(year, "its tiles and its checkpoint disagree"));

    private void ReadHead(ShardFolder shard, ReplayedYear year)
    {
        var note = shard.ReadCheckpoint();
        if (note is null)
        {
            // Without tiles nothing was ever published: the first start of all was cut short.
            var isNew = year.Batches.Count == 0 && !Directory.Exists(Path.Combine(shard.Root, "tile"));
            if (!isNew && (year.Batches.Count == 0 || year.Batches[0].First > 0))
            {
                throw Lost(year, "its checkpoint is missing");
            }

            return;
        }

        if (!Checkpoint.TryOpen(note, KeyOf(year.Year), out var head) || head is null)
        {
            throw Lost(year, "its checkpoint does not verify");
        }

        (year.Size, year.Root, year.Checkpoint) = (head.Size, head.Root.ToArray(), note);
    }

    // A year keeps its key: changing it within a shard would leave readers with a vkey that verifies half of it.
    private NoteKey KeyOf(int year)
    {
        var own = parts.ShardKey(year);
        var shard = new ShardFolder(_settings.Folder, year);
        var published = shard.ReadVkey();
        if (published is null && File.Exists(shard.VkeyFile))
        {
            throw new LedgerStopException(
                $"{year}/vkey is damaged: bring it back from a copy; it is what others verify with");
        }

        if (published is null || published.ToString() == own.ToString())
        {
            return own;
        }

        return year < parts.Time.GetUtcNow().Year && published.Name == own.Name
            ? published
            : throw new LedgerStopException(
                $"the ledger key is not that of {year}/vkey: a key holds for a whole year");
    }

    private byte[]? RootAt(List<ReplayedYear> years, int year, long size)
    {
        var inWal = years.FirstOrDefault(replayed => replayed.Year == year);
        if (inWal?.Batches.FirstOrDefault(batch => batch.Next == size) is { } batch)
        {
            return batch.Root.ToArray();
        }

        var shard = new ShardFolder(_settings.Folder, year);
        return shard.ReadCheckpoint() is { } note && Checkpoint.TryOpen(note, KeyOf(year), out var head)
            && size <= head!.Size
            ? shard.ReadRange(size, head.Size)?.Root()
            : null;
    }

    private static bool IsFresh(List<ReplayedYear> years) => years.All(year => year.Range.Size == 0);

    private RecoveredLedger Publish(
        List<ReplayedYear> years, IReadOnlyList<ShardFolder> shards, WalScan scan, LedgerAnchor anchor)
    {
        if (IsFresh(years))
        {
            var nothing = new DerivedState();
            var begun = new LedgerPublisher(parts, anchor, nothing);
            begun.DropAll(scan.Segments);
            return new RecoveredLedger(0, new CompactRange(), null, begun, nothing, 0)
            {
                TornBytes = scan.Torn?.Length ?? 0,
                WasClean = scan.Segments.Count == 0,
            };
        }

        var state = new StateReader(parts, shards).Read(years);
        var publisher = new LedgerPublisher(parts, anchor, state);
        var first = years[0];
        if (first.Checkpoint is not null
            && !publisher.TryResume(new ShardFolder(_settings.Folder, first.Year), first))
        {
            throw Lost(first, "the last tiles or the last entry bundle are not what its checkpoint says");
        }

        years.ForEach(publisher.RemoveUnpublished);
        publisher.Publish(years.SelectMany(year => year.Batches));
        publisher.DropAll(scan.Segments);
        var last = years[^1];
        return new RecoveredLedger(
            last.Year, last.Range, publisher.LastCheckpoint, publisher, state, years.Sum(y => y.Unpublished))
        {
            TornBytes = scan.Torn?.Length ?? 0,
            WasClean = scan.Segments.Count == 0,
        };
    }

    private static LedgerStopException Lost(ReplayedYear year, string what) =>
        new($"the ledger of {year.Year} cannot be continued: {what}; nothing was appended");
}

/// <summary>One shard as recovery sees it: what is published and what the WAL has beyond.</summary>
internal sealed class ReplayedYear(int year, IReadOnlyList<WalBatch> batches)
{
    internal int Year => year;

    internal IReadOnlyList<WalBatch> Batches => batches;

    /// <summary>Published size; 0 before the first checkpoint.</summary>
    internal long Size { get; set; }

    internal byte[] Root { get; set; } = MerkleTree.EmptyRoot.ToArray();

    internal byte[]? Checkpoint { get; set; }

    internal CompactRange Range { get; set; } = new();

    internal long Unpublished => Range.Size - Size;
}

/// <summary>Finds the derived state that the WAL continues: the saved one, or all entries read again.</summary>
internal sealed class StateReader(LedgerParts parts, IReadOnlyList<ShardFolder> shards)
{
    internal DerivedState Read(List<ReplayedYear> years)
    {
        var first = years[0];
        if (DerivedState.Load(parts.Settings, parts.Key.PublicKey) is { } saved && Fits(saved, years))
        {
            return saved;
        }

        parts.Logger.DerivedStateReadAgain(first.Year);
        var state = new DerivedState();
        foreach (var shard in shards.Where(shard => shard.Year < first.Year))
        {
            Scan(shard, SizeOf(shard), state);
        }

        Scan(new ShardFolder(parts.Settings.Folder, first.Year), first.Size, state);
        return state;
    }

    // What is saved must end where the WAL begins, or within it.
    private bool Fits(DerivedState saved, List<ReplayedYear> years)
    {
        var first = years[0];
        var start = first.Batches.Count > 0 ? first.Batches[0].First : first.Size;
        if (saved.Year < first.Year)
        {
            return start == 0 && shards.LastOrDefault(shard => shard.Year < first.Year) is { } before
                && before.Year == saved.Year && SizeOf(before) == saved.Size;
        }

        return years.Any(year =>
            year.Year == saved.Year && saved.Size <= year.Range.Size && (year != first || saved.Size >= start));
    }

    private static long SizeOf(ShardFolder shard) =>
        shard.ReadVkey() is { } key && shard.ReadCheckpoint() is { } note
            && Checkpoint.TryOpen(note, key, out var head) ? head!.Size : -1;

    private static void Scan(ShardFolder shard, long size, DerivedState state)
    {
        for (var index = ShardPruning.FirstBundle(shard); index * TilePath.FullWidth < size; index++)
        {
            var count = TilePath.WidthAt(size, 0, index);
            var bundle = shard.ReadBundle(index, size);
            if (bundle is null || ShardFolder.Split(bundle, count) is not { } entries)
            {
                throw new LedgerStopException(
                    $"entry bundle {index} of {shard.Year} is missing or cut: run 'gateway ledger verify'");
            }

            for (var i = 0; i < count; i++)
            {
                if (!EntryFacts.TryRead(bundle.AsSpan(entries[i]), out var facts))
                {
                    var at = (index * TilePath.FullWidth) + i;
                    throw new LedgerStopException($"{shard.Year}:{at} is not an entry: run 'gateway ledger verify'");
                }

                state.Apply(shard.Year, (index * TilePath.FullWidth) + i, facts);
            }
        }
    }
}
