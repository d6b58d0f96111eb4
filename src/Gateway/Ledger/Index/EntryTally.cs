using System.Globalization;

namespace Gateway.Ledger.Index;

//
//  What entries add up to, kept beside their rows so that nobody has to go through them
//
//  Sums      by day and facet. Their number does not grow with the log but with the days.
//  Marks     how many transfers have decisions of just these days and facets. Transfers cannot be added up by facet:
//            one with two decisions would count twice. But which of them a reader counts is asked of facets and days
//            alone; so one row stands for all transfers with the same marks, and each transfer is in just one row.
//

/// <summary>One batch of entries, added up before it goes into the index.</summary>
internal sealed class EntryTally
{
    private readonly Dictionary<(int Day, int Facet), DaySum> _sums = [];
    private readonly Dictionary<Guid, SortedSet<TransferMark>> _marks = [];

    internal IReadOnlyDictionary<(int Day, int Facet), DaySum> Sums => _sums;

    /// <summary>Those of which there are decisions in the batch.</summary>
    internal IReadOnlyCollection<Guid> Transfers => _marks.Keys;

    /// <param name="facet">The number of its facet.</param>
    internal void Add(IndexedEntry entry, int facet)
    {
        var day = DaySpan.DayOf(entry.Time);
        _sums[(day, facet)] = _sums.GetValueOrDefault((day, facet)).With(entry);
        if (entry is { Facet.IsDecision: true, Transfer: { } transfer })
        {
            if (!_marks.TryGetValue(transfer, out var marks))
            {
                _marks[transfer] = marks = [];
            }

            marks.Add(new TransferMark(day, facet));
        }
    }

    /// <summary>By how much the number of transfers with the same marks changes with this batch.</summary>
    /// <param name="before">The marks that its transfers have in the index already; none for a new one.</param>
    internal IReadOnlyDictionary<MarkSet, long> Changes(ILookup<Guid, TransferMark> before)
    {
        var changes = new Dictionary<MarkSet, long>();
        foreach (var (transfer, marks) in _marks)
        {
            if (before.Contains(transfer))
            {
                Change(MarkSet.Of(before[transfer]), -1);
                marks.UnionWith(before[transfer]);
            }

            Change(MarkSet.Of(marks), 1);
        }

        return changes;

        void Change(MarkSet set, long by) => changes[set] = changes.GetValueOrDefault(set) + by;
    }
}

/// <summary>What the entries of one day and facet add up to.</summary>
/// <param name="Counted">Null where none of them says.</param>
internal readonly record struct DaySum(long Entries, long Decisions, long Records, long Subjects, long? Counted)
{
    internal DaySum With(IndexedEntry entry) => new(
        Entries + 1,
        Decisions + entry.Decisions,
        Records + entry.Records,
        Subjects + entry.Subjects,
        Counted is null ? entry.Counted : Counted + (entry.Counted ?? 0));
}

/// <summary>A decision about a transfer was of that day and facet.</summary>
internal readonly record struct TransferMark(int Day, int Facet) : IComparable<TransferMark>
{
    public int CompareTo(TransferMark other) =>
        Day != other.Day ? Day.CompareTo(other.Day) : Facet.CompareTo(other.Facet);
}

/// <summary>All marks of a transfer, as text: "day:facet", in order, with a space between.</summary>
/// <param name="First">The earliest day.</param>
/// <param name="Last">The latest.</param>
internal readonly record struct MarkSet(string Text, int First, int Last)
{
    internal static MarkSet Of(IEnumerable<TransferMark> marks)
    {
        var ordered = marks.Distinct().Order().ToList();
        return new MarkSet(
            string.Join(' ', ordered.Select(mark =>
                string.Create(CultureInfo.InvariantCulture, $"{mark.Day}:{mark.Facet}"))),
            ordered[0].Day,
            ordered[^1].Day);
    }

    /// <summary>Whether a wanted decision of these days is among them.</summary>
    /// <exception cref="IndexBrokenException">It is not what <see cref="Of"/> writes.</exception>
    internal static bool IsAny(ReadOnlySpan<char> text, DaySpan days, IReadOnlyDictionary<int, IndexFacet> wanted)
    {
        foreach (var part in text.Split(' '))
        {
            var mark = text[part];
            var colon = mark.IndexOf(':');
            if (colon < 0
                || !int.TryParse(mark[..colon], NumberStyles.None, CultureInfo.InvariantCulture, out var day)
                || !int.TryParse(mark[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var facet))
            {
                throw new IndexBrokenException("it counts transfers of no day");
            }

            if (days.Holds(day) && wanted.ContainsKey(facet))
            {
                return true;
            }
        }

        return false;
    }
}
