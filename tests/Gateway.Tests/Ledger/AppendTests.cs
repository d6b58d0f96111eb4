using Gateway.Ledger;
using Gateway.Ledger.Entries;
using Gateway.Ledger.Notes;

namespace Gateway.Tests.Ledger;

public sealed class AppendTests
{
    [Fact]
    public async Task A_position_is_origin_year_and_index()
    {
        using var test = new TestLedger();
        await using var ledger = test.Open();
        var position = await ledger.AppendAsync(test.Tick(), TestContext.Current.CancellationToken);
        Assert.Equal("log.example/2026/1", position.ToString());
    }

    [Fact]
    public async Task After_a_clean_stop_everything_is_published_and_the_WAL_is_empty()
    {
        using var test = new TestLedger();
        var transfer = Guid.CreateVersion7();
        await using (var ledger = test.Open())
        {
            await ledger.AppendAsync(test.Release(transfer), TestContext.Current.CancellationToken);
            ledger.Enqueue(test.Outcome(transfer));
        }

        Assert.Empty(Directory.GetFiles(test.Settings.WalFolder, "*.wal"));
        var shard = new ShardFolder(test.Folder, 2026);
        Assert.True(Checkpoint.TryOpen(shard.ReadCheckpoint(), shard.ReadVkey()!, out var head));
        Assert.Equal(4, head!.Size);
        Assert.Equal(File.ReadAllBytes(shard.CheckpointFile), File.ReadAllBytes(test.Settings.AnchorFile!));
        Assert.True(File.Exists(Path.Combine(shard.Root, "tile", "0", "000.p", "4")));
        Assert.True(File.Exists(Path.Combine(shard.Root, "tile", "entries", "000.p", "4")));
        Assert.Single(Directory.GetFiles(test.Settings.SideFolder, "*", SearchOption.AllDirectories));
        Assert.Equal(["start", "release", "outcome", "stop"], Kinds.Of(test.Folder));
    }

