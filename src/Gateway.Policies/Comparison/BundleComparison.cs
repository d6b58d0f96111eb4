using System.Globalization;
using Gateway.Policies.Bundle;
using Gateway.Policies.Purposes;

namespace Gateway.Policies.Comparison;

/// <summary>
/// What a new bundle widens and narrows. What cannot be shown to let through no more is said to widen: a change that is
/// harmless in fact may be called wider here, never the other way round.
/// </summary>
public static class BundleComparison
{
    /// <summary>Every difference; things in the order of the contract, then by id.</summary>
    public static IReadOnlyList<BundleChange> Compare(PolicyBundle then, PolicyBundle now)
    {
        ArgumentNullException.ThrowIfNull(then);
        ArgumentNullException.ThrowIfNull(now);
        var changes = new List<BundleChange>();
        CompareHeader(then, now, changes);
        PartyChanges.Compare(then, now, changes);
        ComparePurposes(then, now, changes);
        DetectorChanges.Compare(then, now, changes);
        CompareCategories(then, now, changes);
        InstrumentChanges.Compare(then, now, changes);
        RouteChanges.Compare(then, now, changes);
        return changes;
    }

    /// <summary>The two sides of everything that has an id, in ordinal order of the ids.</summary>
    internal static IEnumerable<(string Id, T? Then, T? Now)> Pairs<T>(
        IEnumerable<T> then, IEnumerable<T> now, Func<T, string> idOf)
        where T : class
    {
        var (before, after) = (ById(then, idOf), ById(now, idOf));
        return before.Keys.Union(after.Keys).Order(StringComparer.Ordinal)
            .Select(id => (id, before.GetValueOrDefault(id), after.GetValueOrDefault(id)));
    }

    private static Dictionary<string, T> ById<T>(IEnumerable<T> things, Func<T, string> idOf)
        where T : class => things.DistinctBy(idOf).ToDictionary(idOf, StringComparer.Ordinal);

    private static void CompareHeader(PolicyBundle then, PolicyBundle now, List<BundleChange> changes)
    {
        var list = new ChangeList(changes, ChangedThing.Bundle, now.Name, new Mark("bundle", 0, 0, "bundle"));
        list.Text("name", then.Name, now.Name, ChangeEffect.Other);
        list.Text("version", Number(then.Version), Number(now.Version), ChangeEffect.Other);
        list.Text("issued", Time(then.Issued), Time(now.Issued), ChangeEffect.Other);
        list.Text("expires", Time(then.Expires), Time(now.Expires), ChangeEffect.Other);
        list.Ordered(
            "keepRecords", -then.KeepRecords.Months, -now.KeepRecords.Months, months => $"P{Number(-months)}M");
    }

    private static void ComparePurposes(PolicyBundle then, PolicyBundle now, List<BundleChange> changes)
    {
        foreach (var (id, old, current) in Pairs(then.Purposes.Values, now.Purposes.Values, item => item.Id.ToString()))
        {
            var list = new ChangeList(changes, ChangedThing.Purpose, id, (current ?? old)!.Mark);
            if (old is null || current is null)
            {
                // A purpose lets nothing through by itself: instruments and routes name it.
                list.Add(
                    old is null ? ChangeEffect.Other : ChangeEffect.Narrower,
                    old is null ? ChangeKind.Added : ChangeKind.Removed, null, null, null);
                continue;
            }

            list.Text("basis", old.Basis.Wire(), current.Basis.Wire(), BasisEffect(old.Basis, current.Basis));
            list.Text("notice", Spell(old.Notice), Spell(current.Notice), ChangeEffect.Other);
            list.Text("title", Spell(old.Title), Spell(current.Title), ChangeEffect.Other);
        }
    }

    // Consent is asked for where the basis is consent, and for no other.
    private static ChangeEffect BasisEffect(LawfulBasis then, LawfulBasis now) =>
        then == LawfulBasis.Consent ? ChangeEffect.Wider
        : now == LawfulBasis.Consent ? ChangeEffect.Narrower
        : ChangeEffect.Other;

    private static void CompareCategories(PolicyBundle then, PolicyBundle now, List<BundleChange> changes)
    {
        var pairs = Pairs(then.Categories.Values, now.Categories.Values, category => category.Id.ToString());
        foreach (var (id, old, current) in pairs)
        {
            if (old is not null && current is not null)
            {
                CategoryChanges.Compare(old, current, now.Marks, changes);
                continue;
            }

            // Nor does a category: a route has to carry it.
            new ChangeList(changes, ChangedThing.Category, id, (current ?? old)!.Mark).Add(
                old is null ? ChangeEffect.Other : ChangeEffect.Narrower,
                old is null ? ChangeKind.Added : ChangeKind.Removed, null, null, null);
        }
    }

    /// <summary>All languages of a name, so that a change of one is seen.</summary>
    internal static string Spell(Titles titles) => titles is { ZhHans: null, ZhHant: null }
        ? titles.En
        : $"{titles.En} / {titles.ZhHans ?? "-"} / {titles.ZhHant ?? "-"}";

    private static string? Spell(Notice? notice) => notice is null ? null : $"{notice.Version}, {notice.Url ?? "-"}";

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
