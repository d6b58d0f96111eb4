using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Gateway.Ledger;
using Gateway.Ledger.Archives;
using Gateway.Ledger.Entries;
using Gateway.Ledger.Inspection;
using Gateway.Ledger.Verification;
using Gateway.Policies.Bundle;
using Gateway.Policies.Parties;
using Gateway.Stamping;

namespace Gateway.Tests.Ledger;

/// <summary>
/// Entries go only when they are old, archived and named by an entry; what is left verifies, and every proof still can
/// be made.
/// </summary>
public sealed class RetentionTests : IDisposable
{
    private const int Entries = 600;

    private static readonly DateTimeOffset Then = new(2022, 11, 1, 8, 0, 0, TimeSpan.Zero);

    private readonly TestLedger _test = new();
    private readonly DirectoryInfo _scratch = Directory.CreateTempSubdirectory("archive-");

    private string Archive => Path.Combine(_scratch.FullName, "2022");

    private PublishedShard Shard => PublishedShard.All(_test.Folder).First();

    public void Dispose()
    {
        _test.Dispose();
        _scratch.Delete(recursive: true);
    }

    [Fact]
    public async Task An_archive_is_a_ledger_of_one_year_that_verifies_by_itself()
    {
        await MakeYearsAsync();
        MakeArchive();

        var verdict = LedgerVerifier.Verify(Archive, [_test.Key.PublicKey.ToArray()]);
        Assert.Empty(verdict.Findings);
        Assert.Equal(("log.example/2022", Shard.Head.Size), (verdict.Origin, verdict.Size));
        var manifest = File.ReadAllBytes(Path.Combine(Archive, "manifest.json"));
        Assert.Equal(manifest, ArchiveManifest.Parse(manifest)!.ToBytes());
    }

