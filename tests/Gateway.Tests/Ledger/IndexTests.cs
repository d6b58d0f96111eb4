using Gateway.Ledger;
using Gateway.Ledger.Entries;
using Gateway.Ledger.Index;
using Gateway.Ledger.Inspection;
using Gateway.Policies;
using Gateway.Policies.Routes;
using Microsoft.Extensions.Logging;

namespace Gateway.Tests.Ledger;

/// <summary>The derived index: what the ledger says, found quickly; thrown away and made again whenever it does not fit.</summary>
public sealed class IndexTests : IDisposable
{
    private readonly TestLedger _test = new();

    public void Dispose() => _test.Dispose();

    [Fact]
    public async Task The_index_finds_what_going_through_the_whole_ledger_finds()
    {
        await FillAsync(_test.Open(), 900);
        using var index = Build();
        var all = Entries();

        Assert.Equal(all, index.Find(new IndexWindow(), _ => true, int.MaxValue));
        foreach (var party in new[] { "bank-gz", "bank-hk", "nobody" })
        {
            Assert.Equal(
                all.Where(entry => entry.Facet.Parties.Contains(party)),
                index.Find(new IndexWindow(), facet => facet.Parties.Contains(party), int.MaxValue));
        }

        var (third, last) = (all[all.Count / 3], all[^5]);
        Assert.Equal(
            all.Where(entry => entry.Cursor > third.Cursor && entry.Cursor < last.Cursor).Take(17),
            index.Find(new IndexWindow(third.Cursor, last.Cursor), _ => true, 17));
        Assert.Equal(
            all.Where(entry => entry.Time >= third.Time && entry.Time < last.Time),
            index.Find(new IndexWindow(Since: third.Time, Until: last.Time), _ => true, int.MaxValue));
        Assert.Equal(all.Where(entry => entry.Transfer == third.Transfer), index.Of(third.Transfer!.Value));
        var sums = index.Sum(new IndexWindow(), facet => facet.IsDecision);
        var decisions = all.Where(entry => entry.Facet.IsDecision).ToList();
        Assert.Equal(decisions.Count, sums.Sum(sum => sum.Entries));
        Assert.Equal(decisions.Sum(entry => entry.Records), sums.Sum(sum => sum.Records));
        Assert.Equal(decisions.Sum(entry => entry.Decisions), sums.Sum(sum => sum.Decisions));
        Assert.Equal(
            decisions.Select(entry => entry.Transfer).OfType<Guid>().Distinct().Count(),
            index.Transfers(new IndexWindow(), facet => facet.IsDecision));
    }

    [Fact]
    public async Task An_index_that_stopped_early_goes_on_where_it_ended_and_over_new_year()
    {
        var ledger = _test.Open();
        await FillAsync(ledger, 300, close: false);
        await ledger.PublishAsync(CancellationToken.None);
        using (var index = Build())
        {
            Assert.Equal(_test.Clock.Now.Year, new IndexBuilding(_test.Folder, index).End().Year);
        }

        _test.Clock.Now = _test.Clock.Now.AddMonths(3);
        await FillAsync(ledger, 40);

        using var again = Build();
        Assert.Equal([2026, 2027], again.Heads().Select(head => head.Year));
        Assert.Equal(Entries(), again.Find(new IndexWindow(), _ => true, int.MaxValue));
        Assert.Null(new IndexBuilding(_test.Folder, again).WhyForeign());
    }

