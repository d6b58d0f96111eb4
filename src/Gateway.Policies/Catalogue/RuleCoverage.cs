using Gateway.Policies.Selectors;
using Gateway.Policies.Transforms;

namespace Gateway.Policies.Catalogue;

/// <summary>What is wrong with one field rule beside the others.</summary>
/// <param name="Rule">Index into the category's fields; -1 for the category's records or subject path.</param>
public sealed record RuleFault(int Rule, string Code, string Message)
{
    /// <summary>
    /// True where the rules can still be enforced safely: what is doubtful is replaced, never let out.
    /// </summary>
    public bool IsWarning { get; init; }
}

/// <summary>
/// Lint of a category's rules (FORMATS.md 1, Rules): paths that do not parse, rules that can never decide anything,
/// rules that would reach into what a later rule replaces whole.
/// </summary>
public static class RuleCoverage
{
    // Enough for any set of rules a person wrote; beyond it coverage is not reported rather than guessed.
    private const int MaxPlaces = 50_000;

    /// <summary>Every fault, in file order. A format that this build does not read has none.</summary>
    public static IReadOnlyList<RuleFault> Check(Category category)
    {
        if (BodyForm.Of(category) is not { } form)
        {
            return [];
        }

        var faults = new List<RuleFault>(form.Check(category));
        CheckOwnPaths(category, form, faults);
        var paths = ParseRules(category, form, faults);
        var repeated = CheckRepeats(category, paths, faults);
        CheckCovered(category, form, paths, repeated, faults);
        CheckInside(category, form, paths, faults);
        return [.. faults.OrderBy(fault => fault.Rule)];
    }

    /// <summary>True for actions that take a container whole: what is inside is decided with it.</summary>
    internal static bool TakesWhole(FieldAction action) =>
        action is FieldAction.Drop or FieldAction.Redact or FieldAction.Constant or FieldAction.Encrypt
            or FieldAction.Keep { Deep: true };

    private static void CheckOwnPaths(Category category, BodyForm form, List<RuleFault> faults)
    {
        if (category.Records is { } records && !form.TryParse(records, out _, out var error))
        {
            faults.Add(new RuleFault(-1, "category.records", $"'{records}' in 'records': {error}"));
        }

        foreach (var subject in category.Subjects)
        {
            if (!form.TryParse(subject.Path, out _, out error))
            {
                faults.Add(new RuleFault(-1, "category.subject", $"'{subject.Path}' in 'subject': {error}"));
            }
        }
    }

    private static FieldPath?[] ParseRules(Category category, BodyForm form, List<RuleFault> faults)
    {
        var paths = new FieldPath?[category.Fields.Count];
        for (var i = 0; i < paths.Length; i++)
        {
            var rule = category.Fields[i];
            if (!form.TryParse(rule.Path, out paths[i], out var error))
            {
                faults.Add(new RuleFault(i, "rule.path", $"'{rule.Path}': {error}"));
            }
            else if (rule.Where.Count > 0 && !paths[i]!.EndsInName)
            {
                faults.Add(new RuleFault(
                    i, "rule.where", $"'{rule.Path}' does not end in a name, so it takes no 'where'"));
            }
        }

        return paths;
    }

    private static HashSet<int> CheckRepeats(Category category, FieldPath?[] paths, List<RuleFault> faults)
    {
        var repeated = new HashSet<int>();
        for (var later = 0; later < paths.Length; later++)
        {
            for (var earlier = 0; earlier < later; earlier++)
            {
                if (paths[later] is { } path && paths[earlier] is { } other && path.SameAs(other)
                    && SameWhere(category.Fields[later].Where, category.Fields[earlier].Where))
                {
                    repeated.Add(later);
                    faults.Add(new RuleFault(
                        later, "rule.repeated", $"'{category.Fields[later].Path}' stands twice; remove one of them"));
                    break;
                }
            }
        }

        return repeated;
    }

    private static bool SameWhere(
        IReadOnlyDictionary<string, string> left, IReadOnlyDictionary<string, string> right) =>
        left.Count == right.Count && left.All(pair =>
            right.TryGetValue(pair.Key, out var value) && string.Equals(pair.Value, value, StringComparison.Ordinal));

