using System.Globalization;
using System.Text.Json;
using Gateway.Audit.Taps;
using Gateway.Ledger;
using Gateway.Ledger.Inspection;
using Gateway.Policies.Parties;
using Gateway.Settings;
using Gateway.Telemetry;
using Gateway.Tests.Ledger;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Tests.Taps;

/// <summary>Every published entry, at least once, in order, from a durable cursor; whatever dies meanwhile.</summary>
public sealed class TapTests : IDisposable
{
    private const int Entries = 300;

    private readonly TestLedger _test = new();
    private readonly Instruments _instruments = new();

    public void Dispose()
    {
        _instruments.Dispose();
        _test.Dispose();
    }

    [Fact]
    public async Task Every_entry_goes_out_in_order_over_new_year_too_and_the_cursor_follows()
    {
        await VerifyTests.MakeAsync(_test, Entries);
        _test.Clock.Now = _test.Clock.Now.AddYears(1);
        await VerifyTests.MakeAsync(_test, 10);
        var expected = Published();
        var receiver = new FakeReceiver();
        await using (var tap = Begin(receiver))
        {
            await EventuallyAsync(() => CursorOf() == expected[^1]);

            // What is watched is told when the cursor is on disk.
            await EventuallyAsync(() => tap.Watch.LagEntries == 0);
            Assert.Null(tap.Watch.View.Fault);
        }

        Assert.Equal(expected, receiver.Taken);
    }

    [Fact]
    public async Task After_a_restart_the_last_delivery_goes_out_again_and_nothing_is_skipped()
    {
        await VerifyTests.MakeAsync(_test, Entries);
        var first = new FakeReceiver();
        await using (Begin(first))
        {
            await EventuallyAsync(() => CursorOf() == Published()[^1]);
        }

        await VerifyTests.MakeAsync(_test, 20);
        var second = new FakeReceiver();
        await using (Begin(second))
        {
            await EventuallyAsync(() => CursorOf() == Published()[^1]);
        }

        // One delivery had them all; what is new comes behind.
        Assert.Equal(Published(), second.Taken);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    public async Task A_delivery_that_ends_before_it_settles_moves_no_cursor_and_goes_out_again(int at)
    {
        await VerifyTests.MakeAsync(_test, Entries);
        var receiver = new FakeReceiver { FailsOnceAt = at };
        await using var tap = Begin(receiver);
        await EventuallyAsync(() => tap.Watch.View.Fault == TapException.Broken);
        Assert.Null(CursorOf());
        await EventuallyAsync(() => CursorOf() == Published()[^1]);

        Assert.Equal(at - 1, receiver.Lost);
        Assert.Equal(Published(), receiver.Taken);
        await EventuallyAsync(() => tap.Watch.View.Fault is null);
    }

    [Fact]
    public async Task A_cursor_that_cannot_be_read_holds_the_tap_and_nothing_is_guessed()
    {
        await VerifyTests.MakeAsync(_test, 10);
        Directory.CreateDirectory(Path.GetDirectoryName(CursorFile)!);
        await File.WriteAllTextAsync(CursorFile, "{\"v\":1,\"next\":\"2026:4\"}", TestContext.Current.CancellationToken);
        var receiver = new FakeReceiver();
        await using var tap = Begin(receiver);
        await EventuallyAsync(() => tap.Watch.View.Fault == TapException.Cursor);

        Assert.Empty(receiver.Taken);
    }

    [Fact]
    public async Task A_ledger_that_is_not_the_one_the_cursor_speaks_of_holds_the_tap()
    {
        await VerifyTests.MakeAsync(_test, 10);
        await using (Begin(new FakeReceiver()))
        {
            await EventuallyAsync(() => CursorOf() == Published()[^1]);
        }

        // The same origin, another history.
        Directory.Delete(_test.Folder, recursive: true);
        File.Delete(_test.Settings.AnchorFile!);
        await VerifyTests.MakeAsync(_test, 40);
        var receiver = new FakeReceiver();
        await using var tap = Begin(receiver);
        await EventuallyAsync(() => tap.Watch.View.Fault == TapException.Cursor);

        Assert.Empty(receiver.Taken);
    }

    [Fact]
    public async Task A_ledger_of_a_new_origin_is_read_from_its_beginning()
    {
        await VerifyTests.MakeAsync(_test, 10);
        await using (Begin(new FakeReceiver()))
        {
            await EventuallyAsync(() => CursorOf() == Published()[^1]);
        }

        var receiver = new FakeReceiver();
        await using (Begin(receiver, origin: "next.example"))
        {
            await EventuallyAsync(() => receiver.Taken.Count == Published().Count);
        }

        Assert.Equal(Published(), receiver.Taken);
    }

    [Fact]
    public async Task A_ledger_that_does_not_hold_stops_the_tap_before_what_does_not()
    {
        await VerifyTests.MakeAsync(_test, Entries);
        var bundle = Path.Combine(_test.Folder, "2026/tile/entries/001.p/46");
        var bytes = await File.ReadAllBytesAsync(bundle, TestContext.Current.CancellationToken);
        bytes[9] ^= 1;
        await File.WriteAllBytesAsync(bundle, bytes, TestContext.Current.CancellationToken);
        var receiver = new FakeReceiver();
        await using var tap = Begin(receiver);
        await EventuallyAsync(() => tap.Watch.View.Fault == TapException.Ledger);

        Assert.Empty(receiver.Taken);
    }

    [Fact]
    public async Task Whichever_call_to_the_disk_fails_before_or_after_it_took_effect_no_line_is_missing()
    {
        await VerifyTests.MakeAsync(_test, Entries);
        for (var (call, came) = (1, true); came; call++)
        {
            foreach (var isAfter in new[] { false, true })
            {
                var folder = Path.Combine(_test.Folder, "..", string.Create(CultureInfo.InvariantCulture, $"out-{call}-{isAfter}"));
                came = await FailAtAsync(call, isAfter, folder);
                await using (BeginFile(folder, new PosixDisk()))
                {
                    await EventuallyAsync(() => CursorOf(folder) == Published()[^1]);
                }

                Assert.Equal(Published(), Lines(folder).Distinct());
            }
        }
    }

    [Fact]
    public async Task A_file_that_is_long_enough_gets_the_name_of_its_last_entry_and_every_line_stays()
    {
        await VerifyTests.MakeAsync(_test, Entries);
        var folder = Path.Combine(_test.Folder, "..", "out");
        await using (BeginFile(folder, new PosixDisk(), maxBytes: 1024))
        {
            await EventuallyAsync(() => CursorOf(folder) == Published()[^1]);
        }

        Assert.Equal(["out.jsonl.2026-000000000301"], Directory.GetFiles(folder).Select(Path.GetFileName));
        Assert.Equal(Published(), Lines(folder));
    }

    [Fact]
    public async Task A_volume_without_room_to_spare_is_left_alone()
    {
        await VerifyTests.MakeAsync(_test, 10);
        var folder = Path.Combine(_test.Folder, "..", "out");
        await using var tap = BeginFile(folder, new TestDisk { Free = FileReceiver.LeastFreeBytes - 1 });
        await EventuallyAsync(() => tap.Watch.View.Fault == TapException.Disk);

        Assert.Empty(Directory.GetFiles(folder));
    }

    // One life of a process whose disk dies at that call; false where it never came to it.
    private async Task<bool> FailAtAsync(int call, bool isAfter, string folder)
    {
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, "out.jsonl"), "{\"torn", TestContext.Current.CancellationToken);
        var calls = 0;
        var disk = new TestDisk { FailsAt = (_, _) => ++calls == call, FailsAfter = isAfter };
        await using (BeginFile(folder, disk))
        {
            await EventuallyAsync(() => disk.HasFailed || CursorOf(folder) == Published()[^1]);
        }