    [Theory]
    [InlineData("a byte of an entry", "archive.changed")]
    [InlineData("a byte of an annex", "archive.changed")]
    [InlineData("a file gone", "archive.missing")]
    [InlineData("a file more", "archive.extra")]
    [InlineData("another year's manifest", "archive.manifest")]
    [InlineData("a manifest that is none", "archive.manifest")]
    [InlineData("a manifest that fits, unsigned", "archive.manifest")]
    [InlineData("no signature", "archive.manifest")]
    public async Task An_archive_that_was_tampered_with_does_not_verify(string how, string code)
    {
        await MakeYearsAsync();
        MakeArchive();
        var entries = Path.Combine(Archive, "2022", "tile", "entries", "000");
        var manifest = Path.Combine(Archive, "manifest.json");
        switch (how)
        {
            case "a byte of an entry":
                Flip(entries);
                break;
            case "a byte of an annex":
                Flip(Path.Combine(Archive, "side", "2022", "000"));
                break;
            case "a file gone":
                File.Delete(Path.Combine(Archive, "2022", "tile", "0", "000"));
                break;
            case "a file more":
                File.WriteAllText(Path.Combine(Archive, "more"), "");
                break;
            case "another year's manifest":
                Replace(manifest, "\"year\": 2022", "\"year\": 2023");
                Replace(manifest, "log.example/2022", "log.example/2023");
                break;
            case "a manifest that is none":
                File.WriteAllText(manifest, "{}");
                break;
            case "a manifest that fits, unsigned":
                Flip(entries);
                var digest = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(entries)));
                Replace(manifest, ArchiveManifest.Parse(File.ReadAllBytes(manifest))!.Digests["2022/tile/entries/000"], digest);
                break;
            default:
                File.Delete(manifest + ".p7s");
                break;
        }

        Assert.Contains(LedgerVerifier.Verify(Archive, null).Findings, finding => finding.Code == code);
    }

    [Fact]
    public async Task Nothing_younger_than_the_records_that_must_be_kept_may_go()
    {
        await MakeYearsAsync();
        var entries = new PublishedEntries(_test.Folder).From(LedgerCursor.Start, TestContext.Current.CancellationToken).ToList();
        DateTimeOffset At(int index) => EntryFacts.TryRead(entries[index].Bytes.Span, out var facts) ? facts.Time : default;

        Assert.Equal(0, ShardPruning.Allowed(Shard, Then));
        Assert.Equal(0, ShardPruning.Allowed(Shard, At(255)));
        Assert.Equal(256, ShardPruning.Allowed(Shard, At(255).AddMilliseconds(1)));
        Assert.Equal(512, ShardPruning.Allowed(Shard, At((int)Shard.Head.Size - 1)));
        Assert.Equal(Shard.Head.Size, ShardPruning.Allowed(Shard, Then.AddYears(1)));
        Assert.Equal(Then, RecordRetention.Least.CutOff(Then.AddYears(3)));
    }

    [Theory]
    [InlineData(256)]
    [InlineData(512)]
    [InlineData(int.MaxValue)]
    public async Task A_pruned_year_verifies_is_read_from_its_minimum_index_on_and_proves_what_is_gone(int minimum)
    {
        await MakeYearsAsync();
        var before = new PublishedEntries(_test.Folder).From(LedgerCursor.Start, TestContext.Current.CancellationToken).ToList();
        var size = Shard.Head.Size;
        var limit = Math.Min(minimum, size);
        await PruneAsync(limit);

        Assert.Empty(LedgerVerifier.Verify(_test.Folder, null).Findings);
        Assert.False(File.Exists(Path.Combine(_test.Folder, "2022", "tile", "entries", "000")));
        Assert.False(File.Exists(Path.Combine(_test.Folder, "side", "2022", "000")));
        var read = new PublishedEntries(_test.Folder).From(LedgerCursor.Start, TestContext.Current.CancellationToken).ToList();
        Assert.Equal(limit < size ? new LedgerCursor(2022, limit) : new LedgerCursor(2026, 0), read[0].Cursor);
        Assert.Empty(new PublishedEntries(_test.Folder).At([new LedgerCursor(2022, 7)]));

        // The entry is in the archive; the ledger still proves that it was there.
        Assert.NotNull(Shard.Prove(7, before[7].Bytes.Span, Shard.Note.ToArray()));
        Assert.True(LedgerReader.TryProve(_test.Folder, "2022:7", out _, out var fault), fault);

        // And it is opened again, also with everything that is derived made anew.
        File.Delete(Path.Combine(_test.Settings.WalFolder, "derived"));
        await VerifyTests.MakeAsync(_test, 5);
        Assert.Empty(LedgerVerifier.Verify(_test.Folder, null).Findings);
    }

    [Fact]
    public async Task Entries_that_are_gone_without_an_entry_that_says_so_are_a_finding()
    {
        await MakeYearsAsync();
        Pruning.Remove(Shard.Folder, Shard.Head.Size, 256);

        Assert.Equal(["bundle.missing", "prune.minimum"], Codes().Order());

        await PruneAsync(256);
        Assert.Empty(Codes());
        Pruning.Remove(Shard.Folder, Shard.Head.Size, 512);
        Assert.Equal(["bundle.missing", "prune.minimum"], Codes().Order());
    }

    [Fact]
    public async Task A_tile_that_was_changed_after_pruning_is_a_finding_though_no_entry_is_left_to_hold_it_against()
    {
        await MakeYearsAsync();
        await PruneAsync(Shard.Head.Size);
        Flip(Path.Combine(_test.Folder, "2022", "tile", "0", "000"));

        Assert.Contains("checkpoint.root", Codes());
    }

    [Fact]
    public async Task A_crash_after_the_entry_leaves_a_sound_ledger_and_the_same_order_finishes_it()
    {
        await MakeYearsAsync();
        var disk = new TestDisk();
        disk.FailsAt = (call, path) => call == DiskCall.Delete && path.Contains("/entries/", StringComparison.Ordinal);
        await Assert.ThrowsAsync<IOException>(() => PruneAsync(512, disk));
        Assert.Empty(Codes());

        await PruneAsync(512);
        Assert.Empty(Codes());
        Assert.Equal(512, Shard.Folder.ReadMinimum());
    }

    [Fact]
    public async Task What_is_in_force_must_still_be_said_by_an_entry_that_stays()
    {
        var policy = new PolicyState("bank-gz", 12, new string('a', 64));
        var list = new TrustListState("CN", 7, new string('b', 64));
        await MakeYearsAsync(new PolicyEntry(policy, []), new TrustListEntry(list));
        bool Keeps(LedgerCursor from) => Pruning.KeepsWhatIsInForce(from, policy, [list], TestContext.Current.CancellationToken);

        Assert.True(Keeps(new LedgerCursor(2022, 512)));
        Assert.False(Keeps(new LedgerCursor(2026, 0)));
    }

    private ShardPruning Pruning => new(_test.Settings, new TestDisk());

    private IEnumerable<string> Codes() => LedgerVerifier.Verify(_test.Folder, null).Findings.Select(finding => finding.Code);

    private async Task MakeYearsAsync(params LedgerEntry[] last)
    {
        _test.Settings = _test.Settings with { SegmentBytes = 1024 * 1024 };
        _test.Clock.Now = Then;
        await using (var ledger = _test.Open())
        {
            var transfer = Guid.CreateVersion7();
            ledger.Enqueue(_test.Release(transfer));
            ledger.Enqueue(_test.Outcome(transfer));
            for (var i = 0; i < Entries; i++)
            {
                _test.Clock.Now += TimeSpan.FromMinutes(1);
                ledger.Enqueue(_test.Tick());
            }

            foreach (var entry in last)
            {
                await ledger.AppendAsync(LedgerRecord.Of(entry, TestLedger.Context, _test.Clock), TestContext.Current.CancellationToken);
            }
        }

        _test.Clock.Now = Then.AddYears(4);
        await VerifyTests.MakeAsync(_test, 20);
    }

    private void MakeArchive()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var signer = new CertificateRequest("CN=signer", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(Then, Then.AddYears(20));
        Directory.CreateDirectory(Archive);
        var manifest = ArchiveFolder.Make(_test.Folder, Shard, Archive, _test.Clock.Now, TestContext.Current.CancellationToken);
        ArchiveFolder.Seal(Archive, CadesSignature.Sign(signer, manifest, _test.Clock.Now));
    }

    private async Task PruneAsync(long minimum, LedgerDisk? disk = null)
    {
        var approval = new OfficersApproval(
            Sha256Digest.Of("request"u8), [new(Officer("li-wei"), Sha256Digest.Of("a"u8)), new(Officer("wang-fang"), Sha256Digest.Of("b"u8))]);
        await using var ledger = _test.Open();
        var entry = new PruneEntry(Shard.Head.Origin, minimum, Then.AddYears(1), Sha256Digest.Of("manifest"u8), approval);
        await ledger.AppendAsync(LedgerRecord.Of(entry, TestLedger.Context, _test.Clock), TestContext.Current.CancellationToken);
        await ledger.PublishAsync(TestContext.Current.CancellationToken);
        new ShardPruning(_test.Settings, disk ?? new TestDisk()).Remove(Shard.Folder, Shard.Head.Size, minimum);
    }

    private static OfficerId Officer(string name) => OfficerId.TryParse(name, out var id) ? id : throw new ArgumentException(name);

    private static void Flip(string file)
    {
        var bytes = File.ReadAllBytes(file);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(file, bytes);
    }

    private static void Replace(string file, string old, string with)
    {
        var text = File.ReadAllText(file);
        Assert.Contains(old, text, StringComparison.Ordinal);
        File.WriteAllText(file, text.Replace(old, with, StringComparison.Ordinal));
    }
}
