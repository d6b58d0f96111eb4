using System.Net;
using Gateway.Closing;
using Gateway.Identity;
using Gateway.Ledger;
using Gateway.Policies;
using Gateway.Policies.Parties;
using Gateway.Reading;
using Gateway.State;
using Gateway.Tests.Ledger;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Tests.Hardening;

/// <summary>What one party may take, and what nobody can make the gateway do by asking often.</summary>
public sealed class ShareTests
{
    private static readonly PartyId Bank = TestLedger.Party("bank-gz");

    [Fact]
    public void A_burst_passes_and_then_one_at_a_time_at_the_rate()
    {
        var clock = new Stamps();
        var bucket = new TokenBucket(perSecond: 10, burst: 3, clock);
        for (var i = 0; i < 3; i++)
        {
            Assert.True(bucket.TryTake(out _));
        }

        Assert.False(bucket.TryTake(out var wait));
        Assert.Equal(TimeSpan.FromMilliseconds(100), wait);
        clock.Now += 99;
        Assert.False(bucket.TryTake(out wait));
        Assert.Equal(TimeSpan.FromMilliseconds(1), wait);
        clock.Now += 1;
        Assert.True(bucket.TryTake(out _));
        Assert.False(bucket.TryTake(out _));

        // What was not used is kept, and no more than a burst of it.
        clock.Now += 60_000;
        Assert.Equal(3, Enumerable.Range(0, 10).Count(_ => bucket.TryTake(out var _)));
    }

