using Gateway.Ledger;
using Gateway.Ledger.Verification;
using Gateway.Ledger.Wal;
using Gateway.Stamping;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Tests.Ledger;

/// <summary>What a start makes of a folder that is not as the last stop left it.</summary>
public sealed class RecoveryTests
{
    [Fact]
    public async Task Wherever_the_WAL_is_cut_all_whole_batches_survive()
    {
        using var test = new TestLedger();
        var disk = new TestDisk();
        var ledger = test.Open(disk);
        var path = Directory.GetFiles(test.Settings.WalFolder, "*.wal").Single();
        var ends = new List<(int Length, long Size)>();
        for (var i = 0; i < 4; i++)
        {
            ends.Add((Used(path), i + 1));
            await ledger.AppendAsync(
                i == 2 ? test.Release(Guid.CreateVersion7()) : test.Tick(), TestContext.Current.CancellationToken);
        }

        ends.Add((Used(path), 5));
        await TestLedger.KillAsync(ledger, disk);
        var bytes = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        foreach (var (length, isZeroed) in Enumerable.Range(
            ends[1].Length, ends[4].Length - ends[1].Length).SelectMany(l => new[] { (l, true), (l, false) }))
        {
            var cut = bytes[..length];
            await File.WriteAllBytesAsync(path, isZeroed ? [.. cut, .. new byte[bytes.Length - length]] : cut,
                TestContext.Current.CancellationToken);
            // The CRC ends up to seven bytes before the batch: what is cut then is padding.
            var whole = ends.Last(end => Sealed(bytes, end.Length) <= length).Size;
            var verdict = LedgerVerifier.Verify(test.Folder, null);
            Assert.Empty(verdict.Findings);
            Assert.Equal(whole, Size(test));
        }

        // And from one of them on, the ledger goes on.
        await File.WriteAllBytesAsync(path, bytes[..(ends[4].Length - 20)], TestContext.Current.CancellationToken);
        await using (test.Open())
        {
        }

        Assert.Equal(["start", "tick", "tick", "release", "start", "outcome", "recover", "stop"],
            Kinds.Of(test.Folder));
        Assert.Empty(LedgerVerifier.Verify(test.Folder, null).Findings);
    }

    [Fact]
    public async Task What_a_publication_left_half_written_is_gone_after_the_next_start()
    {
        using var test = new TestLedger();
        var disk = new TestDisk();
        var ledger = test.Open(disk);
        await ledger.PublishAsync(TestContext.Current.CancellationToken);
        await ledger.AppendAsync(test.Tick(), TestContext.Current.CancellationToken);
        await ledger.AppendAsync(test.Tick(), TestContext.Current.CancellationToken);
        await TestLedger.KillAsync(ledger, disk);
        var year = Directory.GetDirectories(test.Folder, "2*").Single();
        foreach (var torn in new[] { "entries/000.p/2", "entries/000.p/3", "0/000.p/2", "entries/001.p/7" })
        {
            var file = Path.Combine(year, "tile", torn);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllBytesAsync(file, [1, 2, 3], TestContext.Current.CancellationToken);
        }

        await using (test.Open())
        {
        }

        Assert.Empty(LedgerVerifier.Verify(test.Folder, null).Findings);
        Assert.False(File.Exists(Path.Combine(year, "tile", "entries", "000.p", "2")));
    }

    [Fact]
    public async Task What_the_first_publication_of_a_year_left_half_written_is_gone_after_the_next_start()
    {
        using var test = new TestLedger();
        await using (test.Open())
        {
        }

        test.Clock.Now = test.Clock.Now.AddYears(1);
        var disk = new TestDisk();
        var ledger = test.Open(disk);
        await ledger.AppendAsync(test.Tick(), TestContext.Current.CancellationToken);
        await TestLedger.KillAsync(ledger, disk);
        foreach (var torn in new[] { "entries/000.p/1", "entries/000.p/2", "0/000.p/1", "0/000.p/2" })
        {
            var file = Path.Combine(test.Folder, "2027", "tile", torn);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllBytesAsync(file, [1, 2, 3], TestContext.Current.CancellationToken);
        }

        await using (test.Open())
        {
        }

        Assert.Empty(LedgerVerifier.Verify(test.Folder, null).Findings);
    }

