using System.Globalization;
using Gateway.Audit.Desk;
using Gateway.Ledger;
using Gateway.Ledger.Entries;
using Gateway.Ledger.Index;
using Gateway.Ledger.Inspection;
using Gateway.Policies;
using Gateway.Policies.Routes;
using Microsoft.Extensions.Logging;

namespace Gateway.Tests.Ledger;

/// <summary>
/// The derived index, in whatever database: what the ledger says, found quickly; thrown away and made again whenever it
/// does not fit; and never the reason of a wrong answer.
/// </summary>
public abstract class IndexTests : IDisposable
{
    private readonly TestLedger _test = new();

    /// <summary>Where the index of a ledger with this folder and origin is kept.</summary>
    private protected abstract IIndexPlace PlaceOf(string folder, string origin);

    /// <summary>Runs SQL on the rows of an index, as somebody who may write there does.</summary>
    private protected abstract void Change(string folder, string sql);

    /// <summary>The first column of every table where ledgers share one; else nothing.</summary>
    private protected abstract string First { get; }

    private protected TestLedger Test => _test;

    public void Dispose()
    {
        _test.Dispose();
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
    }

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
        var totals = index.Total(DaySpan.All, facet => facet.IsDecision);
        var sums = totals.Sums;
        var decisions = all.Where(entry => entry.Facet.IsDecision).ToList();
        Assert.Equal(decisions.Count, sums.Sum(sum => sum.Entries));
        Assert.Equal(decisions.Sum(entry => entry.Records), sums.Sum(sum => sum.Records));
        Assert.Equal(decisions.Sum(entry => entry.Decisions), sums.Sum(sum => sum.Decisions));
        Assert.Equal(
            decisions.Select(entry => entry.Transfer).OfType<Guid>().Distinct().Count(),
            totals.Transfers);
        Assert.Equal(new IndexBuilding(_test.Folder, index).End(), totals.End);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Sums_and_transfers_of_any_days_and_facets_are_those_of_the_rows(int seed)
    {
        // Transfers of one to four entries, some of them days apart and in later batches; few facets, and some entries
        // of no transfer: as the ledger has them, and worse.
        var samples = new SampleEntries(seed);
        var all = samples.Take(400);
        Directory.CreateDirectory(_test.Folder);
        using var index = Place.Open();
        for (var taken = 0; taken < all.Count;)
        {
            var batch = all.Skip(taken).Take(samples.Next(1, 60)).ToList();
            index.Append(batch, new IndexHead("log.example/2026", 2026, batch[^1].Cursor.Index + 1, "root"));
            taken += batch.Count;
        }

        for (var round = 0; round < 40; round++)
        {
            var days = round == 0 ? DaySpan.All : samples.Days();
            var wanted = samples.Facets();
            var rows = all.Where(entry => days.Holds(DaySpan.DayOf(entry.Time)) && wanted.Contains(entry.Facet)).ToList();

            var totals = index.Total(days, wanted.Contains);

            Assert.Equal(new LedgerCursor(2026, all[^1].Cursor.Index + 1), totals.End);
            Assert.Equal(
                rows.Where(entry => entry.Facet.IsDecision).Select(entry => entry.Transfer).OfType<Guid>().Distinct().Count(),
                totals.Transfers);
            Assert.Equal(
                rows.GroupBy(entry => entry.Facet).Select(group => new FacetSum(
                    group.Key,
                    group.Count(),
                    group.Sum(entry => entry.Decisions),
                    group.Sum(entry => entry.Records),
                    group.Sum(entry => entry.Subjects),
                    group.Any(entry => entry.Counted is not null) ? group.Sum(entry => entry.Counted ?? 0) : null))
                    .ToHashSet(),
                totals.Sums.ToHashSet());
        }
    }

