using Gateway.Ledger;
using Gateway.Ledger.Entries;
using Gateway.Ledger.Notes;
using Gateway.Ledger.Tree;
using Gateway.Ledger.Verification;

namespace Gateway.Tests.Ledger;

public sealed class VerifyTests
{
    [Fact]
    public async Task A_ledger_of_two_years_verifies_with_its_key_and_with_no_other()
    {
        using var test = new TestLedger();
        await MakeAsync(test, 300);
        test.Clock.Now = test.Clock.Now.AddYears(1);
        await MakeAsync(test, 10);
        var verdict = LedgerVerifier.Verify(test.Folder, [test.Key.PublicKey.ToArray()]);
        Assert.Empty(verdict.Findings);
        Assert.True(verdict.Ok);
        var head = HeadOf(test, 2027);
        Assert.Equal(("log.example/2027", head.Size, Convert.ToHexStringLower(head.Root.Span)),
            (verdict.Origin, verdict.Size, verdict.Root));

        Assert.Contains(LedgerVerifier.Verify(test.Folder, [new byte[32]]).Findings, finding =>
            finding.Code == "vkey.unknown");
    }

    [Fact]
    public async Task A_running_ledger_verifies_with_what_is_only_in_its_WAL()
    {
        using var test = new TestLedger();
        await MakeAsync(test, 20);
        await using var ledger = test.Open();
        await ledger.AppendAsync(test.Release(Guid.CreateVersion7()), TestContext.Current.CancellationToken);
        var verdict = LedgerVerifier.Verify(test.Folder, null);
        Assert.Empty(verdict.Findings);
        Assert.Equal(HeadOf(test, 2026).Size + 2, verdict.Size);
    }

    [Theory]
    [InlineData("2026/checkpoint")]
    [InlineData("2026/vkey")]
    [InlineData("2026/tile/0/000")]
    [InlineData("2026/tile/0/001.p/46")]
    [InlineData("2026/tile/1/000.p/1")]
    [InlineData("2026/tile/entries/000")]
    [InlineData("2026/tile/entries/001.p/46")]
    public async Task One_changed_byte_of_what_is_published_is_found(string file)
    {
        using var test = new TestLedger();
        await MakeAsync(test, 300);
        Assert.True(LedgerVerifier.Verify(test.Folder, null).Ok);
        var path = Path.Combine(test.Folder, file);
        var original = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);

        // Every byte of a small file; of a large one the edges and some between.
        foreach (var i in Enumerable.Range(0, original.Length).Where(i =>
            original.Length < 300 || i < 20 || i >= original.Length - 20 || i % 997 == 0))
        {
            var changed = original.ToArray();
            changed[i] ^= 1;
            await File.WriteAllBytesAsync(path, changed, TestContext.Current.CancellationToken);
            Assert.False(LedgerVerifier.Verify(test.Folder, null).Ok, $"byte {i}");
        }

