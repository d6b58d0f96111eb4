using Gateway.Ledger;
using Gateway.Ledger.Entries;
using Gateway.Ledger.Verification;
using Gateway.Policies.Parties;

namespace Gateway.Tests.Ledger;

/// <summary>An annex is gone only after an entry says so, whatever happens on the way.</summary>
public sealed class ErasureTests : IDisposable
{
    private static readonly OfficersApproval Approval = new(
        Sha256Digest.Of("request"u8),
        [new(Officer("li-wei"), Sha256Digest.Of("a"u8)), new(Officer("wang-fang"), Sha256Digest.Of("b"u8))]);

    private readonly TestLedger _test = new();
    private readonly Guid _transfer = Guid.CreateVersion7();

    public void Dispose() => _test.Dispose();

    [Fact]
    public async Task A_crash_before_the_bytes_are_overwritten_leaves_a_sound_ledger_and_the_same_order_finishes_it()
    {
        var record = _test.Release(_transfer);
        await using (var ledger = _test.Open())
        {
            await ledger.AppendAsync(record, TestContext.Current.CancellationToken);
            await ledger.AppendAsync(_test.Outcome(_transfer), TestContext.Current.CancellationToken);
        }

        var digest = Sha256Digest.Of(record.Annex.Span).ToString();
        var disk = new TestDisk();
        disk.FailsAt = (call, path) => call == DiskCall.Write && path.Contains("/side/", StringComparison.Ordinal);
        await using (var ledger = _test.Open())
        {
            await Assert.ThrowsAsync<IOException>(() => EraseAsync(ledger, disk, digest));
        }

        Assert.Contains("erase", Kinds.Of(_test.Folder));
        Assert.False(Annex().IsEmpty);
        Assert.Empty(LedgerVerifier.Verify(_test.Folder, null).Findings);

        await using (var ledger = _test.Open())
        {
            Assert.Equal(1, await EraseAsync(ledger, new TestDisk(), digest));
        }

        Assert.True(Annex().IsEmpty);
        Assert.Empty(LedgerVerifier.Verify(_test.Folder, null).Findings);
    }

    [Fact]
    public async Task An_order_that_names_an_annex_the_ledger_does_not_have_erases_none()
    {
        var record = _test.Release(_transfer);
        await using (var ledger = _test.Open())
        {
            await ledger.AppendAsync(record, TestContext.Current.CancellationToken);
            var digest = Sha256Digest.Of(record.Annex.Span).ToString();
            Assert.Equal(0, await EraseAsync(ledger, new TestDisk(), digest, new string('0', 64)));
        }

        Assert.DoesNotContain("erase", Kinds.Of(_test.Folder));
        Assert.False(Annex().IsEmpty);
    }

    private Task<int> EraseAsync(TransparencyLedger ledger, LedgerDisk disk, params string[] digests) =>
        new AnnexErasure(ledger, _test.Settings, disk).EraseAsync(
            digests,
            entry => LedgerRecord.Of(entry, TestLedger.Context, _test.Clock),
            Approval,
            CancellationToken.None);

    private ReadOnlyMemory<byte> Annex() => AnnexBundle.Read(_test.Settings.SideFolder, 2026, 0).Item(1);

    private static OfficerId Officer(string name) =>
        OfficerId.TryParse(name, out var id) ? id : throw new ArgumentException(name);
}
