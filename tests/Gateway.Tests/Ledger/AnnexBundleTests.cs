using Gateway.Ledger;
using Gateway.Ledger.Verification;

namespace Gateway.Tests.Ledger;

public sealed class AnnexBundleTests
{
    [Fact]
    public async Task Annexes_go_on_in_the_same_bundle_after_a_restart()
    {
        using var test = new TestLedger();
        await ReleaseAsync(test, 3);
        var before = await File.ReadAllBytesAsync(Bundle(test, 0), TestContext.Current.CancellationToken);
        await ReleaseAsync(test, 300);
        var after = await File.ReadAllBytesAsync(Bundle(test, 0), TestContext.Current.CancellationToken);
        Assert.Equal(before, after[..before.Length]);
        Assert.True(File.Exists(Bundle(test, 1)));
        Assert.Empty(LedgerVerifier.Verify(test.Folder, null).Findings);
    }

    [Fact]
    public async Task A_bundle_that_was_cut_short_loses_the_annexes_in_it_and_none_that_come_after()
    {
        using var test = new TestLedger();
        await ReleaseAsync(test, 5);
        var bytes = await File.ReadAllBytesAsync(Bundle(test, 0), TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(Bundle(test, 0), bytes[..(bytes.Length / 2)], TestContext.Current.CancellationToken);
        var lost = LedgerVerifier.Verify(test.Folder, null).Findings.Count;
        Assert.InRange(lost, 1, 4);
        await ReleaseAsync(test, 5);
        var findings = LedgerVerifier.Verify(test.Folder, null).Findings;
        Assert.Equal(lost, findings.Count);
        Assert.All(findings, finding => Assert.Equal("annex.missing", finding.Code));
    }

    [Fact]
    public async Task An_annex_overwritten_with_zeros_is_gone_and_its_neighbours_are_not()
    {
        using var test = new TestLedger();
        await ReleaseAsync(test, 4);
        var bundle = AnnexBundle.Read(test.Settings.SideFolder, 2026, 0);
        var items = Enumerable.Range(0, bundle.Count).Where(i => !bundle.Item(i).IsEmpty).ToList();
        Assert.Equal(4, items.Count);
        var bytes = await File.ReadAllBytesAsync(Bundle(test, 0), TestContext.Current.CancellationToken);
        bytes.AsSpan((int)bundle.OffsetOf(items[1]) + AnnexBundle.LengthSize, bundle.Item(items[1]).Length).Clear();
        await File.WriteAllBytesAsync(Bundle(test, 0), bytes, TestContext.Current.CancellationToken);
        var finding = Assert.Single(LedgerVerifier.Verify(test.Folder, null).Findings);
        Assert.Equal(("annex.missing", $"2026:{items[1]}"), (finding.Code, finding.Where));
    }

    [Fact]
    public async Task Something_that_lies_beside_an_entry_without_an_annex_is_found()
    {
        using var test = new TestLedger();
        await ReleaseAsync(test, 1);
        var bytes = await File.ReadAllBytesAsync(Bundle(test, 0), TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(
            Bundle(test, 0), [0, 0, 0, 1, 7, .. bytes.AsSpan(AnnexBundle.LengthSize)], TestContext.Current.CancellationToken);
        Assert.Equal("annex.mismatch", Assert.Single(LedgerVerifier.Verify(test.Folder, null).Findings).Code);
    }

    private static string Bundle(TestLedger test, long index) =>
        AnnexBundle.PathOf(test.Settings.SideFolder, 2026, index);

    private static async Task ReleaseAsync(TestLedger test, int count)
    {
        await using var ledger = test.Open();
        for (var i = 0; i < count; i++)
        {
            var transfer = Guid.CreateVersion7();
            await ledger.AppendAsync(test.Release(transfer), TestContext.Current.CancellationToken);
            ledger.Enqueue(test.Outcome(transfer));
        }
    }
}
