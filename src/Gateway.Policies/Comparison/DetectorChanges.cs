using System.Globalization;
using Gateway.Policies.Bundle;

namespace Gateway.Policies.Comparison;

/// <summary>What is looked for, and from which score on it counts.</summary>
internal static class DetectorChanges
{
    internal static void Compare(PolicyBundle then, PolicyBundle now, List<BundleChange> changes)
    {
        foreach (var (name, old, current) in BundleComparison.Pairs(then.Detectors, now.Detectors, kind => kind.Name))
        {
            var list = new ChangeList(changes, ChangedThing.Detector, name, new Mark("bundle", 0, 0, "detectors"));
            if (old is null || current is null)
            {
                list.Add(
                    old is null ? ChangeEffect.Narrower : ChangeEffect.Wider,
                    old is null ? ChangeKind.Added : ChangeKind.Removed, null, null, null);
                continue;
            }

            list.Ordered("threshold", old.Threshold, current.Threshold, Number);
            if (old.Own is { } before && current.Own is { } after)
            {
                // Whether another pattern or list finds more is not worked out: it may find less.
                list.Text("pattern", before.Pattern?.ToString(), after.Pattern?.ToString(), ChangeEffect.Wider);
                list.Text("list", Spell(before.Words), Spell(after.Words), ChangeEffect.Wider);
                list.Text("context", Spell(before.Context), Spell(after.Context), ChangeEffect.Wider);
                list.Ordered("score", -before.Score, -after.Score, score => Number(-score));
                list.Ordered(
                    "raisesGrade", !before.RaisesGrade, !after.RaisesGrade, isFree => isFree ? "false" : "true");
            }
        }
    }

    private static string Spell(IReadOnlyList<string> words) => string.Join(", ", words);

    private static string Number(double number) => number.ToString(CultureInfo.InvariantCulture);
}
