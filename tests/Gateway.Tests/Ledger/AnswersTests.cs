using Gateway.Ledger;
using Gateway.Ledger.Entries;

namespace Gateway.Tests.Ledger;

/// <summary>Who waits for a batch is answered once, with the place of its own record, and by nobody held up.</summary>
public sealed class AnswersTests : IDisposable
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(60);

    private readonly TestLedger _test = new();

    [Fact]
    public async Task Each_learns_the_place_of_its_own_record()
    {
        var pending = Pending(100, i => i % 3 != 0);
        var awaited = pending.Where(append => append.IsAwaited).Select(append => append.Task.AsTask()).ToList();
        new Answers(pending, new LedgerPosition("log.example", 2026, 40)).Queue();
        var places = await Task.WhenAll(awaited).WaitAsync(Long, TestContext.Current.CancellationToken);
        Assert.Equal(
            Enumerable.Range(0, 100).Where(i => i % 3 != 0).Select(i => new LedgerPosition("log.example", 2026, 40 + i)),
            places);
    }

    [Fact]
    public async Task Each_that_is_refused_is_told_why()
    {
        var pending = Pending(3, _ => true);
        var awaited = pending.Select(append => append.Task.AsTask()).ToList();
        new Answers(pending, () => new LedgerUnavailableException("gone")).Queue();
        foreach (var task in awaited)
        {
            var refusal = await Assert.ThrowsAsync<LedgerUnavailableException>(() =>
                task.WaitAsync(Long, TestContext.Current.CancellationToken));
            Assert.Equal("gone", refusal.Message);
        }
    }

    [Fact]
    public async Task Who_takes_long_over_what_follows_holds_up_nobody()
    {
        using var goOn = new ManualResetEventSlim();
        var pending = Pending(16, _ => true);
        var blocked = pending.Take(2).Select(append => append.Task.AsTask().ContinueWith(
            _ => Assert.True(goOn.Wait(Long)),
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default)).ToList();
        var others = pending.Skip(2).Select(append => append.Task.AsTask()).ToList();
        new Answers(pending, new LedgerPosition("log.example", 2026, 0)).Queue();
        await Task.WhenAll(others).WaitAsync(Long, TestContext.Current.CancellationToken);
        Assert.DoesNotContain(blocked, task => task.IsCompleted);
        goOn.Set();
        await Task.WhenAll(blocked).WaitAsync(Long, TestContext.Current.CancellationToken);
    }

    public void Dispose() => _test.Dispose();

    private PendingAppend[] Pending(int count, Func<int, bool> isAwaited) =>
        [.. Enumerable.Range(0, count).Select(i =>
        {
            var record = _test.Tick();
            Assert.True(EntryFacts.TryRead(record.Entry.Span, out var facts));
            return new PendingAppend(record, facts, isAwaited(i));
        })];
}
