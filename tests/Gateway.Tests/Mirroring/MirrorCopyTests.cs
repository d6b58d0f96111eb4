using Gateway.Ledger;
using Gateway.Ledger.Verification;

namespace Gateway.Tests.Mirroring;

/// <summary><c>ledger verify</c> of what a mirror holds: it works on that, and says what is not there.</summary>
public sealed class MirrorCopyTests : IAsyncLifetime
{
    private MirrorScene _scene = null!;

    public async ValueTask InitializeAsync() => _scene = await MirrorScene.OpenAsync();

    public ValueTask DisposeAsync() => _scene.DisposeAsync();

    [Fact]
    public async Task A_copy_without_entries_is_whole_and_says_that_the_entries_are_not_in_it()
    {
        _scene.Entries = false;
        await CopyAsync(700);

        var verdict = Verify();

        Assert.Empty(verdict.Findings);
        Assert.True(verdict.IsCopy);
        Assert.Equal(["entries 2026:0-700", "annexes ", "seals "], Lacks(verdict));
        Assert.Equal(("log.example/2026", 701), (verdict.Origin, verdict.Size));
    }

    [Fact]
    public async Task A_copy_with_entries_lacks_annexes_and_seals_alone()
    {
        await CopyAsync(700);

        Assert.Empty(Verify().Findings);
        Assert.Equal(["annexes ", "seals "], Lacks(Verify()));

        // Said to be copied, and gone: that is a finding, not a lack.
        File.Delete(_scene.CopyOf("2026", "tile", "entries", "001"));
        Assert.Equal(["bundle.missing"], Codes());
    }

    [Fact]
    public async Task Entries_that_an_earlier_scope_let_in_are_still_held_against_the_log()
    {
        await CopyAsync(700);
        _scene.Entries = false;
        await _scene.GrowAsync(400);
        Assert.Empty(await _scene.CodesAsync());

        Assert.Empty(Verify().Findings);
        Assert.Equal(["entries 2026:512-1100", "annexes ", "seals "], Lacks(Verify()));
        Flip("2026/tile/entries/001", 4000);
        Assert.NotEmpty(Codes());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_flipped_bit_in_any_file_of_a_copy_is_found(bool withEntries)
    {
        _scene.Entries = withEntries;
        await CopyAsync(700);
        var files = Directory.GetFiles(_scene.Copy, "*", SearchOption.AllDirectories);
        Assert.Equal(withEntries ? 10 : 7, files.Length);

        foreach (var file in files)
        {
            var before = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
            foreach (var at in new[] { 0, before.Length / 3, before.Length / 2, before.Length - 1 })
            {
                Flip(file, at);
                Assert.True(Verify().Findings.Count > 0, $"{Path.GetRelativePath(_scene.Copy, file)}, byte {at}");
                await File.WriteAllBytesAsync(file, before, TestContext.Current.CancellationToken);
            }
        }

        Assert.Empty(Codes());
    }

    [Fact]
    public async Task A_partial_tile_and_bundle_of_an_older_size_is_looked_at_as_long_as_it_is_served()
    {
        await CopyAsync(20);
        var older = Directory.GetFiles(_scene.Copy, "*", SearchOption.AllDirectories).Where(file => file.Contains(".p/", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, older.Count);
        await CopyAsync(7);
        Assert.Empty(Codes());

        foreach (var (file, code) in older.Order().Zip(new[] { "tile.mismatch", "bundle.mismatch" }))
        {
            Assert.True(File.Exists(file));
            Flip(file, 40);
            Assert.Equal([code], Codes());
            Flip(file, 40);
        }
    }

    [Fact]
    public async Task A_copy_may_begin_with_any_year()
    {
        await _scene.GrowAsync(20);
        _scene.Files.Clock.Now = _scene.Files.Clock.Now.AddYears(1);
        await _scene.GrowAsync(20);
        var later = Gateway.Ledger.Notes.NoteKey.Of("log.example/2027", _scene.Files.Key.PublicKey);

        Assert.Empty(await _scene.CodesAsync(_scene.Settings(key: later)));

        Assert.False(Directory.Exists(_scene.CopyOf("2026")));
        Assert.Empty(Verify().Findings);
    }

    [Fact]
    public async Task The_mark_of_a_copy_excuses_nothing_in_a_ledger()
    {
        await CopyAsync(20);
        await _scene.CloseAsync();
        Assert.Empty(LedgerVerifier.Verify(_scene.Files.Folder, null).Findings);

        File.Copy(_scene.CopyOf(CopyMark.FileName), Path.Combine(_scene.Files.Folder, CopyMark.FileName));

        Assert.All(
            LedgerVerifier.Verify(_scene.Files.Folder, null).Findings, finding => Assert.Equal("mirror.mark", finding.Code));
        Assert.NotEmpty(LedgerVerifier.Verify(_scene.Files.Folder, null).Findings);
    }

    [Fact]
    public async Task The_mark_of_another_logs_copy_is_found()
    {
        await CopyAsync(20);
        new CopyMark("other.example", true).Keep(new PosixDisk(), _scene.Copy);

        Assert.Equal(["mirror.mark"], Codes());
    }

    [Fact]
    public async Task A_fork_that_the_mirror_saw_is_told_again()
    {
        await CopyAsync(20);
        Directory.CreateDirectory(_scene.CopyOf("2026", "fork"));

        Assert.Equal(["log.fork"], Codes());
    }

    [Theory]
    [InlineData(1L << 62, 7)]
    [InlineData(1L << 60, 7)]
    public async Task A_head_of_more_entries_than_there_can_be_keeps_no_mirror_busy_for_ever(long size, int level)
    {
        // One tile of equal hashes leads to its root; below it nothing is served.
        var width = (int)(size >> (level * 8));
        var tile = new byte[width * 32];
        var root = new byte[32];
        Gateway.Ledger.Tree.MerkleTree.Subtree(tile, root);
        _scene.Served.Root = Directory.CreateDirectory(Path.Combine(_scene.Copy, "..", "hostile")).FullName;
        var path = Path.Combine(_scene.Served.Root, "2026", Gateway.Ledger.Tree.TilePath.Of(level, 0, width));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllBytesAsync(path, tile, TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(
            Path.Combine(_scene.Served.Root, "2026", "checkpoint"),
            new Gateway.Ledger.Notes.Checkpoint("log.example/2026", size, root).Sign(_scene.Files.Key),
            TestContext.Current.CancellationToken);

        // No disk holds its tiles: nothing of it is looked for.
        var finding = Assert.Single((await _scene.RoundAsync().WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken)).Findings);
        Assert.Equal(("mirror.full", "log.example/2026"), (finding.Code, finding.Where));
    }

    private async Task CopyAsync(int entries)
    {
        await _scene.GrowAsync(entries);
        Assert.Empty(await _scene.CodesAsync());
    }

    private LedgerVerdict Verify() => LedgerVerifier.Verify(_scene.Copy, [_scene.Files.Key.PublicKey.ToArray()]);

    private IEnumerable<string> Codes() => Verify().Findings.Select(finding => finding.Code);

    private static IEnumerable<string> Lacks(LedgerVerdict verdict) => verdict.NotHeld.Select(lack => $"{lack.What} {lack.Where}");

    private void Flip(string file, int at)
    {
        var path = Path.Combine(_scene.Copy, file);
        var bytes = File.ReadAllBytes(path);
        bytes[at] ^= 1;
        File.WriteAllBytes(path, bytes);
    }
}