    [Fact]
    public async Task An_index_of_another_ledger_or_of_other_entries_is_known_as_such()
    {
        await FillAsync(_test.Open(), 40);
        using var other = new TestLedger();
        await FillAsync(other, other.Open(), 60);
        using (var index = Build())
        {
            Assert.Null(new IndexBuilding(_test.Folder, index).WhyForeign());
            Assert.NotNull(new IndexBuilding(other.Folder, index).WhyForeign());
        }

        using (var longer = Build(other.Folder))
        {
            Assert.Contains("further", new IndexBuilding(_test.Folder, longer).WhyForeign(), StringComparison.Ordinal);
        }

        using var renamed = new TestLedger();
        renamed.Settings = renamed.Settings with { Origin = "other.example" };
        await FillAsync(renamed, renamed.Open(), 40);
        using var own = Build(renamed.Folder);
        Assert.Contains("another ledger", new IndexBuilding(_test.Folder, own).WhyForeign(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("deleted")]
    [InlineData("cut")]
    [InlineData("overwritten")]
    [InlineData("foreign")]
    [InlineData("longer")]
    [InlineData("older")]
    public async Task An_index_that_is_damaged_is_thrown_away_and_made_again(string damage)
    {
        await FillAsync(_test.Open(), 400);
        IReadOnlyList<IndexedEntry> good;
        using (var index = Build())
        {
            good = index.Find(new IndexWindow(), _ => true, int.MaxValue);
        }

        await DamageAsync(Path.Combine(_test.Folder, SqliteIndex.FileName), damage);
        var log = new Said();
        await using var following = new LedgerIndex(_test.Folder, TimeProvider.System, log);
        following.Start();

        var current = await following.CurrentAsync(TimeSpan.FromSeconds(60), CancellationToken.None);

        Assert.Equal(good, current!.Value.Index.Find(new IndexWindow(), _ => true, int.MaxValue));
        Assert.Equal(damage is not ("deleted" or "older"), log.Lines.Any(line => line.Contains("made again", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_ledger_that_proves_nothing_is_not_indexed_and_that_is_said()
    {
        await FillAsync(_test.Open(), 20);
        var bundle = Directory.GetFiles(Path.Combine(_test.Folder, "2026", "tile", "entries"), "*", SearchOption.AllDirectories).Single();
        var bytes = File.ReadAllBytes(bundle);
        bytes[^10] ^= 1;
        File.WriteAllBytes(bundle, bytes);
        var log = new Said();
        await using var following = new LedgerIndex(_test.Folder, TimeProvider.System, log);
        following.Start();

        for (var i = 0; i < 2400 && log.Lines.Count == 0; i++)
        {
            await Task.Delay(25, TestContext.Current.CancellationToken);
        }

        Assert.Contains(log.Lines, line => line.Contains("stays behind", StringComparison.Ordinal));
        Assert.Null(await following.CurrentAsync(TimeSpan.FromMilliseconds(100), CancellationToken.None));
    }

    [Fact]
    public async Task What_is_published_is_in_the_index_behind_the_publisher()
    {
        var ledger = _test.Open();
        await using var following = new LedgerIndex(_test.Folder, TimeProvider.System, new Said());
        ledger.Vitals.Published += following.Wake;
        following.Start();
        for (var round = 1; round <= 3; round++)
        {
            await FillAsync(ledger, 50, close: false);
            await ledger.PublishAsync(CancellationToken.None);

            var current = await following.CurrentAsync(TimeSpan.FromSeconds(60), CancellationToken.None);

            Assert.Equal(Entries(), current!.Value.Index.Find(new IndexWindow(), _ => true, int.MaxValue));
        }

        await ledger.DisposeAsync();
    }

    [Fact]
    public async Task An_index_that_was_closed_answers_nothing_more()
    {
        await FillAsync(_test.Open(), 20);
        var index = Build();
        index.Dispose();

        Assert.Throws<IndexBrokenException>(() => index.Find(new IndexWindow(), _ => true, 10));
    }

    private SqliteIndex Build() => Build(_test.Folder);

    private static SqliteIndex Build(string folder)
    {
        var index = SqliteIndex.Open(folder);
        new IndexBuilding(folder, index).CatchUp(_ => { }, CancellationToken.None);
        return index;
    }

    private List<IndexedEntry> Entries() =>
    [
        .. new PublishedEntries(_test.Folder).From(LedgerCursor.Start, CancellationToken.None)
            .Select(IndexedEntry.Of)
            .OfType<IndexedEntry>(),
    ];

    private async Task DamageAsync(string file, string damage)
    {
        switch (damage)
        {
            case "deleted":
                File.Delete(file);
                break;
            case "cut":
                using (var open = File.OpenWrite(file))
                {
                    open.SetLength(open.Length / 2);
                }

                break;
            case "overwritten":
                File.WriteAllText(file, "not a database");
                break;
            case "older":
                SqliteIndex.Delete(_test.Folder);
                SqliteIndex.Open(_test.Folder).Dispose();
                break;
            default:
                using (var other = new TestLedger())
                {
                    await FillAsync(other, other.Open(), damage == "longer" ? 900 : 40);
                    Build(other.Folder).Dispose();
                    SqliteIndex.Delete(_test.Folder);
                    File.Copy(Path.Combine(other.Folder, SqliteIndex.FileName), file);
                }

                break;
        }
    }

    private Task FillAsync(TransparencyLedger ledger, int count, bool close = true) =>
        FillAsync(_test, ledger, count, close);

    private static async Task FillAsync(TestLedger test, TransparencyLedger ledger, int count, bool close = true)
    {
        for (var i = 0; i < count; i++)
        {
            test.Clock.Now = test.Clock.Now.AddMilliseconds(250);
            var transfer = Guid.CreateVersion7(test.Clock.Now);
            switch (i % 4)
            {
                case 0:
                    await ledger.AppendAsync(test.Release(transfer, Statement(i)), CancellationToken.None);
                    await ledger.AppendAsync(test.Outcome(transfer), CancellationToken.None);
                    break;
                case 1:
                    await ledger.AppendAsync(Refusal(test, transfer, i), CancellationToken.None);
                    break;
                case 2:
                    await ledger.AppendAsync(test.Tick(), CancellationToken.None);
                    break;
                default:
                    await ledger.AppendAsync(
                        LedgerRecord.Of(
                            new RefusalEntry(null, RefusalCode.CertificateAbsent, null, TurnBackPlace.Nowhere, 7),
                            TestLedger.Context,
                            test.Clock),
                        CancellationToken.None);
                    break;
            }
        }

        if (close)
        {
            await ledger.DisposeAsync();
        }
    }

    private static LedgerRecord Refusal(TestLedger test, Guid transfer, int i)
    {
        Assert.True(RouteId.TryParse("push", out var route));
        var place = new TurnBackPlace(Leg.Request, TestLedger.Party(i % 8 == 1 ? "bank-gz" : "bank-dg"), route, null, null);
        return LedgerRecord.Of(
            new RefusalEntry(transfer, RefusalCode.BodyMedia, false, place, null), TestLedger.Context, test.Clock);
    }

    private static string Statement(int i) =>
        $$"""
        {"direction":"N2S","exporter":{"id":"bank-gz"},"recipient":{"id":"bank-hk"},"route":"push","category":"BK.cdd",
         "purpose":"account-opening","instrument":{"id":"gba-1"},"records":{"in":{{i}},"out":{{i}}},"subjects":{{i % 7}}}
        """;

    private sealed class Said : ILogger
    {
        private readonly Lock _gate = new();
        private readonly List<string> _lines = [];

        internal IReadOnlyList<string> Lines
        {
            get
            {
                lock (_gate)
                {
                    return [.. _lines];
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
                _lines.Add(formatter(state, exception));
            }
        }
    }
}