    private static void CheckCovered(
        Category category, BodyForm form, FieldPath?[] paths, HashSet<int> repeated, List<RuleFault> faults)
    {
        if (FindDeciding(category, form, paths) is not { } deciding)
        {
            return;
        }

        for (var i = 0; i < paths.Length; i++)
        {
            if (paths[i] is not null && !deciding.Contains(i) && !repeated.Contains(i))
            {
                faults.Add(new RuleFault(
                    i, "rule.covered", $"'{category.Fields[i].Path}' decides nothing: earlier rules cover it"));
            }
        }
    }

    // Walks every place the rules can tell apart, with the first rule that has taken a container on the way there,
    // and notes which rules decide a value anywhere. Null: too many places to say.
    private static HashSet<int>? FindDeciding(Category category, BodyForm form, FieldPath?[] paths)
    {
        var rules = category.Fields;
        var root = new PathAutomaton(paths
            .Select((path, i) => path is null
                ? null
                : new TrackedPath(path, PathRole.Rule, i, rules[i].Where.Count > 0))
            .OfType<TrackedPath>()).Root;
        var deciding = new HashSet<int>();
        var seen = new HashSet<(string Place, int Taken)>();
        var open = new Stack<(PathState State, int Taken)>([(root, PathState.None)]);
        while (open.TryPop(out var at))
        {
            if (!seen.Add((string.Join(',', at.State.Items), at.Taken)))
            {
                continue;
            }

            if (seen.Count > MaxPlaces)
            {
                return null;
            }

            var taken = at.Taken;
            foreach (var rule in at.State.Rules.TakeWhile(rule => rule < at.Taken))
            {
                deciding.Add(rule);
                if (rules[rule].Where.Count == 0)
                {
                    // The rest of the rules here never has a turn.
                    taken = TakesWhole(rules[rule].Action) ? rule : taken;
                    break;
                }
            }

            var replaces = taken != at.Taken && IsReplacing(rules[taken].Action);
            foreach (var (next, name) in Below(at.State).Where(below => !below.State.IsDead))
            {
                var isBeside = replaces && name is not null && form.IsBeside(PathStep.Member(name));
                open.Push((next, isBeside ? at.Taken : taken));
            }
        }

        return deciding;
    }

    private static IEnumerable<(PathState State, string? Name)> Below(PathState state)
    {
        for (var slot = 0; slot < state.Names.Count; slot++)
        {
            yield return (state.Named(slot), state.NameAt(slot));
        }

        for (var slot = 0; slot < state.IndexCount; slot++)
        {
            yield return (state.Indexed(slot), null);
        }

        yield return (state.OtherName(), null);
        yield return (state.OtherElement(), null);
    }

    private static bool IsReplacing(FieldAction action) =>
        action is FieldAction.Redact or FieldAction.Constant or FieldAction.Encrypt;

    // What stands beside its container's content is inside of what its container is inside of.
    private static FieldPath ContentOf(FieldPath path, BodyForm form) =>
        path.Steps is [.., { Kind: StepKind.Member } last] && form.IsBeside(last)
            ? new FieldPath([.. path.Steps.SkipLast(1)])
            : path;

    // A path with '..' may also match elsewhere, where its rule has its turn; inside, the later rule takes it whole.
    private static RuleFault Inside(Category category, int earlier, int later, FieldPath inner)
    {
        var message = $"'{category.Fields[earlier].Path}' may be inside '{category.Fields[later].Path}', "
            + $"which a later {category.Fields[later].Action.Name} takes whole";
        return new RuleFault(earlier, "rule.inside", message)
        {
            IsWarning = inner.Steps.Any(step => step.Kind == StepKind.Descendant),
        };
    }

    private static void CheckInside(
        Category category, BodyForm form, FieldPath?[] paths, List<RuleFault> faults)
    {
        for (var later = 0; later < paths.Length; later++)
        {
            if (!IsReplacing(category.Fields[later].Action))
            {
                continue;
            }

            for (var earlier = 0; earlier < later; earlier++)
            {
                if (paths[earlier] is { } inner && paths[later] is { } outer
                    && PathReach.MayBeInside(ContentOf(inner, form), outer))
                {
                    faults.Add(Inside(category, earlier, later, inner));
                    break;
                }
            }
        }
    }
}
