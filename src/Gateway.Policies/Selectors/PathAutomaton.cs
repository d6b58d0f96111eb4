using System.Collections.Concurrent;

namespace Gateway.Policies.Selectors;

/// <summary>
/// All paths of a category as one automaton: a state is the set of positions the paths have reached, built when a
/// document first gets there and kept. Immutable to its users and thread-safe.
/// </summary>
internal sealed class PathAutomaton
{
    // Paths with '..' and '[*]' can need exponentially many states, and a stranger's document chooses which.
    // Beyond this many, states are made anew each time: the cost per token is then the number of paths, and memory is
    // bounded.
    private const int MaxStates = 4096;

    private readonly TrackedPath[] _paths;
    private readonly bool _impliesArrays;

    // Each path has one number per step, and one more that stands for "ended". A '..' step has two: at its anchor,
    // and waiting somewhere below it, where nothing is spelled out any more.
    private readonly PathStep?[] _steps;
    private readonly int[] _pathOf;
    private readonly bool[] _isLoose;

    // For a '..' step, the number it waits at.
    private readonly int[] _waits;
    private readonly ConcurrentDictionary<int[], PathState> _states = new(new SameItems());
    private readonly HashSet<int> _conditional = [];

    internal PathAutomaton(IEnumerable<TrackedPath> paths, bool impliesArrays = false)
    {
        _impliesArrays = impliesArrays;
        _paths = [.. paths];
        var steps = new List<PathStep?>();
        var pathOf = new List<int>();
        var isLoose = new List<bool>();
        var waits = new List<int>();
        var starts = new List<int>();
        for (var i = 0; i < _paths.Length; i++)
        {
            starts.Add(steps.Count);
            var loose = false;
            foreach (var step in _paths[i].Path.Steps)
            {
                steps.Add(step);
                isLoose.Add(loose);
                waits.Add(steps.Count);
                if (step.Kind == StepKind.Descendant)
                {
                    loose = true;
                    steps.Add(step);
                    isLoose.Add(loose);
                    waits.Add(steps.Count - 1);
                }
            }

            steps.Add(null);
            isLoose.Add(loose);
            waits.Add(-1);
            pathOf.AddRange(Enumerable.Repeat(i, steps.Count - starts[i]));
            if (_paths[i] is { Role: PathRole.Rule, HasWhere: true })
            {
                _conditional.Add(_paths[i].Index);
            }
        }

        _steps = [.. steps];
        _pathOf = [.. pathOf];
        _isLoose = [.. isLoose];
        _waits = [.. waits];
        Root = Resolve([.. starts]);
    }

    /// <summary>Where every document starts.</summary>
    internal PathState Root { get; }

    internal bool HasWhere(int rule) => _conditional.Contains(rule);

    internal string[] NamesOf(int[] items) =>
        [.. Steps(items).Where(step => step.Kind is StepKind.Member or StepKind.Descendant)
            .Select(step => step.Name).Distinct(StringComparer.Ordinal)];

    internal long[] IndexesOf(int[] items) =>
        [.. Steps(items).Where(step => step.Kind == StepKind.Element).Select(step => step.Index).Distinct().Order()];

    internal int[] Ended(int[] items, PathRole role) =>
        [.. items.Where(item => _steps[item] is null && PathAt(item).Role == role)
            .Select(item => PathAt(item).Index).Order()];

    internal bool TracksBelow(int[] items) =>
        items.Any(item => _steps[item] is not null && PathAt(item).Role is PathRole.Record or PathRole.Subject);

    internal PathWays WaysOf(int[] items)
    {
        int definiteObject = PathState.None, definiteArray = PathState.None;
        int looseObject = PathState.None, looseArray = PathState.None, conditional = PathState.None;
        foreach (var item in items)
        {
            if (_steps[item] is null && PathAt(item).Role == PathRole.Way)
            {
                // What stands at the end of a way may be on the way to anything.
                (looseObject, looseArray) = (0, 0);
            }

            if (_steps[item] is not { } step || PathAt(item) is not { Role: PathRole.Rule or PathRole.Way } path)
            {
                continue;
            }

            var takesObject = step.Kind is StepKind.Member or StepKind.Descendant;
            var takesArray = step.Kind != StepKind.Member;
            var isLoose = _isLoose[item] || path.Role == PathRole.Way;
            ref var forObject = ref isLoose ? ref looseObject : ref definiteObject;
            ref var forArray = ref isLoose ? ref looseArray : ref definiteArray;
            forObject = takesObject ? Math.Min(forObject, path.Index) : forObject;
            forArray = takesArray ? Math.Min(forArray, path.Index) : forArray;
            if (path.HasWhere && takesObject && _steps[Next(item)] is null)
            {
                conditional = Math.Min(conditional, path.Index);
            }
        }

        return new PathWays(definiteObject, definiteArray, looseObject, looseArray, conditional);
    }

    /// <summary>After a member of that name; null stands for every name no path spells out here.</summary>
    internal PathState AfterName(int[] items, string? name)
    {
        var next = new SortedSet<int>();
        foreach (var item in items)
        {
            if (_steps[item] is not { Kind: StepKind.Member or StepKind.Descendant } step)
            {
                continue;
            }

            if (step.Kind == StepKind.Descendant)
            {
                next.Add(_waits[item]);
            }

            if (name is not null && string.Equals(step.Name, name, StringComparison.Ordinal))
            {
                next.Add(Next(item));
            }
        }

        return Resolve([.. next]);
    }

    /// <summary>After the element at that position; null stands for every position no path spells out here.</summary>
    internal PathState AfterElement(int[] items, long? index)
    {
        if (_impliesArrays)
        {
            return Resolve(items);
        }

        var next = new SortedSet<int>();
        foreach (var item in items)
        {
            switch (_steps[item])
            {
                case { Kind: StepKind.Descendant }:
                    next.Add(_waits[item]);
                    break;
                case { Kind: StepKind.AnyElement }:
                case { Kind: StepKind.Element } step when step.Index == index:
                    next.Add(Next(item));
                    break;
            }
        }

        return Resolve([.. next]);
    }

    /// <summary>Where both have come to.</summary>
    internal PathState Union(int[] items, int[] others) => Resolve([.. items.Union(others).Order()]);

    private PathState Resolve(int[] items)
    {
        if (_states.TryGetValue(items, out var known))
        {
            return known;
        }

        var isShared = _states.Count < MaxStates;
        var state = new PathState(this, items) { IsShared = isShared };
        return isShared ? _states.GetOrAdd(items, state) : state;
    }

    // The number behind a step.
    private int Next(int item) => _steps[item] is { Kind: StepKind.Descendant } ? _waits[item] + 1 : item + 1;

    private TrackedPath PathAt(int item) => _paths[_pathOf[item]];

    private IEnumerable<PathStep> Steps(int[] items)
    {
        foreach (var item in items)
        {
            if (_steps[item] is { } step)
            {
                yield return step;
            }
        }
    }

    /// <summary>Two sets of positions are one state when they hold the same positions.</summary>
    private sealed class SameItems : IEqualityComparer<int[]>
    {
        public bool Equals(int[]? x, int[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(int[] items)
        {
            var hash = default(HashCode);
            foreach (var item in items)
            {
                hash.Add(item);
            }

            return hash.ToHashCode();
        }
    }
}
