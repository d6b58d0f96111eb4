using Gateway.Policies.Catalogue;
using Gateway.Policies.Selectors;
using Gateway.Policies.Transforms;

namespace Gateway.Policies.Comparison;

/// <summary>
/// The field rules of one category in two bundles. Rules are the same where path and condition are; what happens to a
/// value depends on the first that matches, so a rule that goes, comes or moves is judged by those it may share values
/// with.
/// </summary>
internal sealed class FieldChanges
{
    private readonly Category _then;
    private readonly Category _now;
    private readonly List<BundleChange> _changes;
    private readonly Dictionary<string, FieldPath?> _paths = new(StringComparer.Ordinal);

    private FieldChanges(Category then, Category now, List<BundleChange> changes)
    {
        _then = then;
        _now = now;
        _changes = changes;
    }

    internal static void Compare(Category then, Category now, List<BundleChange> changes)
    {
        var comparison = new FieldChanges(then, now, changes);
        comparison.CompareGone();
        comparison.CompareNew();
        comparison.CompareKept();
        comparison.CompareOrder();
    }

    private void CompareGone()
    {
        foreach (var old in _then.Fields.Where(rule => !_now.Fields.Any(other => IsSame(rule, other))))
        {
            // Its values fall to the rules behind it, or to nobody.
            var heirs = Behind(_then.Fields, old)
                .Select(rule => _now.Fields.FirstOrDefault(other => IsSame(rule, other)))
                .Concat(_now.Fields.Where(rule => !_then.Fields.Any(other => IsSame(rule, other))))
                .OfType<FieldRule>()
                .Where(rule => MayShare(rule, old))
                .ToList();
            var isNoMore = heirs.TrueForAll(heir => ShowsNoMore(heir, old));
            var isNothing = heirs.Count == 0 && old.Action is FieldAction.Drop && _now.Unlisted == UnlistedRule.Drop;
            Add(
                isNothing ? ChangeEffect.Other : isNoMore ? ChangeEffect.Narrower : ChangeEffect.Wider,
                ChangeKind.Removed, old, null);
        }
    }

    private void CompareNew()
    {
        foreach (var rule in _now.Fields.Where(rule => !_then.Fields.Any(other => IsSame(rule, other))))
        {
            // A message with a member that nobody listed was refused; one whose member is dropped crosses.
            var wasRefused = _then.Unlisted == UnlistedRule.Refuse && !_then.Fields.Any(old => MayShare(rule, old));
            Add(
                rule.Action is FieldAction.Drop && !wasRefused ? ChangeEffect.Narrower : ChangeEffect.Wider,
                ChangeKind.Added, null, rule);
        }
    }

    private void CompareKept()
    {
        foreach (var rule in _now.Fields)
        {
            if (_then.Fields.FirstOrDefault(other => IsSame(rule, other)) is not { } old)
            {
                continue;
            }

            if (ActionText.Of(rule) != ActionText.Of(old))
            {
                Add(EffectOf(rule, old), ChangeKind.Changed, old, rule);
            }
        }
    }

    // Where two rules that may share values changed places, the other one decides now.
    private void CompareOrder()
    {
        var kept = _now.Fields.Where(rule => _then.Fields.Any(other => IsSame(rule, other))).ToList();
        for (var i = 0; i < kept.Count; i++)
        {
            var overtaken = kept.Skip(i + 1).Where(later => IndexIn(_then, later) < IndexIn(_then, kept[i])
                && MayShare(kept[i], later)).ToList();
            if (overtaken.Count > 0)
            {
                var isNoMore = overtaken.TrueForAll(
                    other => ShowsNoMore(kept[i], _then.Fields[IndexIn(_then, other)]));
                Add(isNoMore ? ChangeEffect.Narrower : ChangeEffect.Wider, ChangeKind.Moved, kept[i], kept[i]);
            }
        }
    }

    private ChangeEffect EffectOf(FieldRule now, FieldRule then)
    {
        if (!ShowsNoMore(now, then)
            || (now.Mismatch != then.Mismatch && now.Mismatch != MismatchRule.Refuse)
            || !then.Sensitive.All(now.Sensitive.Contains))
        {
            return ChangeEffect.Wider;
        }

        return ActionStrength.ShowsNoMore(then.Action, now.Action, _then.Screen, _now.Screen)
            && now.Mismatch == then.Mismatch && now.Sensitive.All(then.Sensitive.Contains)
            ? ChangeEffect.Other
            : ChangeEffect.Narrower;
    }

    private bool ShowsNoMore(FieldRule now, FieldRule then) =>
        ActionStrength.ShowsNoMore(now.Action, then.Action, _now.Screen, _then.Screen);

    // Whether some document has a value that both decide, or one inside what the other takes whole. Paths that this
    // build does not read may.
    private bool MayShare(FieldRule one, FieldRule other) =>
        PathOf(one) is not { } path || PathOf(other) is not { } second
        || PathReach.MayMeet(path, second)
        || (_now.Format == BodyFormat.Hl7v2 && IsPart(path, second))
        || (RuleCoverage.TakesWhole(other.Action) && PathReach.MayBeInside(path, second))
        || (RuleCoverage.TakesWhole(one.Action) && PathReach.MayBeInside(second, path));

    // Without separators a field is its own first component: paths of both decide it.
    private static bool IsPart(FieldPath one, FieldPath other) =>
        PathReach.MayBeInside(one, other) || PathReach.MayBeInside(other, one);

    private FieldPath? PathOf(FieldRule rule)
    {
        if (!_paths.TryGetValue(rule.Path, out var path))
        {
            path = BodyForm.Of(_now) is { } form && form.TryParse(rule.Path, out var parsed, out _) ? parsed : null;
            _paths[rule.Path] = path;
        }

        return path;
    }

    private static bool IsSame(FieldRule one, FieldRule other) => one.Path == other.Path
        && one.Where.Count == other.Where.Count
        && one.Where.All(pair => other.Where.TryGetValue(pair.Key, out var value) && value == pair.Value);

    private static int IndexIn(Category category, FieldRule rule)
    {
        for (var i = 0; i < category.Fields.Count; i++)
        {
            if (IsSame(category.Fields[i], rule))
            {
                return i;
            }
        }

        return -1;
    }

    private static IEnumerable<FieldRule> Behind(IReadOnlyList<FieldRule> rules, FieldRule rule) =>
        rules.SkipWhile(other => !ReferenceEquals(other, rule)).Skip(1);

    private void Add(ChangeEffect effect, ChangeKind kind, FieldRule? then, FieldRule? now) => _changes.Add(
        new BundleChange(
            effect,
            ChangedThing.Field,
            kind,
            _now.Id.ToString(),
            (now ?? then)!.Path,
            then is null ? null : ActionText.Of(then),
            now is null ? null : ActionText.Of(now),
            (now ?? then)!.Mark));
}
