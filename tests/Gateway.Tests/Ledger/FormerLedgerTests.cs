using Gateway.Ledger.Inspection;

namespace Gateway.Tests.Ledger;

/// <summary>What two officers may let a new origin follow.</summary>
public sealed class FormerLedgerTests : IDisposable
{
    private readonly TestLedger _test = new();

    public void Dispose() => _test.Dispose();

    [Fact]
    public async Task A_head_before_the_last_one_is_none_that_a_new_origin_may_follow()
    {
        var before = await AppendAsync();
        var after = await AppendAsync();
        var former = new FormerLedger(_test.Folder);

        Assert.Equal(after, former.Head());
        Assert.True(former.IsHead(after));
        Assert.False(former.IsHead(before));
    }

    [Fact]
    public async Task A_later_head_that_somebody_kept_is_one_that_a_new_origin_may_follow()
    {
        var before = await AppendAsync();
        var after = await AppendAsync();
        await File.WriteAllTextAsync(CheckpointFile, before, TestContext.Current.CancellationToken);

        Assert.True(new FormerLedger(_test.Folder).IsHead(after));
        Assert.True(new FormerLedger(_test.Folder).IsHead(before));
    }

    [Fact]
    public async Task A_head_of_a_year_that_is_over_is_none_that_a_new_origin_may_follow()
    {
        var before = await AppendAsync();
        _test.Clock.Now = _test.Clock.Now.AddYears(1);
        var after = await AppendAsync();

        Assert.True(new FormerLedger(_test.Folder).IsHead(after));
        Assert.False(new FormerLedger(_test.Folder).IsHead(before));
    }

    private string CheckpointFile => Path.Combine(_test.Folder, $"{_test.Clock.Now.Year}", "checkpoint");

    private async Task<string> AppendAsync()
    {
        await using (var ledger = _test.Open())
        {
            await ledger.AppendAsync(_test.Tick(), TestContext.Current.CancellationToken);
        }

        return await File.ReadAllTextAsync(CheckpointFile, TestContext.Current.CancellationToken);
    }
}
