using Gateway.Ledger.Entries;
using Gateway.Ledger.Index;
using Gateway.Ledger.Inspection;

namespace Gateway.Tests.Ledger;

/// <summary>Entries as an index takes them, by chance and the same for the same seed.</summary>
internal sealed class SampleEntries(int seed)
{
    private const int DayCount = 9;

    private static readonly DateTimeOffset First = new(2026, 2, 25, 0, 0, 0, TimeSpan.Zero);

    private static readonly EntryKind[] Kinds =
        [EntryKind.Release, EntryKind.Request, EntryKind.Refusal, EntryKind.Outcome];

    private static readonly List<IndexFacet> All =
    [
        .. Kinds.SelectMany(kind => new[] { "bank-gz", "bank-dg" }.Select(exporter => new IndexFacet(
            kind, "request", "N2S", exporter, "bank-hk", null, "BK.cdd", null, null, null, "push"))),
    ];

    // Numerical Recipes' linear congruential generator: the same everywhere.
    private uint _state = (uint)seed;

    internal int Next(int from, int before)
    {
        _state = unchecked((_state * 1664525) + 1013904223);
        return from + (int)((long)(_state >> 8) * (before - from) >> 24);
    }

    internal DaySpan Days()
    {
        var first = Next(0, DayCount);
        return DaySpan.Of(First.AddDays(first), First.AddDays(first + Next(0, DayCount)));
    }

    /// <summary>Some of all that there are, or none.</summary>
    internal HashSet<IndexFacet> Facets() => [.. All.Where(_ => Next(0, 2) == 0)];

    internal List<IndexedEntry> Take(int count)
    {
        var transfers = new List<Guid>();
        var entries = new List<IndexedEntry>();
        for (var i = 0; i < count; i++)
        {
            if (transfers.Count == 0 || Next(0, 3) > 0)
            {
                transfers.Add(Guid.CreateVersion7(First.AddMinutes(i)));
            }

            // Mostly one of the last few.
            var back = Next(0, 20) == 0 ? Next(0, transfers.Count) : Math.Min(Next(0, 3), transfers.Count - 1);
            entries.Add(new IndexedEntry(
                new LedgerCursor(2026, i),
                First.AddDays((double)i * (DayCount - 1) / count).AddSeconds(Next(0, 86_400)),
                Next(0, 15) == 0 ? null : transfers[^(back + 1)],
                All[Next(0, All.Count)],
                Next(1, 4),
                Next(0, 50),
                Next(0, 9),
                Next(0, 3) == 0 ? Next(0, 5) : null));
        }

        return entries;
    }
}
