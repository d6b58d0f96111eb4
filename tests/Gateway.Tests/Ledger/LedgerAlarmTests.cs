using Gateway.Ledger;
using Microsoft.Extensions.Logging;

namespace Gateway.Tests.Ledger;

/// <summary>What the ledger says in the operational log when somebody should look: the alarms of docs/runbook.md.</summary>
public sealed class LedgerAlarmTests
{
    [Fact]
    public async Task A_ledger_without_an_anchor_says_that_an_old_copy_would_not_be_noticed()
    {
        using var test = new TestLedger();
        var anchor = test.Settings.AnchorFile;
        test.Settings = test.Settings with { AnchorFile = null };

        Assert.Contains((8003, LogLevel.Warning), await AlarmsAsync(test));
        using var anchored = new TestLedger();
        Assert.NotNull(anchor);
        Assert.DoesNotContain((8003, LogLevel.Warning), await AlarmsAsync(anchored));
    }

    [Fact]
    public async Task A_clock_behind_the_last_entry_is_said()
    {
        using var test = new TestLedger();
        Assert.Empty(await AlarmsAsync(test));

        test.Clock.Now -= TimeSpan.FromHours(1);

        Assert.Contains((8006, LogLevel.Warning), await AlarmsAsync(test));
    }

    [Fact]
    public async Task What_is_derived_and_gone_is_made_again_and_said()
    {
        using var test = new TestLedger();
        Assert.Empty(await AlarmsAsync(test));
        Assert.Empty(await AlarmsAsync(test));

        File.Delete(Path.Combine(test.Settings.WalFolder, "derived"));

        Assert.Contains((8002, LogLevel.Warning), await AlarmsAsync(test));
    }

    [Fact]
    public async Task An_unfinished_last_write_is_cut_off_and_said()
    {
        using var test = new TestLedger();
        var disk = new TestDisk();
        var ledger = test.Open(disk);
        await ledger.AppendAsync(test.Tick(), TestContext.Current.CancellationToken);
        await TestLedger.KillAsync(ledger, disk);
        Assert.DoesNotContain((8001, LogLevel.Warning), await AlarmsAsync(test));

        ledger = test.Open(disk = new TestDisk());
        await ledger.AppendAsync(test.Tick(), TestContext.Current.CancellationToken);
        await TestLedger.KillAsync(ledger, disk);
        var path = Directory.GetFiles(test.Settings.WalFolder, "*.wal").Max(StringComparer.Ordinal)!;
        var bytes = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        var used = Array.FindLastIndex(bytes, octet => octet != 0) + 1;
        await File.WriteAllBytesAsync(path, bytes[..(used - 20)], TestContext.Current.CancellationToken);

        Assert.Contains((8001, LogLevel.Warning), await AlarmsAsync(test));
    }

    [Fact]
    public async Task A_disk_that_fails_is_said_once_and_nothing_leaves_any_more()
    {
        using var test = new TestLedger();
        var disk = new TestDisk();
        var log = new Events();
        await using (var ledger = TransparencyLedger.Open(test.Settings, test.Key, test.Clock, disk, log))
        {
            disk.FailsAt = (call, _) => call == DiskCall.Flush;
            for (var i = 0; i < 2; i++)
            {
                await Assert.ThrowsAsync<LedgerUnavailableException>(
                    () => ledger.AppendAsync(test.Tick(), TestContext.Current.CancellationToken).AsTask());
            }

            await ledger.Failed;
        }

        Assert.Single(log.Alarms, (8004, LogLevel.Critical));
    }

    // What is said from the opening to a clean end, warnings and worse.
    private static async Task<IReadOnlyList<(int Id, LogLevel Level)>> AlarmsAsync(TestLedger test)
    {
        var log = new Events();
        await using (TransparencyLedger.Open(test.Settings, test.Key, test.Clock, new TestDisk(), log))
        {
        }

        return log.Alarms;
    }

    private sealed class Events : ILogger
    {
        private readonly List<(int Id, LogLevel Level)> _alarms = [];
        private readonly Lock _gate = new();

        internal IReadOnlyList<(int Id, LogLevel Level)> Alarms
        {
            get
            {
                lock (_gate)
                {
                    return [.. _alarms];
                }
            }
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (_gate)
            {
                if (logLevel >= LogLevel.Warning)
                {
                    _alarms.Add((eventId.Id, logLevel));
                }
            }
        }
    }
}
