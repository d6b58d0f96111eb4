using System.Net;
using System.Security.Cryptography;
using Gateway.Ledger.Verification;
using Gateway.Scenarios.Fakes;
using Gateway.Tests.Ledger;

namespace Gateway.Scenarios;

/// <summary>
/// What the whole daemon does when its disk, its folder or its clock is not what it should be: nothing leaves that is
/// not on record, and what is on record is never lost or told twice.
/// </summary>
public sealed class DurabilityTests
{
    [Fact]
    public async Task A_full_disk_stops_everything_and_a_larger_one_lets_it_go_on()
    {
        await using var boundary = Boundary.Prepare();
        using var disk = SmallDisk.Mount(boundary.Ledger, mebibytes: 24, out var reason);
        Assert.SkipWhen(disk is null, reason);

        await using (var daemon = ChildDaemon.Start(
            boundary.ConfigFile, settings: ("GATEWAY__Ledger__StopGrace", "00:00:04"), enter: disk.Enter))
        {
            // Callers push until the disk is full. What was answered before was answered as usual.
            var (crossed, refused) = await FillAsync(boundary, await daemon.NorthAsync());
            Assert.True(crossed > 50, $"only {crossed} crossed before the disk was full");
            // 502 is the same code on the response leg: the disk filled between a request and its answer.
            Assert.True(refused.Status is HttpStatusCode.ServiceUnavailable or HttpStatusCode.BadGateway);
            Assert.Equal("ledger.unavailable", refused.Code);

            Assert.Equal(1, await daemon.ExitCodeAsync());
            Assert.Contains("the ledger stopped", daemon.Said, StringComparison.Ordinal);
        }

        EverythingReceivedIsOnRecord(boundary, disk.Folder);

        disk.Grow(mebibytes: 128);
        await using (var daemon = ChildDaemon.Start(boundary.ConfigFile, enter: disk.Enter))
        {
            using var client = boundary.ClientAt(await daemon.NorthAsync(), "bank-gz.client");
            Assert.Equal(HttpStatusCode.OK, (await client.PushAsync()).Status);
            await daemon.TerminateAsync();
        }

        EverythingReceivedIsOnRecord(boundary, disk.Folder);
        Assert.Empty(LedgerVerifier.Verify(disk.Folder, null).Findings);
        var entries = LedgerEntries.Read(disk.Folder);
        var closed = entries.Where(entry => entry.Kind == "outcome").Select(entry => entry.TransferId).ToHashSet();
        Assert.All(
            entries.Where(entry => entry is { Kind: "release", Leg: "request" }),
            entry => Assert.Contains(entry.TransferId, closed));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_flush_that_fails_lets_nothing_leave_and_the_next_start_finds_what_is_there(bool afterItTookEffect)
    {
        var disk = new TestDisk { FailsAfter = afterItTookEffect };
        await using var boundary = Boundary.Prepare();
        boundary.Disk = disk;
        await boundary.StartAsync();
        Assert.Equal(HttpStatusCode.OK, (await boundary.North().PushAsync()).Status);
        boundary.BankHk.Received.Clear();

        disk.FailsAt = (call, path) => call == DiskCall.Flush && path.Contains("/wal/", StringComparison.Ordinal);
        var refused = await boundary.North().PushAsync();
        var next = await boundary.North().PushAsync();

        Assert.All([refused, next], answer => Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.Status));
        Assert.All([refused, next], answer => Assert.Equal("ledger.unavailable", answer.Code));
        Assert.Empty(boundary.BankHk.Received);
        await boundary.Daemon.LedgerFailed.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await boundary.ProbeAsync("/readyz")).Status);

        await boundary.StopAsync();
        boundary.Disk = null;
        await boundary.StartAsync();
        Assert.Equal(HttpStatusCode.OK, (await boundary.North().PushAsync()).Status);
        await boundary.StopAsync();
        Assert.Empty(LedgerVerifier.Verify(boundary.Ledger, null).Findings);

        // What was written before the failed flush is there or is not. If it is, the ledger says that it may have left,
        // which is the safe side to err on.
        var entries = boundary.EntriesOf(refused.TransferId);
        Assert.True(entries.Select(entry => entry.Kind).Order().ToArray() is [] or ["outcome", "release"]);
        Assert.All(entries.Where(entry => entry.Kind == "outcome"), entry => Assert.Equal("\"unknown\"", entry.Raw("delivered")));
        Assert.Empty(boundary.EntriesOf(next.TransferId));
    }

    [Fact]
    public async Task A_ledger_that_stopped_is_the_reason_on_every_probe_and_the_next_transfer_is_told_so()
    {
        var disk = new TestDisk();
        await using var boundary = Boundary.Prepare(
            settings: new Dictionary<string, string> { ["Ledger__StopGrace"] = "00:10:00" });
        boundary.Disk = disk;
        await boundary.StartAsync();
        Assert.Equal(HttpStatusCode.OK, (await boundary.North().PushAsync()).Status);
        await boundary.MetricsAsync(page => Says(page, "gateway_ready{reason=\"\"} 1\n", "gateway_ledger_available 1\n"));
        boundary.BankHk.Received.Clear();

        disk.FailsAt = (call, _) => call == DiskCall.Flush;
        await boundary.North().PushAsync();
        await boundary.Daemon.LedgerFailed.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        var ready = await boundary.ProbeAsync("/readyz");
        var healthy = await boundary.ProbeAsync("/healthz");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "ledger\n"), (ready.Status, ready.Text));
        Assert.Equal((HttpStatusCode.OK, "ok\n"), (healthy.Status, healthy.Text));
        await boundary.MetricsAsync(page => Says(page, "gateway_ready{reason=\"ledger\"} 0\n", "gateway_ledger_available 0\n"));
        var next = await boundary.North().PushAsync();
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "ledger.unavailable"), (next.Status, next.Code));
        Assert.Empty(boundary.BankHk.Received);
        await boundary.MetricsAsync(page => Says(page, "code=\"ledger.unavailable\"} 2\n"));
    }

    [Fact]
    public async Task A_second_daemon_on_the_same_ledger_says_so_and_ends_and_the_first_goes_on()
    {
        await using var boundary = Boundary.Prepare();
        await using var first = ChildDaemon.Start(boundary.ConfigFile);
        using var client = boundary.ClientAt(await first.NorthAsync(), "bank-gz.client");
        Assert.Equal(HttpStatusCode.OK, (await client.PushAsync()).Status);

        await using var second = ChildDaemon.Start(boundary.ConfigFile);

        Assert.Equal(1, await second.ExitCodeAsync());
        Assert.Contains("another process holds", second.Said, StringComparison.Ordinal);
        Assert.Contains("a ledger has one daemon", second.Said, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await client.PushAsync()).Status);
    }

    [Fact]
    public async Task An_old_copy_of_the_ledger_is_not_continued()
    {
        await using var boundary = await Boundary.OpenAsync();
        await boundary.North().PushAsync();
        await boundary.StopAsync();
        var backup = Path.Combine(boundary.Folder, "backup");
        DevAssets.CopyFolder(boundary.Ledger, backup);
        await boundary.StartAsync();
        await boundary.North().PushAsync();
        await boundary.StopAsync();

        Directory.Delete(boundary.Ledger, recursive: true);
        DevAssets.CopyFolder(backup, boundary.Ledger);
        var before = Contents(boundary.Ledger);
        await using var daemon = ChildDaemon.Start(boundary.ConfigFile);

        Assert.Equal(1, await daemon.ExitCodeAsync());
        Assert.Contains("an old copy was restored", daemon.Said, StringComparison.Ordinal);
        Assert.Contains("bring back the newest copy, never append to this one", daemon.Said, StringComparison.Ordinal);
        Assert.Equal(before, Contents(boundary.Ledger));
    }

    [Fact]
    public async Task A_clock_set_back_over_a_restart_stops_egress_until_it_has_caught_up()
    {
        var clock = new MovedClock();
        await using var boundary = await Boundary.OpenAsync(time: clock);
        Assert.Equal(HttpStatusCode.OK, (await boundary.North().PushAsync()).Status);
        await boundary.StopAsync();
        boundary.BankHk.Received.Clear();

        clock.Shift = TimeSpan.FromMinutes(-10);
        await boundary.StartAsync();
        var answer = await boundary.North().PushAsync();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.Status);
        Assert.Equal("stopped", answer.Code);
        Assert.Contains("clock", (await boundary.ProbeAsync("/readyz")).Text, StringComparison.Ordinal);
        Assert.Empty(boundary.BankHk.Received);

        clock.Shift = TimeSpan.Zero;
        Assert.Equal(HttpStatusCode.OK, (await boundary.North().PushAsync()).Status);
        await boundary.StopAsync();
        Assert.Empty(LedgerVerifier.Verify(boundary.Ledger, null).Findings);
    }

    private static async Task<(int Crossed, CallersAnswer Refused)> FillAsync(Boundary boundary, IPEndPoint north)
    {
        using var client = boundary.ClientAt(north, "bank-gz.client");
        var crossed = 0;
        var calling = Enumerable.Range(0, 4).Select(async _ =>
        {
            while (true)
            {
                var answer = await client.PushAsync();
                if (answer.Status != HttpStatusCode.OK)
                {
                    return answer;
                }

                Interlocked.Increment(ref crossed);
            }
        });
        var refused = await Task.WhenAll(calling);
        Assert.All(refused, answer => Assert.Equal("ledger.unavailable", answer.Code));
        return (crossed, refused[0]);
    }

    private static bool Says(string page, params ReadOnlySpan<string> lines)
    {
        foreach (var line in lines)
        {
            if (!page.Contains(line, StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }

    private static void EverythingReceivedIsOnRecord(Boundary boundary, string ledger)
    {
        var released = LedgerEntries.Read(ledger)
            .Where(entry => entry is { Kind: "release", Leg: "request" }).Select(entry => entry.TransferId).ToHashSet();
        var received = boundary.BankHk.Received.Select(request => request.Field("Transfer-Id")).ToList();
        Assert.NotEmpty(received);
        Assert.Equal(received.Count, received.Distinct().Count());
        Assert.All(received, id => Assert.Contains(id, released));
    }

    // The lock file names the process that asked last; everything else must be as it was.
    private static Dictionary<string, string> Contents(string folder) => Directory
        .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .Where(file => Path.GetFileName(file) != "LOCK")
        .ToDictionary(file => file, file => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file))));

    private sealed class MovedClock : TimeProvider
    {
        internal TimeSpan Shift { get; set; }

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Shift;
    }
}
