namespace Gateway.Policies.Selectors;

/// <summary>Questions about all documents at once, answered on the automata of two paths.</summary>
internal static class PathReach
{
    /// <summary>
    /// True where some document has a value at <paramref name="inner"/> inside a container at <paramref
    /// name="outer"/>.
    /// </summary>
    internal static bool MayBeInside(FieldPath inner, FieldPath outer)
    {
        var seen = new HashSet<(int Inner, int Outer)>();
        var open = new Stack<(int Inner, int Outer)>([(0, 0)]);
        while (open.TryPop(out var at))
        {
            if (at.Outer == outer.Steps.Count)
            {
                // The outer path has ended: whatever the inner one still needs can only be inside.
                if (at.Inner < inner.Steps.Count)
                {
                    return true;
                }

                continue;
            }

            if (at.Inner == inner.Steps.Count || !seen.Add(at))
            {
                continue;
            }

            foreach (var next in Together(inner.Steps[at.Inner], outer.Steps[at.Outer]))
            {
                open.Push((at.Inner + next.Inner, at.Outer + next.Outer));
            }
        }

        return false;
    }

    /// <summary>True where some document has a value that both paths select.</summary>
    internal static bool MayMeet(FieldPath one, FieldPath other)
    {
        var seen = new HashSet<(int One, int Other)>();
        var open = new Stack<(int One, int Other)>([(0, 0)]);
        while (open.TryPop(out var at))
        {
            if (at.One == one.Steps.Count && at.Other == other.Steps.Count)
            {
                return true;
            }

            if (at.One == one.Steps.Count || at.Other == other.Steps.Count || !seen.Add(at))
            {
                continue;
            }

            foreach (var (inner, outer) in Together(one.Steps[at.One], other.Steps[at.Other]))
            {
                open.Push((at.One + inner, at.Other + outer));
            }
        }

        return false;
    }

    // One step of a document that both paths can follow: by how much each of them then moves on.
    private static IEnumerable<(int Inner, int Outer)> Together(PathStep inner, PathStep outer)
    {
        var innerWaits = inner.Kind == StepKind.Descendant;
        var outerWaits = outer.Kind == StepKind.Descendant;
        if (Meet(inner, outer))
        {
            yield return (1, 1);
        }

        if (innerWaits)
        {
            yield return (0, 1);
        }

        if (outerWaits)
        {
            yield return (1, 0);
        }
    }

    private static bool Meet(PathStep inner, PathStep outer) =>
        (IsName(inner), IsName(outer)) switch
        {
            (true, true) => string.Equals(inner.Name, outer.Name, StringComparison.Ordinal),
            (false, false) => inner.Kind == StepKind.AnyElement || outer.Kind == StepKind.AnyElement
                || inner.Index == outer.Index,
            _ => false,
        };

    private static bool IsName(PathStep step) => step.Kind is StepKind.Member or StepKind.Descendant;
}