    [Fact]
    public async Task Damage_before_sound_batches_stops_the_daemon_and_changes_nothing()
    {
        using var test = new TestLedger();
        var disk = new TestDisk();
        var ledger = test.Open(disk);
        await ledger.AppendAsync(test.Tick(), TestContext.Current.CancellationToken);
        await TestLedger.KillAsync(ledger, disk);
        var path = Directory.GetFiles(test.Settings.WalFolder, "*.wal").Single();
        var bytes = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        bytes[100] ^= 1;
        await File.WriteAllBytesAsync(path, bytes, TestContext.Current.CancellationToken);
        var stop = Assert.Throws<LedgerStopException>(() => test.Open());
        Assert.Contains("damaged", stop.Message, StringComparison.Ordinal);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Releases_left_open_by_a_crash_get_an_unknown_outcome()
    {
        using var test = new TestLedger();
        var disk = new TestDisk();
        var ledger = test.Open(disk);
        var (open, closed) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await ledger.AppendAsync(test.Release(open), TestContext.Current.CancellationToken);
        await ledger.AppendAsync(test.Release(closed), TestContext.Current.CancellationToken);
        await ledger.AppendAsync(test.Outcome(closed), TestContext.Current.CancellationToken);
        await TestLedger.KillAsync(ledger, disk);
        await using (test.Open())
        {
        }

        Assert.Equal(["start", "release", "release", "outcome", "start", "outcome", "recover", "stop"],
            Kinds.Of(test.Folder));
        var outcome = System.Text.Encoding.UTF8.GetString(Kinds.Entries(test.Folder).ElementAt(5));
        Assert.Contains($"\"transferId\":\"{open}\"", outcome, StringComparison.Ordinal);
        Assert.Contains("\"delivered\":\"unknown\"", outcome, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_restored_old_copy_is_refused()
    {
        using var test = new TestLedger();
        await VerifyTests.MakeAsync(test, 10);
        var copy = test.Folder + ".copy";
        Copy(test.Folder, copy);
        await VerifyTests.MakeAsync(test, 10);
        Directory.Delete(test.Folder, recursive: true);
        Directory.Move(copy, test.Folder);
        Assert.True(LedgerVerifier.Verify(test.Folder, null).Ok);
        var stop = Assert.Throws<LedgerStopException>(() => test.Open());
        Assert.Contains("old copy", stop.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_ledger_begun_anew_under_an_old_anchor_is_refused()
    {
        using var test = new TestLedger();
        await VerifyTests.MakeAsync(test, 10);
        Directory.Delete(test.Folder, recursive: true);
        Assert.Throws<LedgerStopException>(() => test.Open());
    }

    [Fact]
    public async Task A_missing_anchor_is_told_apart_from_a_new_ledger()
    {
        using var test = new TestLedger();
        await VerifyTests.MakeAsync(test, 10);
        File.Delete(test.Settings.AnchorFile!);
        Assert.Contains("missing", Assert.Throws<LedgerStopException>(() => test.Open()).Message,
            StringComparison.Ordinal);
        File.Copy(Path.Combine(test.Folder, "2026", "checkpoint"), test.Settings.AnchorFile!);
        await using var ledger = test.Open();
    }

    [Fact]
    public async Task Another_key_within_the_year_is_refused()
    {
        using var test = new TestLedger();
        await VerifyTests.MakeAsync(test, 10);
        using var other = Ed25519PrivateKey.Import(new byte[32]);
        var stop = Assert.Throws<LedgerStopException>(() => TransparencyLedger.Open(
            test.Settings, other, test.Clock, new TestDisk(), NullLogger.Instance));
        Assert.Contains("ledger key", stop.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026/tile/0/000.p/12")]
    [InlineData("2026/tile/entries/000.p/12")]
    [InlineData("2026/checkpoint")]
    public async Task A_changed_edge_of_the_log_stops_the_daemon(string file)
    {
        using var test = new TestLedger();
        await VerifyTests.MakeAsync(test, 10);
        var path = Path.Combine(test.Folder, file);
        var bytes = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        bytes[40] ^= 1;
        await File.WriteAllBytesAsync(path, bytes, TestContext.Current.CancellationToken);
        Assert.Throws<LedgerStopException>(() => test.Open());
    }

    // Where the last byte of a batch's CRC stands, if it is not zero; the padding after it is.
    private static int Sealed(byte[] wal, int end) => wal.AsSpan(0, end).LastIndexOfAnyExcept((byte)0) + 1;

    private static long Size(TestLedger test) => WalScan.Read(test.Settings.WalFolder).Batches[^1].Next;

    private static int Used(string path)
    {
        var scan = WalScan.Read(Path.GetDirectoryName(path)!);
        return scan.Batches.Sum(batch => batch.Length);
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