        return disk.HasFailed;
    }

    private Tap Begin(ITapReceiver receiver, string origin = "log.example") =>
        Begin(receiver, new TapCursor(State, "siem", new PosixDisk()), origin);

    private Tap BeginFile(string folder, LedgerDisk disk, int maxBytes = 1024 * 1024) => Begin(
        new FileReceiver(new TapFileSettings(Path.Combine(folder, "out.jsonl"), maxBytes), disk),
        new TapCursor(folder + "-state", "siem", disk),
        "log.example");

    private Tap Begin(ITapReceiver receiver, TapCursor cursor, string origin)
    {
        var settings = new TapSettings("siem", Zone.CN, null) { Interval = TimeSpan.FromMilliseconds(20) };
        var scope = new TapScope(Zone.CN, null, Zone.CN, () => throw new InvalidOperationException("no bundle is asked"));
        return new Tap(
            settings,
            new TapParts(_test.Folder, origin, cursor, scope, receiver, TimeProvider.System),
            new TapWatch(settings, _test.Folder, _instruments, NullLogger.Instance));
    }

    private string State => Path.Combine(_test.Folder, "..", "state");

    private string CursorFile => Path.Combine(State, TapCursor.Folder, "siem.json");

    private LedgerCursor? CursorOf(string? folder = null) =>
        new TapCursor(folder is null ? State : folder + "-state", "siem", new PosixDisk()).Read() is { } position
            ? position.Next with { Index = position.Next.Index - 1 }
            : null;

    private List<LedgerCursor> Published() =>
        [.. new PublishedEntries(_test.Folder).From(LedgerCursor.Start, CancellationToken.None).Select(entry => entry.Cursor)];

    private static IEnumerable<LedgerCursor> Lines(string folder) => Directory.GetFiles(folder)
        .OrderBy(file => file.Length).Reverse()
        .SelectMany(File.ReadAllLines)
        .Select(line =>
        {
            using var json = JsonDocument.Parse(line);
            var own = json.RootElement.GetProperty("unmapped");
            var year = own.GetProperty("origin").GetString()![^4..];
            return new LedgerCursor(int.Parse(year, CultureInfo.InvariantCulture), own.GetProperty("index").GetInt64());
        });

    private static async Task EventuallyAsync(Func<bool> look)
    {
        var begin = TimeProvider.System.GetTimestamp();
        while (!look())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(begin) < TimeSpan.FromMinutes(1), "it never happened");
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Keeps what is settled, and forgets what is not.</summary>
    private sealed class FakeReceiver : ITapReceiver
    {
        private int _written;

        internal int? FailsOnceAt { get; set; }

        internal List<LedgerCursor> Taken { get; } = [];

        internal int Lost { get; private set; }

        public Task<ITapDelivery> BeginAsync(CancellationToken cancellationToken) =>
            Task.FromResult<ITapDelivery>(new Delivery(this));

        private sealed class Delivery(FakeReceiver owner) : ITapDelivery
        {
            private readonly List<LedgerCursor> _mine = [];

            public ValueTask WriteAsync(TapEvent tapEvent, CancellationToken cancellationToken)
            {
                if (++owner._written == owner.FailsOnceAt)
                {
                    owner.Lost = _mine.Count;
                    throw new TapException(TapException.Broken);
                }

                _mine.Add(tapEvent.Entry.Cursor);
                return ValueTask.CompletedTask;
            }

            public Task SettleAsync(CancellationToken cancellationToken)
            {
                owner.Taken.AddRange(_mine);
                return Task.CompletedTask;
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
