using FsCheck;
using FsCheck.Fluent;
using Gateway.Audit.Desk;
using Gateway.Drawing;
using Gateway.Ledger.Entries;
using Gateway.Ledger.Index;
using Gateway.Ledger.Inspection;

namespace Gateway.Tests.Audit;

/// <summary>A sample: anybody can work it out again, and nobody is more likely to be in it than another.</summary>
public sealed class AuditSampleTests
{
    private static readonly IndexFacet Facet =
        new(EntryKind.Release, null, null, null, null, null, null, null, null, null, null);

    [Fact]
    public void A_sample_is_those_of_the_lowest_rank_whatever_came_before() =>
        Prop.ForAll(
            Gen.Zip(Gen.Choose(0, 300), Gen.Choose(1, 40)).ToArbitrary(),
            drawn =>
            {
                var (many, count) = drawn;
                var seed = $"{many}-{count}";
                var entries = Enumerable.Range(0, many).Select(index => Entry(index * 3)).ToList();
                var chosen = AuditSample.Choose(entries, count, Rank, out var population);
                var wanted = entries.OrderBy(entry => Rank(entry.Cursor.Index), StringComparer.Ordinal).Take(count);
                return population == many && chosen.Select(item => item.Entry).SequenceEqual(wanted);

                string Rank(long index) => AuditSample.RankOf("log.example/2026", 1000, seed, index);
            }).Check(Draws.Of(100));

    [Fact]
    public void Every_entry_has_the_same_chance()
    {
        // 4,000 seeds, each takes 5 of 50: 400 times each one, give or take. Six deviations off would be a fault that
        // one run in ten million shows by chance; and the seeds are fixed, so it is the same every time.
        var entries = Enumerable.Range(0, 50).Select(index => Entry(index)).ToList();
        var taken = new int[entries.Count];
        for (var seed = 0; seed < 4000; seed++)
        {
            var name = $"seed-{seed}";
            foreach (var (_, entry) in AuditSample.Choose(
                entries, 5, index => AuditSample.RankOf("log.example/2026", 50, name, index), out _))
            {
                taken[entry.Cursor.Index]++;
            }
        }

        var deviation = Math.Sqrt(4000 * 0.1 * 0.9);
        Assert.All(taken, times => Assert.InRange(times, 400 - (6 * deviation), 400 + (6 * deviation)));
    }

    [Fact]
    public void The_rank_is_what_the_page_says_it_is() =>
        // printf 'gateway-sample/v1\nlog.example/2026\n1000\naudit-1\n41\n' | sha256sum
        Assert.Equal("941fee449b72565de432ef37439b572661d316007facc95f04d92a3c893f11cf", AuditSample.RankOf("log.example/2026", 1000, "audit-1", 41));

    private static IndexedEntry Entry(long index) => new(
        new LedgerCursor(2026, index), DateTimeOffset.UnixEpoch, Guid.Empty, Facet, 1, 0, 0, null);
}