    [Fact]
    public async Task Many_at_once_take_no_more_than_there_are()
    {
        var bucket = new TokenBucket(perSecond: 1, burst: 100, new Stamps());

        var taken = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ =>
            Task.Run(() => Enumerable.Range(0, 50).Count(_ => bucket.TryTake(out var _)))));

        Assert.Equal(100, taken.Sum());
    }

    [Fact]
    public async Task Large_bodies_come_in_the_order_they_asked_and_leave_a_quarter_to_small_ones()
    {
        var budget = new MemoryBudget(100);
        var first = await budget.ReserveAsync(50, TestContext.Current.CancellationToken);
        var second = budget.ReserveAsync(40, TestContext.Current.CancellationToken);
        var third = budget.ReserveAsync(10, TestContext.Current.CancellationToken);
        budget.Take(40);
        Assert.Throws<MemoryBudgetException>(() => budget.Take(20));
        Assert.Equal((false, false, 90), (second.IsCompleted, third.IsCompleted, budget.Taken));

        budget.Give(40);
        Assert.Equal((false, false), (second.IsCompleted, third.IsCompleted));
        first.Dispose();

        using var admitted = await second;
        using var last = await third;
        Assert.Equal(50, budget.Taken);
    }

    [Fact]
    public async Task Who_gives_up_waiting_holds_nothing_and_keeps_nobody_back()
    {
        var whole = new MemoryBudget(100);
        var (bank, clinic) = (new MemoryBudget(100, whole), new MemoryBudget(100, whole));
        var first = await bank.ReserveAsync(75, TestContext.Current.CancellationToken);
        using var gone = new CancellationTokenSource();
        var impatient = clinic.ReserveAsync(75, gone.Token);
        var patient = bank.ReserveAsync(10, TestContext.Current.CancellationToken);

        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        Assert.Equal((75, 0, 75), (bank.Taken, clinic.Taken, whole.Taken));
        first.Dispose();

        (await patient).Dispose();
        Assert.Equal((0, 0, 0), (bank.Taken, clinic.Taken, whole.Taken));
    }

    [Fact]
    public async Task Who_waited_behind_one_that_gave_up_is_let_in_though_nobody_gives_anything_back()
    {
        var whole = new MemoryBudget(100);
        var (bank, clinic) = (new MemoryBudget(100, whole), new MemoryBudget(100, whole));
        using var first = await bank.ReserveAsync(50, TestContext.Current.CancellationToken);
        using var gone = new CancellationTokenSource();
        var ofTheParty = bank.ReserveAsync(60, gone.Token);
        var ofAll = clinic.ReserveAsync(60, gone.Token);
        var behind = new[] { bank, clinic }
            .Select(share => share.ReserveAsync(10, TestContext.Current.CancellationToken)).ToArray();
        Assert.All(behind, waiting => Assert.False(waiting.IsCompleted));

        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ofTheParty);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ofAll);
        var rooms = await Task.WhenAll(behind)
            .WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        Assert.Equal((60, 10, 70), (bank.Taken, clinic.Taken, whole.Taken));
        Assert.All(rooms, room => room.Dispose());
    }

    [Fact]
    public async Task Beyond_what_it_waited_for_a_body_takes_like_any_other_and_gives_all_of_it_back()
    {
        var budget = new MemoryBudget(100);
        var room = await budget.ReserveAsync(1000, TestContext.Current.CancellationToken);
        Assert.Equal(75, budget.Taken);

        room.Take(60);
        room.Take(30);
        Assert.Equal(90, budget.Taken);
        Assert.Throws<MemoryBudgetException>(() => room.Take(20));
        room.Give(60);
        Assert.Equal(75, budget.Taken);
        room.Cut(40);
        Assert.Equal(40, budget.Taken);
        room.Dispose();
        Assert.Equal(30, budget.Taken);
        room.Give(30);
        Assert.Equal(0, budget.Taken);
    }

    // Whoever waits is let in sooner or later, and never is more taken than there is.
    [Fact]
    public async Task Many_bodies_of_many_sizes_all_get_their_turn()
    {
        var whole = new MemoryBudget(1000);
        var parties = Enumerable.Range(0, 3).Select(_ => new MemoryBudget(600, whole)).ToArray();
        var most = 0L;

        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => Task.Run(async () =>
        {
            var size = 1 + (i * 37 % 700);
            using var room = await parties[i % 3].ReserveAsync(size, TestContext.Current.CancellationToken);
            room.Take(Math.Min(size, 300));
            InterlockedMax(ref most, whole.Taken);
            await Task.Yield();
            room.Give(Math.Min(size, 300));
        })));

        Assert.InRange(most, 1, 1000);
        Assert.All(parties.Append(whole), budget => Assert.Equal(0, budget.Taken));
    }

    private static void InterlockedMax(ref long most, long value)
    {
        long seen;
        while ((seen = Interlocked.Read(ref most)) < value && Interlocked.CompareExchange(ref most, value, seen) != seen)
        {
        }
    }

    [Fact]
    public void One_partys_bodies_leave_room_for_anothers()
    {
        var whole = new MemoryBudget(100);
        var (bank, clinic) = (new MemoryBudget(60, whole), new MemoryBudget(60, whole));

        bank.Take(60);
        Assert.Throws<MemoryBudgetException>(() => bank.Take(1));
        clinic.Take(40);
        Assert.Throws<MemoryBudgetException>(() => clinic.Take(1));
        Assert.Equal((60, 40, 100), (bank.Taken, clinic.Taken, whole.Taken));

        bank.Give(60);
        clinic.Take(20);
        Assert.Equal((0, 60, 60), (bank.Taken, clinic.Taken, whole.Taken));
    }

    [Theory]
    // The same /24 or /56 has one budget, another has its own.
    [InlineData("192.0.2.1", "192.0.2.254", true)]
    [InlineData("192.0.2.1", "192.0.3.1", false)]
    [InlineData("::ffff:192.0.2.1", "192.0.2.7", true)]
    [InlineData("2001:db8:0:1200::1", "2001:db8:0:12ff:ffff::2", true)]
    [InlineData("2001:db8:0:1200::1", "2001:db8:0:1300::1", false)]
    [InlineData("2001:db8::1", "192.0.2.1", false)]
    public void Strangers_of_one_address_prefix_share_ten_entries(string one, string other, bool isOneBudget)
    {
        var strangers = new StrangerBudget(new Stamps());
        for (var i = 0; i < StrangerBudget.EntriesPerMinute; i++)
        {
            Assert.True(strangers.TryTake(RefusalCode.CertificateAbsent, IPAddress.Parse(one)));
        }

        Assert.Equal(!isOneBudget, strangers.TryTake(RefusalCode.CertificateAbsent, IPAddress.Parse(other)));
        Assert.False(strangers.TryTake(RefusalCode.CertificateAbsent, IPAddress.Parse(one)));
    }

    [Fact]
    public void A_party_over_its_limits_is_counted_under_its_name_and_takes_no_strangers_entries()
    {
        var strangers = new StrangerBudget(new Stamps());
        for (var i = 0; i < StrangerBudget.EntriesPerMinute; i++)
        {
            Assert.True(strangers.TryTake(RefusalCode.LimitRate, Bank));
        }

        Assert.False(strangers.TryTake(RefusalCode.LimitRate, Bank));
        Assert.False(strangers.TryTake(RefusalCode.LimitRate, Bank));
        Assert.True(strangers.TryTake(RefusalCode.LimitConcurrency, Bank));
        Assert.True(strangers.TryTake(RefusalCode.LimitRate, TestLedger.Party("clinic-hk")));
        Assert.True(strangers.TryTake(RefusalCode.CertificateAbsent, IPAddress.Loopback));
        Assert.Equal([(RefusalCode.LimitRate, Bank, 2)], strangers.Drain());
        Assert.Empty(strangers.Drain());
    }

    [Fact]
    public async Task The_intake_is_empty_when_the_last_one_left_and_not_before()
    {
        using var intake = new Intake();
        intake.Enter();
        intake.Enter();
        intake.Leave();

        var closing = intake.CloseAsync(TimeSpan.FromMinutes(1), TimeProvider.System, CancellationToken.None);
        Assert.True(intake.IsClosed);
        Assert.False(closing.IsCompleted);

        intake.Leave();
        await closing;
        Assert.False(intake.TimeIsUp.IsCancellationRequested);
    }

    [Fact]
    public async Task What_has_had_its_time_is_told_so()
    {
        using var intake = new Intake();
        intake.Enter();
        var told = new TaskCompletionSource();
        intake.TimeIsUp.Register(told.SetResult);

        var closing = intake.CloseAsync(TimeSpan.Zero, TimeProvider.System, CancellationToken.None);
        await told.Task;
        intake.Leave();
        await closing;
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_disk_that_does_not_answer_stops_the_ledger_and_holds_nobody(bool answersAfterTheClose)
    {
        using var test = new TestLedger();
        test.Settings = test.Settings with { AppendTimeout = TimeSpan.FromMilliseconds(200) };
        using var answers = new ManualResetEventSlim(initialState: true);
        var returned = new TaskCompletionSource();
        var disk = new TestDisk
        {
            FailsAt = (call, _) =>
            {
                if (call == DiskCall.Flush)
                {
                    answers.Wait();
                    returned.TrySetResult();
                }

                return false;
            },
        };
        // By the real clock: the ledger's own timer has to notice.
        var ledger = TransparencyLedger.Open(
            test.Settings, test.Key, TimeProvider.System, disk, NullLogger.Instance);
        await ledger.AppendAsync(test.Tick(), TestContext.Current.CancellationToken);

        answers.Reset();
        returned = new TaskCompletionSource();
        await Assert.ThrowsAsync<LedgerUnavailableException>(() =>
            ledger.AppendAsync(test.Tick(), TestContext.Current.CancellationToken).AsTask());
        await ledger.Failed;
        Assert.False(ledger.IsAvailable);
        await Assert.ThrowsAsync<LedgerUnavailableException>(() =>
            ledger.AppendAsync(test.Tick(), TestContext.Current.CancellationToken).AsTask());

        // It comes back after all: what it wrote is no answer to anybody any more, and its thread ends quietly, also
        // where its files are closed by then: an exception there would end the process, and this run with it.
        if (answersAfterTheClose)
        {
            await ledger.DisposeAsync();
        }

        answers.Set();
        await returned.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        await ledger.DisposeAsync();
        Assert.False(ledger.IsAvailable);
    }

    [Fact]
    public async Task A_disk_that_takes_no_next_segment_does_not_hold_the_stop()
    {
        using var test = new TestLedger();
        test.Settings = test.Settings with { AppendTimeout = TimeSpan.FromMilliseconds(200) };
        using var answers = new ManualResetEventSlim(initialState: true);
        var asked = new TaskCompletionSource();
        var disk = new TestDisk();
        disk.Before = (call, path) =>
        {
            if (!answers.IsSet && call == DiskCall.SetLength && Path.GetFileName(path) == "spare")
            {
                asked.TrySetResult();
                answers.Wait();
            }
        };
        var ledger = TransparencyLedger.Open(
            test.Settings, test.Key, TimeProvider.System, disk, NullLogger.Instance);
        answers.Reset();
        while (!asked.Task.IsCompleted)
        {
            await ledger.AppendAsync(test.Tick(), TestContext.Current.CancellationToken);
        }

        await ledger.DisposeAsync().AsTask()
            .WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

        // It may answer yet, and what it writes then is zeros: nobody else may have that file for a segment by then.
        Assert.True(LedgerLock.IsTaken(test.Folder));
        answers.Set();
    }

    /// <summary>Time stands, a thousand ticks a second, until a test moves it.</summary>
    private sealed class Stamps : TimeProvider
    {
        internal long Now { get; set; } = 1_000_000;

        public override long TimestampFrequency => 1000;

        public override long GetTimestamp() => Now;
    }
}