    [Fact]
    public async Task A_batch_of_any_size_costs_exactly_one_flush()
    {
        using var test = new TestLedger { };
        test.Settings = test.Settings with { SegmentBytes = 4 * 1024 * 1024 };
        var disk = new TestDisk();
        await using var ledger = test.Open(disk);
        var before = (Writes(disk), Flushes(disk));
        var appenders = Enumerable.Range(0, 64).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < 20; i++)
            {
                await ledger.AppendAsync(test.Tick(), CancellationToken.None);
            }
        }));
        await Task.WhenAll(appenders);
        var (batches, flushes) = (Writes(disk) - before.Item1, Flushes(disk) - before.Item2);
        Assert.Equal(batches, flushes);
        Assert.InRange(batches, 20, (64 * 20) - 1);
    }

    [Fact]
    public async Task A_second_daemon_on_the_same_folder_is_refused()
    {
        using var test = new TestLedger();
        await using var ledger = test.Open();
        var stop = Assert.Throws<LedgerStopException>(() => test.Open());
        Assert.Contains("another process holds", stop.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_a_failed_flush_nothing_is_taken_until_a_restart()
    {
        using var test = new TestLedger();
        var disk = new TestDisk { StaysDead = false };
        var ledger = test.Open(disk);
        disk.FailsAt = (call, path) => call == DiskCall.Flush && path.EndsWith(".wal", StringComparison.Ordinal);
        await Assert.ThrowsAsync<LedgerUnavailableException>(() =>
            ledger.AppendAsync(test.Tick(), CancellationToken.None).AsTask());
        disk.FailsAt = null;
        await ledger.Failed;
        Assert.False(ledger.IsAvailable);
        await Assert.ThrowsAsync<LedgerUnavailableException>(() =>
            ledger.AppendAsync(test.Tick(), CancellationToken.None).AsTask());
        await ledger.DisposeAsync();

        await using var again = test.Open();
        Assert.True(again.IsAvailable);
    }

    [Fact]
    public async Task A_failed_publication_stops_the_ledger_too()
    {
        using var test = new TestLedger();
        var disk = new TestDisk();
        var ledger = test.Open(disk);
        await ledger.AppendAsync(test.Tick(), TestContext.Current.CancellationToken);
        disk.FailsAt = (call, path) =>
            call == DiskCall.Rename && path.EndsWith("checkpoint", StringComparison.Ordinal);
        await ledger.PublishAsync(TestContext.Current.CancellationToken);
        await ledger.Failed;
        await Assert.ThrowsAsync<LedgerUnavailableException>(() =>
            ledger.AppendAsync(test.Tick(), CancellationToken.None).AsTask());
        await ledger.DisposeAsync();
    }

    [Fact]
    public async Task The_real_disk_does_what_the_ledger_asks_of_it()
    {
        using var test = new TestLedger();
        await using (var ledger = test.Open(new PosixDisk()))
        {
            await ledger.AppendAsync(test.Release(Guid.CreateVersion7()), TestContext.Current.CancellationToken);
            await ledger.PublishAsync(TestContext.Current.CancellationToken);
        }

        await using (test.Open(new PosixDisk()))
        {
        }

        Assert.Equal(["start", "release", "stop", "start", "outcome", "recover", "stop"], Kinds.Of(test.Folder));
        Assert.Throws<IOException>(() => TooFar(test.Settings.AnchorFile!));
        Assert.Throws<IOException>(() => new PosixDisk().FlushFolder(Path.Combine(test.Folder, "nowhere")));
    }

    [Fact]
    public async Task What_is_appended_is_published_within_a_second_without_being_asked_for()
    {
        using var test = new TestLedger();
        await using var ledger = TransparencyLedger.Open(
            test.Settings, test.Key, TimeProvider.System, new TestDisk(),
                Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);
        ledger.Enqueue(test.Tick());
        var checkpoint = Path.Combine(test.Folder, $"{TimeProvider.System.GetUtcNow().Year:D4}", "checkpoint");
        while (!(await File.ReadAllTextAsync(checkpoint, TestContext.Current.CancellationToken)).Contains(
            "\n2\n", StringComparison.Ordinal))
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        Assert.True(ledger.IsAvailable);
    }

    [Fact]
    public async Task Strangers_cannot_use_the_last_room()
    {
        using var test = new TestLedger();
        test.Settings = test.Settings with { ReserveBytes = 1024 * 1024 };
        var disk = new TestDisk { Free = 900 * 1024 };
        await using var ledger = test.Open(disk);
        await Assert.ThrowsAsync<LedgerUnavailableException>(
            () => ledger.AppendAsync(test.Tick(), LedgerPriority.Stranger, CancellationToken.None).AsTask());
        await ledger.AppendAsync(test.Tick(), LedgerPriority.Party, TestContext.Current.CancellationToken);
        Assert.True(ledger.IsAvailable);
    }

    [Fact]
    public async Task What_was_last_accepted_is_known_after_a_restart()
    {
        using var test = new TestLedger();
        await using (var ledger = test.Open())
        {
            Assert.Null(ledger.LastPolicy);
            await Append(ledger, test, new PolicyEntry(new PolicyState("bank-gz", 12, new string('c', 64)), []));
            await Append(ledger, test, new TrustListEntry(new TrustListState("CN", 3, new string('d', 64))));
            await Append(ledger, test, new TrustListEntry(new TrustListState("HK", 9, new string('e', 64))));
            await Append(ledger, test, new TrustListEntry(new TrustListState("CN", 4, new string('f', 64))));
            Assert.Equal(12, ledger.LastPolicy!.Version);
        }

        // Once from what was saved, once from the entries themselves.
        foreach (var removesSaved in new[] { false, true })
        {
            if (removesSaved)
            {
                File.Delete(Path.Combine(test.Settings.WalFolder, "derived"));
            }

            await using var again = test.Open();
            Assert.Equal(new PolicyState("bank-gz", 12, new string('c', 64)), again.LastPolicy);
            Assert.Equal(["CN 4", "HK 9"], again.LastTrust.Values.Select(list => $"{list.List} {list.Sequence}"));
            Assert.Equal(test.Clock.Now, again.LastEntryTime);
        }
    }

    [Fact]
    public async Task A_clock_behind_the_last_entry_is_told()
    {
        using var test = new TestLedger();
        await using (test.Open())
        {
        }

        test.Clock.Now -= TimeSpan.FromHours(1);
        await using var ledger = test.Open();
        Assert.True(ledger.IsClockBehind);
        test.Clock.Now += TimeSpan.FromHours(1);
        Assert.False(ledger.IsClockBehind);
    }

    [Fact]
    public async Task An_annex_that_its_entry_does_not_name_is_not_taken()
    {
        using var test = new TestLedger();
        await using var ledger = test.Open();
        var record = test.Release(Guid.CreateVersion7());
        Assert.Throws<ArgumentException>(() => ledger.Enqueue(record with { Annex = SealedBytes.Of("another"u8.ToArray()) }));
        Assert.Throws<ArgumentException>(() => ledger.Enqueue(record with { Annex = default }));
        Assert.Throws<ArgumentException>(() => ledger.Enqueue(test.Tick() with { Annex = SealedBytes.Of("one"u8.ToArray()) }));
        Assert.Throws<ArgumentException>(() => ledger.Enqueue(new LedgerRecord("{}"u8.ToArray(), default)));
    }

    [Fact]
    public async Task A_new_year_begins_a_shard_that_holds_the_last_checkpoint_of_the_old_one()
    {
        using var test = new TestLedger();
        test.Clock.Now = new DateTimeOffset(2026, 12, 31, 23, 59, 59, TimeSpan.Zero);
        await using (var ledger = test.Open())
        {
            await ledger.AppendAsync(test.Tick(), TestContext.Current.CancellationToken);
            test.Clock.Now += TimeSpan.FromSeconds(2);
            var position = await ledger.AppendAsync(test.Tick(), TestContext.Current.CancellationToken);
            Assert.Equal("log.example/2027/1", position.ToString());

            // A clock that runs backwards does not reopen the old shard.
            test.Clock.Now -= TimeSpan.FromSeconds(2);
            Assert.Equal(2027, (await ledger.AppendAsync(test.Tick(), TestContext.Current.CancellationToken)).Year);
        }

        Assert.Equal(["start", "tick", "start", "tick", "tick", "stop"], Kinds.Of(test.Folder));
        Assert.True(EntryFacts.TryRead(Kinds.Entries(test.Folder).ElementAt(2), out var first));
        Assert.Equal(File.ReadAllText(Path.Combine(test.Folder, "2026", "checkpoint")), first.Previous);
    }

    [Fact]
    public async Task A_ledger_opened_in_a_later_year_chains_to_the_published_checkpoint()
    {
        using var test = new TestLedger();
        await using (test.Open())
        {
        }

        test.Clock.Now = test.Clock.Now.AddYears(2);
        await using (test.Open())
        {
        }

        Assert.Equal(["start", "stop", "start", "start", "stop"], Kinds.Of(test.Folder));
        Assert.True(EntryFacts.TryRead(Kinds.Entries(test.Folder).ElementAt(2), out var first));
        Assert.Equal(File.ReadAllText(Path.Combine(test.Folder, "2026", "checkpoint")), first.Previous);
    }

    [Fact]
    public async Task Partial_tiles_are_kept_for_published_sizes_until_the_full_tile_is_there()
    {
        using var test = new TestLedger();
        test.Settings = test.Settings with { SegmentBytes = 1024 * 1024 };
        await using var ledger = test.Open();
        var tiles = Path.Combine(test.Folder, "2026", "tile");
        await AppendMany(ledger, test, 9);
        await ledger.PublishAsync(TestContext.Current.CancellationToken);
        await AppendMany(ledger, test, 90);
        await ledger.PublishAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["10", "100"], Names(Path.Combine(tiles, "0", "000.p")));
        Assert.Equal(["10", "100"], Names(Path.Combine(tiles, "entries", "000.p")));

        await AppendMany(ledger, test, 200);
        await ledger.PublishAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["000"], Names(Path.Combine(tiles, "0")));
        Assert.Equal(["44"], Names(Path.Combine(tiles, "0", "001.p")));
        Assert.Equal(["1"], Names(Path.Combine(tiles, "1", "000.p")));
        Assert.Equal(["000"], Names(Path.Combine(tiles, "entries")));
        Assert.Equal(8192, new FileInfo(Path.Combine(tiles, "0", "000")).Length);
    }

    private static string[] Names(string folder) =>
        [.. Directory.GetFiles(folder).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal)];

    private static async Task Append(TransparencyLedger ledger, TestLedger test, LedgerEntry entry) =>
        await ledger.AppendAsync(LedgerRecord.Of(entry, TestLedger.Context, test.Clock), CancellationToken.None);

    internal static async Task AppendMany(TransparencyLedger ledger, TestLedger test, int count)
    {
        for (var i = 1; i < count; i++)
        {
            ledger.Enqueue(test.Tick());
        }

        await ledger.AppendAsync(test.Tick(), CancellationToken.None);
    }

    // Past the largest file any file system takes: the same error as a file-size limit.
    private static void TooFar(string path)
    {
        var disk = new PosixDisk();
        using var file = disk.Open(path);
        disk.Write(file, "x"u8, long.MaxValue - 1);
    }

    private static int Writes(TestDisk disk) => disk.Count(DiskCall.Write, IsWal);

    private static int Flushes(TestDisk disk) => disk.Count(DiskCall.Flush, IsWal);

    private static bool IsWal(string path) => path.EndsWith(".wal", StringComparison.Ordinal);
}

/// <summary>Reads what is published, in the plainest way.</summary>
internal static class Kinds
{
    internal static IEnumerable<string> Of(string ledger) =>
        Entries(ledger).Select(entry => EntryFacts.TryRead(entry, out var facts) ? facts.Kind.Wire() : "?");

    internal static IEnumerable<byte[]> Entries(string ledger)
    {
        foreach (var shard in ShardFolder.All(ledger))
        {
            _ = Checkpoint.TryOpen(shard.ReadCheckpoint(), shard.ReadVkey()!, out var head);
            for (var bundle = 0; bundle * 256 < head!.Size; bundle++)
            {
                var bytes = shard.ReadBundle(bundle, head.Size)!;
                foreach (var range in ShardFolder.Split(bytes, (int)Math.Min(256, head.Size - (bundle * 256)))!)
                {
                    yield return bytes[range];
                }
            }
        }
    }
}