        File.Delete(path);
        Assert.False(LedgerVerifier.Verify(test.Folder, null).Ok);
    }

    [Fact]
    public async Task A_missing_tile_is_named_as_missing_and_no_receipt_is_made_of_it()
    {
        using var test = new TestLedger();
        await MakeAsync(test, 300);
        File.Delete(Path.Combine(test.Folder, "2026/tile/0/000"));

        Assert.Equal(["tile.missing"], Codes(test));
        Assert.False(LedgerReader.TryProve(test.Folder, "2026:3", out _, out var fault));
        Assert.Contains("tiles", fault, StringComparison.Ordinal);
        File.Delete(Path.Combine(test.Folder, "2026/tile/0/001.p/46"));
        Assert.Throws<LedgerStopException>(() => test.Open());
    }

    [Fact]
    public async Task One_changed_byte_of_the_WAL_is_found()
    {
        using var test = new TestLedger();
        var disk = new TestDisk();
        var ledger = test.Open(disk);
        await ledger.AppendAsync(test.Release(Guid.CreateVersion7()), TestContext.Current.CancellationToken);
        await ledger.AppendAsync(test.Tick(), TestContext.Current.CancellationToken);
        await TestLedger.KillAsync(ledger, disk);
        Assert.Empty(LedgerVerifier.Verify(test.Folder, null).Findings);
        var path = Directory.GetFiles(test.Settings.WalFolder, "*.wal").Single();
        var original = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        var length = original.AsSpan().LastIndexOfAnyExcept((byte)0) + 1;
        for (var i = 0; i < length; i++)
        {
            var changed = original.ToArray();
            changed[i] ^= 1;
            await File.WriteAllBytesAsync(path, changed, TestContext.Current.CancellationToken);
            Assert.False(LedgerVerifier.Verify(test.Folder, null).Ok, $"byte {i}");
        }
    }

    [Fact]
    public async Task A_changed_or_missing_annex_is_found()
    {
        using var test = new TestLedger();
        await MakeAsync(test, 5);
        var annex = Directory.GetFiles(test.Settings.SideFolder, "*", SearchOption.AllDirectories)[0];
        var bytes = await File.ReadAllBytesAsync(annex, TestContext.Current.CancellationToken);
        bytes[AnnexBundle.LengthSize * 4] ^= 1;
        await File.WriteAllBytesAsync(annex, bytes, TestContext.Current.CancellationToken);
        Assert.Equal(["annex.mismatch"], Codes(test));
        File.Delete(annex);
        Assert.Equal(["annex.missing"], Codes(test));
    }

    [Fact]
    public async Task A_ledger_whose_entries_were_replaced_whole_does_not_verify()
    {
        using var test = new TestLedger();
        using var other = new TestLedger();
        await MakeAsync(test, 5);
        await MakeAsync(other, 5);
        File.Copy(
            Path.Combine(other.Folder, "2026/checkpoint"), Path.Combine(test.Folder, "2026/checkpoint"),
                overwrite: true);
        Assert.Contains("checkpoint.root", Codes(test));
    }

    [Fact]
    public async Task A_shard_that_does_not_hold_its_predecessors_last_checkpoint_is_found()
    {
        using var test = new TestLedger();
        await MakeAsync(test, 5);
        test.Clock.Now = test.Clock.Now.AddYears(1);
        await MakeAsync(test, 5);
        Directory.Delete(Path.Combine(test.Folder, "2026"), recursive: true);
        Assert.Contains("shard.chain", Codes(test));
    }

    [Fact]
    public void A_folder_without_a_ledger_does_not_verify()
    {
        using var test = new TestLedger();
        Assert.Equal(["ledger.empty"], Codes(test));
    }

    [Fact]
    public async Task A_receipt_proves_its_entry_and_no_other()
    {
        using var test = new TestLedger();
        await MakeAsync(test, 700);
        Assert.True(NoteKey.TryParse(await File.ReadAllTextAsync(Path.Combine(test.Folder, "2026/vkey"),
            TestContext.Current.CancellationToken) is var text ? text.Trim() : "", out var key));
        var entries = Kinds.Entries(test.Folder).ToList();
        foreach (var index in new[] { 0, 1, 255, 256, 511, 512, entries.Count - 1 })
        {
            Assert.True(LedgerReader.TryProve(test.Folder, $"2026:{index}", out var proof, out var fault), fault);
            Assert.True(TransparencyProof.TryParse(proof, out var receipt));
            var leaf = new byte[MerkleTree.HashSize];
            MerkleTree.Leaf(entries[index], leaf);
            Assert.True(receipt!.Check(leaf, key!));
            MerkleTree.Leaf(entries[(index + 1) % entries.Count], leaf);
            Assert.False(receipt.Check(leaf, key!));
        }

        Assert.True(LedgerReader.TryProve(test.Folder, "7", out _, out _));
        Assert.All([$"{entries.Count}", "2025:0", "x", "-1", "20266:1", ""], cursor =>
            Assert.False(LedgerReader.TryProve(test.Folder, cursor, out _, out _), cursor));
    }

    [Fact]
    public async Task A_release_of_an_earlier_run_without_an_outcome_is_found()
    {
        // Two ledgers' worth of entries in one tree that no daemon would write: release, then start, and no outcome.
        using var test = new TestLedger();
        await using (var ledger = test.Open())
        {
            await ledger.AppendAsync(test.Release(Guid.CreateVersion7()), TestContext.Current.CancellationToken);
            await ledger.AppendAsync(
                LedgerRecord.Of(new StartEntry(StartReason.Open, null), TestLedger.Context, test.Clock),
                TestContext.Current.CancellationToken);
        }

        Assert.Equal(["release.outcome"], Codes(test));
    }

    [Fact]
    public async Task A_salt_used_twice_is_found()
    {
        using var test = new TestLedger();
        await using (var ledger = test.Open())
        {
            var record = test.Tick();
            await ledger.AppendAsync(record, TestContext.Current.CancellationToken);
            await ledger.AppendAsync(record, TestContext.Current.CancellationToken);
        }

        Assert.Equal(["entry.salt"], Codes(test));
    }

    private static IEnumerable<string> Codes(TestLedger test) =>
        LedgerVerifier.Verify(test.Folder, null).Findings.Select(finding => finding.Code);

    private static Checkpoint HeadOf(TestLedger test, int year)
    {
        var shard = new ShardFolder(test.Folder, year);
        return Checkpoint.TryOpen(shard.ReadCheckpoint(), shard.ReadVkey()!, out var head) ? head!
            : throw new InvalidOperationException();
    }

    internal static async Task MakeAsync(TestLedger test, int entries)
    {
        test.Settings = test.Settings with { SegmentBytes = 1024 * 1024 };
        await using var ledger = test.Open();
        var transfer = Guid.CreateVersion7();
        ledger.Enqueue(test.Release(transfer));
        ledger.Enqueue(test.Outcome(transfer));
        await AppendTests.AppendMany(ledger, test, entries - 2);
    }
}