    [Fact]
    public async Task Sums_that_somebody_made_useless_are_made_again()
    {
        await FillAsync(_test.Open(), 40);
        await using var following = Follow(new Said());
        var desk = new AuditLog(_test.Folder, following);
        Assert.True((await desk.LookAsync(CancellationToken.None)).TryPass(out var view, out _));
        var good = view.Index.Total(DaySpan.All, _ => true);

        Change(_test.Folder, "UPDATE marks SET marks = 'x' || marks");
        desk.Doubt(view, Assert.Throws<IndexBrokenException>(() => view.Index.Total(DaySpan.All, _ => true)));

        await AgainAsync(desk);
        Assert.True((await desk.LookAsync(CancellationToken.None)).TryPass(out view, out _));
        var again = view.Index.Total(DaySpan.All, _ => true);
        Assert.Equal((good.End, good.Transfers), (again.End, again.Transfers));
        Assert.Equal(good.Sums, again.Sums);
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
    public async Task A_place_behind_the_last_entry_of_any_year_or_in_a_year_without_a_log_is_of_another_log()
    {
        var ledger = _test.Open();
        await FillAsync(ledger, 30, close: false);
        _test.Clock.Now = _test.Clock.Now.AddMonths(3);
        await FillAsync(ledger, 20);
        await using var following = Follow(new Said());
        var log = new AuditLog(_test.Folder, following);
        Assert.True((await log.LookAsync(TestContext.Current.CancellationToken)).TryPass(out var view, out _));

        var shards = PublishedShard.All(_test.Folder).ToList();
        Assert.Equal([2026, 2027], shards.Select(shard => shard.Year));
        Assert.All(shards, shard =>
        {
            Assert.False(log.IsBeyond(new LedgerCursor(shard.Year, shard.Head.Size - 1), view));
            Assert.True(log.IsBeyond(new LedgerCursor(shard.Year, shard.Head.Size), view));
        });
        Assert.True(log.IsBeyond(new LedgerCursor(2001, 7), view));
        Assert.True(log.IsBeyond(new LedgerCursor(2030, 0), view));
        Assert.False(log.IsBeyond(LedgerCursor.Start, view));
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
        using var own = Build(renamed.Folder, "other.example");
        Assert.Contains("another ledger", new IndexBuilding(_test.Folder, own).WhyForeign(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("deleted", false)]
    [InlineData("older", false)]
    [InlineData("foreign", true)]
    [InlineData("longer", true)]
    [InlineData("unreadable", true)]
    [InlineData("headless", true)]
    public async Task An_index_that_is_damaged_is_thrown_away_and_made_again(string damage, bool isSaid)
    {
        await FillAsync(_test.Open(), 400);
        IReadOnlyList<IndexedEntry> good;
        using (var index = Build())
        {
            good = index.Find(new IndexWindow(), _ => true, int.MaxValue);
        }

        await DamageAsync(damage);
        var log = new Said();
        await using var following = Follow(log);

        var current = await following.CurrentAsync(TimeSpan.FromSeconds(60), CancellationToken.None);

        Assert.Equal(good, current!.Value.Index.Find(new IndexWindow(), _ => true, int.MaxValue));
        Assert.Equal(isSaid, log.Lines.Any(line => line.Contains("made again", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("UPDATE entry SET time = time + 1 WHERE place = $place")]
    [InlineData("UPDATE entry SET time = 9223372036854775807 WHERE place = $place")]
    [InlineData("UPDATE entry SET facet = (SELECT max(id) + 1 - facet FROM facet) WHERE place = $place")]
    [InlineData("UPDATE entry SET transfer = NULL WHERE place = $place")]
    [InlineData("UPDATE entry SET records = records + 1 WHERE place = $place")]
    [InlineData("UPDATE entry SET place = -1 WHERE place = $place")]
    [InlineData("UPDATE facet SET exporter = 'bank-dg' WHERE exporter = 'bank-gz'")]
    [InlineData("UPDATE facet SET code = 'party.unknown' WHERE code <> ''")]
    [InlineData("UPDATE facet SET kind = 'nothing'")]
    [InlineData("INSERT INTO entry SELECT $first year, 0, time, transfer, facet, decisions, records, subjects, counted FROM entry WHERE place = $place")]
    [InlineData("INSERT INTO entry SELECT $first 1999, place, time, transfer, facet, decisions, records, subjects, counted FROM entry WHERE place = $place")]
    public async Task A_row_that_somebody_changed_or_added_is_not_told_and_the_index_is_made_again(string sql)
    {
        await FillAsync(_test.Open(), 40);
        var log = new Said();
        await using var following = Follow(log);
        var desk = new AuditLog(_test.Folder, following);
        var all = Entries();
        var place = all.Last(entry => entry is { Facet.Kind: EntryKind.Release, Records: > 0 }).Cursor.Index;
        Assert.True((await desk.LookAsync(CancellationToken.None)).TryPass(out var view, out _));
        Assert.Equal(all.Count, desk.Read(Everything(view)).Count);

        Change(_test.Folder, sql
            .Replace("$place", place.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("$first ", First, StringComparison.Ordinal));

        var broken = Assert.Throws<IndexBrokenException>(() => desk.Read(Everything(view)));
        desk.Doubt(view, broken);
        Assert.Equal(all, await AgainAsync(desk));
        Assert.Contains(log.Lines, line => line.Contains("made again", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_row_that_somebody_took_away_hides_its_entry_and_nothing_else_until_the_index_is_made_again()
    {
        await FillAsync(_test.Open(), 40);
        var all = Entries();
        Build().Dispose();

        Change(_test.Folder, $"DELETE FROM entry WHERE place = {all[7].Cursor.Index}");

        await using (var following = Follow(new Said()))
        {
            var desk = new AuditLog(_test.Folder, following);
            Assert.Equal(all.Where(entry => entry != all[7]), await AgainAsync(desk));
        }

        Place.Clear();
        using var made = Build();
        Assert.Equal(all, made.Find(new IndexWindow(), _ => true, int.MaxValue));
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
        await using var following = new LedgerIndex(_test.Folder, Place, TimeProvider.System, log);
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
        await using var following = new LedgerIndex(_test.Folder, Place, TimeProvider.System, new Said());
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

    private protected IIndexPlace Place => PlaceOf(_test.Folder, _test.Settings.Origin);

    private protected IEntryIndex Build() => Build(_test.Folder);

    private protected IEntryIndex Build(string folder, string origin = "log.example")
    {
        var index = PlaceOf(folder, origin).Open();
        new IndexBuilding(folder, index).CatchUp(_ => { }, CancellationToken.None);
        return index;
    }

    private protected LedgerIndex Follow(ILogger log)
    {
        var following = new LedgerIndex(_test.Folder, Place, TimeProvider.System, log);
        following.Start();
        return following;
    }

    private protected List<IndexedEntry> Entries() => Entries(_test.Folder);

    private protected static List<IndexedEntry> Entries(string folder) =>
    [
        .. new PublishedEntries(folder).From(LedgerCursor.Start, CancellationToken.None)
            .Select(IndexedEntry.Of)
            .OfType<IndexedEntry>(),
    ];

    private static IReadOnlyList<IndexedEntry> Everything(AuditView view) =>
        view.Index.Find(new IndexWindow(), _ => true, int.MaxValue);

    // As the desk does it: what is not answered now is asked again, until it is.
    private static async Task<List<IndexedEntry>> AgainAsync(AuditLog desk)
    {
        for (var i = 0; ; i++)
        {
            if ((await desk.LookAsync(CancellationToken.None)).TryPass(out var view, out var behind))
            {
                try
                {
                    return [.. desk.Read(Everything(view)).Select(IndexedEntry.Of).OfType<IndexedEntry>()];
                }
                catch (IndexBrokenException e)
                {
                    desk.Doubt(view, e);
                }
            }

            Assert.True(i < 600, behind?.Detail);
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    // The index of another ledger under this one's name is what a copy put back, or a mix-up, leaves.
    private async Task DamageAsync(string damage)
    {
        switch (damage)
        {
            case "deleted":
                Place.Clear();
                break;
            case "older":
                Place.Clear();
                Place.Open().Dispose();
                break;
            case "unreadable":
                Change(_test.Folder, "UPDATE facet SET kind = 'nothing'");
                break;
            case "headless":
                Change(_test.Folder, "UPDATE head SET root = 'x'");
                break;
            default:
                using (var other = new TestLedger())
                {
                    await FillAsync(other, other.Open(), damage == "longer" ? 900 : 40);
                    Place.Clear();
                    using var index = Place.Open();
                    new IndexBuilding(other.Folder, index).CatchUp(_ => { }, CancellationToken.None);
                }

                break;
        }
    }

    private protected Task FillAsync(TransparencyLedger ledger, int count, bool close = true) =>
        FillAsync(_test, ledger, count, close);

    private protected static async Task FillAsync(TestLedger test, TransparencyLedger ledger, int count, bool close = true)
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

    private protected sealed class Said : ILogger
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
