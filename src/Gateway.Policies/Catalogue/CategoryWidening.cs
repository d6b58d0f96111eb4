using Gateway.Policies.Bundle;

namespace Gateway.Policies.Catalogue;

/// <summary>
/// A category that an instrument pins may not be widened under the same version: the instrument was made for
/// what the rules let through then (FORMATS.md 1, "pinned"). What cannot be shown to let through no more is
/// taken to let through more.
/// </summary>
public static class CategoryWidening
{
    private const string Code = "category.widened";

    /// <summary>Every widening of a pinned category, at its place in the candidate.</summary>
    public static IReadOnlyList<Fault> Check(PolicyBundle running, PolicyBundle candidate)
    {
        ArgumentNullException.ThrowIfNull(running);
        ArgumentNullException.ThrowIfNull(candidate);
        var faults = new FaultList();
        foreach (var pin in candidate.Instruments.SelectMany(instrument => instrument.Categories).Distinct())
        {
            if (running.Categories.TryGetValue(pin.Id, out var then)
                && candidate.Categories.TryGetValue(pin.Id, out var now)
                && then.Version == pin.Version
                && now.Version == pin.Version)
            {
                Compare(now, then, new Place(now, candidate.Marks, faults));
            }
        }

        return faults.InOrder();
    }

    private static void Compare(Category now, Category then, Place place)
    {
        foreach (var aspect in CategoryAspect.All)
        {
            place.Demand(aspect.IsNoLaxer(now, then), aspect.Member, aspect.Laxer);
        }

        CompareRules(now, then, place);
    }

    // The first matching rule decides, so rules are held against each other in order: the same path and
    // condition at the same place. A rule may go only from the end, where nothing after it can take its values.
    private static void CompareRules(Category now, Category then, Place place)
    {
        for (var i = 0; i < now.Fields.Count; i++)
        {
            var rule = now.Fields[i];
            if (i >= then.Fields.Count || !IsSameAddress(rule, then.Fields[i]))
            {
                place.DemandRule(rule, "a rule that is new, moved, or stands where another was");
                return;
            }

            CompareRule(rule, then.Fields[i], now, then, place);
        }
    }

    private static void CompareRule(FieldRule rule, FieldRule old, Category now, Category then, Place place)
    {
        if (!ActionStrength.ShowsNoMore(rule.Action, old.Action, now.Screen, then.Screen))
        {
            var change = $"'{rule.Action.Name}', which is not shown to be as strict as '{old.Action.Name}' was";
            place.DemandRule(rule, change);
        }

        if (rule.Mismatch != old.Mismatch && rule.Mismatch != MismatchRule.Refuse)
        {
            place.DemandRule(rule, "a laxer 'mismatch'");
        }

        if (!old.Sensitive.All(rule.Sensitive.Contains))
        {
            place.DemandRule(rule, "fewer sensitive classes");
        }
    }

    private static bool IsSameAddress(FieldRule x, FieldRule y) => x.Path == y.Path && IsSame(x.Where, y.Where);

    private static bool IsSame(IReadOnlyDictionary<string, string> x, IReadOnlyDictionary<string, string> y) =>
        x.Count == y.Count && x.All(pair => y.TryGetValue(pair.Key, out var value) && value == pair.Value);

    /// <summary>Where the faults of one category go.</summary>
    private sealed class Place(Category category, BundleMarks marks, FaultList faults)
    {
        internal void Demand(bool holds, string member, string change)
        {
            if (!holds)
            {
                Add(marks.Of(category.Mark, member), change);
            }
        }

        internal void DemandRule(FieldRule rule, string change) => Add(rule.Mark, change);

        private void Add(Mark mark, string change)
        {
            var pin = $"'{category.Id}@{category.Version}'";
            faults.Add(mark, Code, $"{pin} is pinned and would be widened by {change}: give it a new version");
        }
    }
}
