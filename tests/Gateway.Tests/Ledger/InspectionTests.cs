using Gateway.Ledger;
using Gateway.Ledger.Inspection;

namespace Gateway.Tests.Ledger;

/// <summary>Looking into a ledger from outside: one transfer's entries among many, the tail, the whole at a glance.</summary>
public sealed class InspectionTests : IDisposable
{
    private readonly TestLedger _test = new();

    public void Dispose() => _test.Dispose();

    [Fact]
    public async Task The_entries_of_one_transfer_are_found_among_several_bundles_and_proven()
    {
        var transfer = Id();
        var ledger = _test.Open();
        await FillAsync(ledger, 300);
        await ledger.AppendAsync(_test.Release(transfer), CancellationToken.None);
        await FillAsync(ledger, 300);
        await ledger.AppendAsync(_test.Outcome(transfer), CancellationToken.None);
        await ledger.DisposeAsync();

        var found = TransferSearch.Find(_test.Folder, transfer, CancellationToken.None);

        Assert.Equal([301L, 602L], found.Select(entry => entry.Position.Index));
        Assert.All(found, entry => Assert.Equal(("log.example", 2026, Inclusion.Proven), (entry.Position.Origin, entry.Position.Year, entry.Inclusion)));
    }

    [Fact]
    public async Task What_is_on_disk_and_not_published_yet_is_found_and_said_to_be_unproven()
    {
        var transfer = Id();
        await using var ledger = _test.Open(new TestDisk());
        await ledger.PublishAsync(CancellationToken.None);
        await ledger.AppendAsync(_test.Release(transfer), CancellationToken.None);

        var found = Assert.Single(TransferSearch.Find(_test.Folder, transfer, CancellationToken.None));

        Assert.Equal(Inclusion.Unpublished, found.Inclusion);
        await ledger.PublishAsync(CancellationToken.None);
        Assert.Equal(Inclusion.Proven, Assert.Single(TransferSearch.Find(_test.Folder, transfer, CancellationToken.None)).Inclusion);
    }

    [Fact]
    public async Task A_transfer_that_began_after_a_shard_ended_is_not_looked_for_in_it()
    {
        var transfer = Id();
        var ledger = _test.Open();
        await ledger.AppendAsync(_test.Release(transfer), CancellationToken.None);
        await ledger.AppendAsync(_test.Outcome(transfer), CancellationToken.None);
        _test.Clock.Now = _test.Clock.Now.AddYears(1);
        await ledger.AppendAsync(_test.Tick(), CancellationToken.None);
        var later = Id();
        await ledger.AppendAsync(_test.Release(later), CancellationToken.None);
        await ledger.AppendAsync(_test.Outcome(later), CancellationToken.None);
        await ledger.DisposeAsync();

        Assert.Equal([2026, 2026], TransferSearch.Find(_test.Folder, transfer, CancellationToken.None).Select(entry => entry.Position.Year));
        Assert.Equal([2027, 2027], TransferSearch.Find(_test.Folder, later, CancellationToken.None).Select(entry => entry.Position.Year));
    }

    [Fact]
    public void A_folder_that_holds_no_ledger_has_no_entry_and_nobody_holds_it()
    {
        Assert.Empty(TransferSearch.Find(_test.Folder, Guid.NewGuid(), CancellationToken.None));
        Assert.Equal((0L, false, ""), (LedgerGlance.At(_test.Folder).Size, LedgerGlance.At(_test.Folder).IsHeld, LedgerGlance.At(_test.Folder).Origin));
    }

    [Fact]
    public async Task At_a_glance_a_running_ledger_is_held_and_a_stopped_one_ends_with_its_stop()
    {
        var ledger = _test.Open(new PosixDisk());
        await ledger.AppendAsync(_test.Tick(), CancellationToken.None);
        await ledger.PublishAsync(CancellationToken.None);
        var running = LedgerGlance.At(_test.Folder);
        var holder = LedgerLock.HolderOf(_test.Folder);
        await ledger.DisposeAsync();
        var stopped = LedgerGlance.At(_test.Folder);

        Assert.Equal((true, "tick", Environment.ProcessId), (running.IsHeld, running.LastKind, holder));
        Assert.Equal(_test.Clock.Now, running.LastTickAt);
        Assert.Equal((false, "stop", running.Size + 1), (stopped.IsHeld, stopped.LastKind, stopped.Size));
    }

    [Fact]
    public async Task The_tail_comes_newest_first_and_no_further_than_asked()
    {
        var ledger = _test.Open();
        await FillAsync(ledger, 600);
        await ledger.DisposeAsync();

        var tail = LedgerTail.Read(_test.Folder, 2).Select(entry => entry.Position.Index).ToList();

        Assert.Equal(601, tail[0]);
        Assert.Equal(256, tail[^1]);
        Assert.Equal(tail.OrderDescending(), tail);
    }

    private Guid Id() => Guid.CreateVersion7(_test.Clock.Now);

    private async Task FillAsync(TransparencyLedger ledger, int count)
    {
        for (var i = 0; i < count; i++)
        {
            await ledger.AppendAsync(_test.Tick(), CancellationToken.None);
        }
    }
}
