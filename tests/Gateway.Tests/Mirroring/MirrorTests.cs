using System.Net;
using System.Text.Json;
using Gateway.Ledger;
using Gateway.Ledger.Inspection;
using Gateway.Ledger.Notes;
using Gateway.Ledger.Tree;
using Gateway.Settings;
using Gateway.Tests.Ledger;

namespace Gateway.Tests.Mirroring;

/// <summary>A mirror keeps what is proven and nothing else, and notices a fork, a gap and a log that stopped.</summary>
public sealed class MirrorTests : IAsyncLifetime
{
    private MirrorScene _scene = null!;

    public async ValueTask InitializeAsync() => _scene = await MirrorScene.OpenAsync();

    public ValueTask DisposeAsync() => _scene.DisposeAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_growing_ledger_is_copied_to_the_byte_and_entries_only_where_they_are_served(bool entries)
    {
        _scene.Entries = entries;
        foreach (var more in new[] { 1, 1, 3, 200, 51, 1, 255, 256, 30 })
        {
            await _scene.GrowAsync(more);
            Assert.Empty((await _scene.RoundAsync()).Findings);
            AssertSame(Path.Combine(_scene.Files.Folder, "2026"), _scene.CopyOf("2026"), entries);
        }

        Assert.Equal(entries, _scene.Served.Asked.Any(path => path.Contains("/entries/", StringComparison.Ordinal)));
        Assert.DoesNotContain(_scene.Served.Asked, path => path.Contains("side", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_was_copied_reads_like_the_ledger_itself()
    {
        await _scene.GrowAsync(300);
        await _scene.RoundAsync();

        var copied = new PublishedEntries(_scene.Copy).From(LedgerCursor.Start, CancellationToken.None).ToList();
        var own = new PublishedEntries(_scene.Files.Folder).From(LedgerCursor.Start, CancellationToken.None).ToList();
        Assert.Equal(own.Select(entry => (entry.Cursor, Convert.ToHexString(entry.Bytes.Span))),
            copied.Select(entry => (entry.Cursor, Convert.ToHexString(entry.Bytes.Span))));
    }

    [Fact]
    public async Task A_ledger_that_was_rolled_back_and_went_on_has_forked_and_both_heads_are_kept()
    {
        await _scene.GrowAsync(10);
        await _scene.CloseAsync();
        var old = _scene.Snapshot("old");
        await _scene.GrowAsync(300);
        Assert.Empty((await _scene.RoundAsync()).Findings);
        var held = _scene.Held();
        await _scene.CloseAsync();
        _scene.Restore(old);

        // Shorter than the copy, as long, and longer: it is a fork each time.
        foreach (var more in new[] { 20, 100, 400 })
        {
            await _scene.GrowAsync(more);
            Assert.Equal(["log.fork"], await _scene.CodesAsync());
            Assert.Equal(held, _scene.Held());
        }

        var kept = Directory.GetFiles(_scene.CopyOf("2026", "fork")).Select(File.ReadAllBytes).ToList();
        Assert.Equal(4, kept.Count);
        Assert.All(kept, note => Assert.True(
            Checkpoint.TryOpen(note, NoteKey.Of("log.example/2026", _scene.Files.Key.PublicKey), out _)));
    }

    [Fact]
    public async Task A_fork_that_was_seen_once_stays_told_though_the_log_shows_its_first_face_again()
    {
        await _scene.GrowAsync(10);
        await _scene.CloseAsync();
        var old = _scene.Snapshot("old");
        await _scene.GrowAsync(20);
        await _scene.RoundAsync();
        await _scene.CloseAsync();
        var first = _scene.Snapshot("first");
        _scene.Restore(old);
        await _scene.GrowAsync(40);
        Assert.Equal(["log.fork"], await _scene.CodesAsync());

        _scene.Served.Root = first;
        Assert.Equal(["log.fork"], await _scene.CodesAsync());
        _scene.Served.Status = 500;
        Assert.Equal(["log.unreachable", "log.fork"], await _scene.CodesAsync());
    }

    [Fact]
    public async Task An_older_head_of_the_same_history_is_told_and_is_no_fork()
    {
        await _scene.GrowAsync(10);
        var old = _scene.Snapshot("old");
        await _scene.GrowAsync(10);
        await _scene.RoundAsync();
        var held = _scene.Held();
        _scene.Served.Root = old;

        Assert.Equal(["log.behind"], await _scene.CodesAsync());
        Assert.Equal(held, _scene.Held());
        Assert.False(Directory.Exists(_scene.CopyOf("2026", "fork")));
    }

    [Theory]
    [InlineData("2026/tile/0/000")]
    [InlineData("2026/tile/0/001.p/")]
    [InlineData("2026/tile/1/000.p/")]
    [InlineData("2026/tile/entries/000")]
    [InlineData("2026/tile/entries/001.p/")]
    [InlineData("2026/checkpoint")]
    public async Task A_gap_is_told_and_nothing_is_kept_beyond_it_and_closed_it_is_gone(string path)
    {
        await _scene.GrowAsync(3);
        await _scene.RoundAsync();
        var held = _scene.Held();
        await _scene.GrowAsync(300);
        _scene.Served.Change = (asked, bytes) => asked.StartsWith(path, StringComparison.Ordinal) ? null : bytes;

        var report = await _scene.RoundAsync();
        var finding = Assert.Single(report.Findings);
        Assert.Equal("log.gap", finding.Code);
        Assert.StartsWith("log.example/2026", finding.Where, StringComparison.Ordinal);
        Assert.Equal(held, _scene.Held());

        _scene.Served.Change = (_, bytes) => bytes;
        Assert.Empty((await _scene.RoundAsync()).Findings);
        AssertSame(Path.Combine(_scene.Files.Folder, "2026"), _scene.CopyOf("2026"), true);
    }

    [Theory]
    [InlineData("2026/tile/0/000", "tile.mismatch")]
    [InlineData("2026/tile/0/001.p/", "tile.mismatch")]
    [InlineData("2026/tile/1/000.p/", "tile.mismatch")]
    [InlineData("2026/tile/entries/000", "bundle.mismatch")]
    [InlineData("2026/tile/entries/001.p/", "bundle.mismatch")]
    [InlineData("2026/checkpoint", "checkpoint.signature")]
    public async Task One_changed_bit_in_whatever_is_served_is_noticed_and_not_kept(string path, string code)
    {
        await _scene.GrowAsync(300);
        _scene.Served.Change = (asked, bytes) => asked.StartsWith(path, StringComparison.Ordinal) ? Flip(bytes) : bytes;

        Assert.Equal([code], await _scene.CodesAsync());
        Assert.False(File.Exists(_scene.CopyOf("2026", "checkpoint")));
        _scene.Served.Change = (_, bytes) => bytes;
        Assert.Empty((await _scene.RoundAsync()).Findings);
        AssertSame(Path.Combine(_scene.Files.Folder, "2026"), _scene.CopyOf("2026"), true);
    }

    [Theory]
    [InlineData("2026/tile/0/000")]
    [InlineData("2026/tile/entries/000")]
    public async Task A_file_with_bytes_too_few_is_noticed(string path)
    {
        await _scene.GrowAsync(300);
        _scene.Served.Change = (asked, bytes) => asked == path ? bytes[..^7] : bytes;

        Assert.EndsWith(".mismatch", Assert.Single(await _scene.CodesAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_log_that_no_longer_grows_has_stopped_and_a_growing_one_has_not()
    {
        await _scene.GrowAsync(3);
        Assert.Empty((await _scene.RoundAsync()).Findings);
        _scene.Files.Clock.Now += TimeSpan.FromMinutes(6);

        await using (var mirror = _scene.Open())
        {
            Assert.Equal(["log.stopped"], (await mirror.RoundAsync()).Findings.Select(finding => finding.Code));
        }

        await _scene.GrowAsync(1);
        Assert.Empty((await _scene.RoundAsync()).Findings);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_or_answers_with_an_error_is_told()
    {
        await _scene.GrowAsync(3);
        _scene.Served.Status = 500;
        Assert.Equal(["log.unreachable"], await _scene.CodesAsync());

        Assert.Equal(["log.unreachable"], await _scene.CodesAsync(_scene.Settings(url: new Uri("http://127.0.0.1:9/"))));
        _scene.Served.Root = Path.Combine(_scene.Files.Folder, "2026");
        _scene.Served.Status = 200;
        Assert.Equal(["log.gap"], await _scene.CodesAsync());
    }

    [Fact]
    public async Task A_log_under_another_key_is_not_the_log()
    {
        await _scene.GrowAsync(3);
        var other = NoteKey.Of("log.example/2026", new byte[32]);

        Assert.Equal(["checkpoint.signature"], await _scene.CodesAsync(_scene.Settings(key: other)));
    }

    [Fact]
    public async Task The_next_year_is_followed_and_held_against_the_last_head_of_the_one_before()
    {
        await _scene.GrowAsync(20);
        await _scene.CloseAsync();
        var cut = _scene.Snapshot("cut");
        await _scene.GrowAsync(20);
        _scene.Files.Clock.Now = new DateTimeOffset(2027, 1, 1, 0, 0, 1, TimeSpan.Zero);
        await _scene.GrowAsync(5);

        var report = await _scene.RoundAsync();
        Assert.Empty(report.Findings);
        Assert.Equal(["log.example/2026", "log.example/2027"], report.Logs.Select(log => log.Origin));

        // Of the year that ended only an older copy is served, to a mirror that never saw the newer one.
        Directory.Delete(_scene.Copy, recursive: true);
        _scene.Served.Change = (path, bytes) => !path.StartsWith("2026/", StringComparison.Ordinal) ? bytes
            : File.Exists(Path.Combine(cut, path)) ? File.ReadAllBytes(Path.Combine(cut, path)) : null;
        Assert.Equal(["shard.chain"], await _scene.CodesAsync());
    }

    [Fact]
    public async Task A_copy_that_was_changed_on_its_own_disk_is_told_and_nothing_is_built_on_it()
    {
        await _scene.GrowAsync(300);
        await _scene.RoundAsync();
        var tile = Assert.Single(Directory.GetFiles(_scene.CopyOf("2026", "tile", "0"), "*", SearchOption.AllDirectories), file => file.Contains(".p", StringComparison.Ordinal));
        File.WriteAllBytes(tile, Flip(File.ReadAllBytes(tile)));
        await _scene.GrowAsync(300);

        Assert.Equal(["mirror.damaged"], await _scene.CodesAsync());
    }

    [Fact]
    public async Task A_mirror_of_a_mirror_is_the_same_and_serves_nothing_else()
    {
        await _scene.GrowAsync(300);
        await using var first = _scene.Open(_scene.Settings(new SmallDoorSettings(new IPEndPoint(IPAddress.Loopback, 0), null, null, [])));
        Assert.Empty((await first.RoundAsync()).Findings);
        await first.ServeAsync();
        var url = new Uri($"http://{first.Address}/");

        var second = _scene.Settings(url: new Uri(url, "log.example/"), name: "second");
        Assert.Empty((await _scene.RoundAsync(second)).Findings);
        AssertSame(_scene.CopyOf("2026"), Path.Combine(second.Directory, "log.example", "2026"), true);

        using var client = new HttpClient { BaseAddress = url };
        var tile = await client.GetAsync("log.example/2026/tile/0/000", TestContext.Current.CancellationToken);
        Assert.Equal(("application/octet-stream", "public, max-age=604800, immutable"),
            (tile.Content.Headers.ContentType!.ToString(), tile.Headers.CacheControl!.ToString()));
        var checkpoint = await client.GetAsync("log.example/2026/checkpoint", TestContext.Current.CancellationToken);
        Assert.Equal(("text/plain; charset=utf-8", "no-store"),
            (checkpoint.Content.Headers.ContentType!.ToString(), checkpoint.Headers.CacheControl!.ToString()));
        var report = JsonElement.Parse(await client.GetStringAsync("mirror.json", TestContext.Current.CancellationToken));
        Assert.True(report.GetProperty("ok").GetBoolean());
        foreach (var path in new[] { "", "LOCK", "log.example/2026/", "log.example/2026/tile/0/0", "log.example/2026/tile/0/%2e%2e/%2e%2e/LOCK", "log.example/2026/fork", "other/2026/checkpoint" })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(path, TestContext.Current.CancellationToken)).StatusCode);
        }
    }

    [Fact]
    public async Task A_second_process_on_the_folder_is_refused()
    {
        await using var first = _scene.Open();

        Assert.Throws<LedgerStopException>(() => _scene.Open());
    }

    [Theory]
    [InlineData(nameof(DiskCall.Write))]
    [InlineData(nameof(DiskCall.Flush))]
    [InlineData(nameof(DiskCall.Rename))]
    [InlineData(nameof(DiskCall.FlushFolder))]
    public async Task A_mirror_that_dies_in_the_midst_of_it_goes_on_where_it_was(string call)
    {
        await _scene.GrowAsync(40);
        await _scene.RoundAsync();
        await _scene.GrowAsync(600);
        var count = 0;
        var disk = new TestDisk();
        disk.FailsAt = (made, _) => made.ToString() == call && ++count == 4;
        await using (var mirror = _scene.Open(disk: disk))
        {
            await Assert.ThrowsAsync<IOException>(mirror.RoundAsync);
        }

        Assert.Empty((await _scene.RoundAsync()).Findings);
        AssertSame(Path.Combine(_scene.Files.Folder, "2026"), _scene.CopyOf("2026"), true);
    }

    [Fact]
    public async Task Tiles_of_three_levels_are_followed()
    {
        _scene.Entries = false;
        foreach (var size in new[] { 65_000, 65_536, 66_100 })
        {
            WriteTiles(size);
            Assert.Empty((await _scene.RoundAsync()).Findings);
            AssertSame(Path.Combine(_scene.Files.Folder, "2026"), _scene.CopyOf("2026"), false);
        }

        Assert.True(File.Exists(_scene.CopyOf("2026", "tile", "1", "000")));
        Assert.True(File.Exists(_scene.CopyOf("2026", "tile", "2", "000.p", "1")));
    }

    // A shard of hashes alone, as large as is wanted.
    private void WriteTiles(long size)
    {
        var shard = new ShardFolder(_scene.Files.Folder, 2026);
        if (Directory.Exists(shard.Root))
        {
            Directory.Delete(shard.Root, recursive: true);
        }

        void Write(int level, long index, int width, ReadOnlySpan<byte> bytes)
        {
            var path = shard.FileOf(level, index, width);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, bytes.ToArray());
        }

        var frontier = new TileFrontier((level, index, bytes) => Write(level, index, 0, bytes));
        var range = new CompactRange();
        var leaf = new byte[MerkleTree.HashSize];
        for (var i = 0L; i < size; i++)
        {
            BitConverter.TryWriteBytes(leaf, i);
            frontier.AppendHash(leaf);
            range.Append(leaf);
        }

        for (var level = 0; level < frontier.Levels; level++)
        {
            if (TilePath.PartialWidth(size, level) is > 0 and var width)
            {
                Write(level, TilePath.FullTiles(size, level), width, frontier.PartialTile(level));
            }
        }

        File.WriteAllBytes(shard.CheckpointFile, new Checkpoint("log.example/2026", size, range.Root()).Sign(_scene.Files.Key));
        File.WriteAllText(shard.VkeyFile, $"{NoteKey.Of("log.example/2026", _scene.Files.Key.PublicKey)}\n");
    }

    // What the ledger publishes, the copy has too, byte for byte; partial tiles of sizes in between may be more.
    internal static void AssertSame(string ledger, string copy, bool entries)
    {
        var published = Directory.EnumerateFiles(ledger, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(ledger, file))
            .Where(file => file is "checkpoint" or "vkey" || file.StartsWith("tile", StringComparison.Ordinal))
            .Where(file => entries || !file.Contains("entries", StringComparison.Ordinal))
            .Where(file => !file.Contains(".p", StringComparison.Ordinal) || File.Exists(Path.Combine(copy, file)))
            .ToList();
        Assert.Contains("checkpoint", published);
        Assert.All(published, file => Assert.Equal(
            File.ReadAllBytes(Path.Combine(ledger, file)), File.ReadAllBytes(Path.Combine(copy, file))));
        var shard = PublishedShard.Open(new ShardFolder(Path.GetDirectoryName(copy)!, 2026))!;
        Assert.Equal(shard.Head.Root.ToArray(), shard.Folder.ReadRange(shard.Head.Size, shard.Head.Size)!.Root());
    }

    private static byte[] Flip(byte[] bytes)
    {
        var twin = bytes.ToArray();
        twin[twin.Length / 2] ^= 1;
        return twin;
    }
}
