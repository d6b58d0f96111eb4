using System.Globalization;
using Gateway.Policies.Bundle;
using Gateway.Policies.Catalogue;

namespace Gateway.Policies.Comparison;

/// <summary>One category in two bundles: by the same comparisons that guard a pinned one.</summary>
internal static class CategoryChanges
{
    internal static void Compare(Category then, Category now, BundleMarks marks, List<BundleChange> changes)
    {
        var list = new ChangeList(changes, ChangedThing.Category, now.Id.ToString(), now.Mark);
        list.Text("version", Number(then.Version), Number(now.Version), ChangeEffect.Other);
        list.Text("title", BundleComparison.Spell(then.Title), BundleComparison.Spell(now.Title), ChangeEffect.Other);
        foreach (var aspect in CategoryAspect.All)
        {
            var (before, after) = (aspect.Spell(then), aspect.Spell(now));
            if (before != after)
            {
                var effect = !aspect.IsNoLaxer(now, then) ? ChangeEffect.Wider
                    : aspect.IsNoLaxer(then, now) ? ChangeEffect.Other
                    : ChangeEffect.Narrower;
                list.Add(effect, ChangeKind.Changed, aspect.Member, before, after, marks.Of(now.Mark, aspect.Member));
            }
        }

        FieldChanges.Compare(then, now, changes);
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
