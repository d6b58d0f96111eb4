namespace Gateway.Policies.Selectors;

/// <summary>A parsed path of a category. Each format spells its own; their steps run in one automaton.</summary>
public sealed class FieldPath
{
    internal FieldPath(PathStep[] steps) => Steps = steps;

    internal IReadOnlyList<PathStep> Steps { get; }

    /// <summary>True where the last step is a member name: only such a path has siblings to ask about.</summary>
    internal bool EndsInName =>
        Steps.Count > 0 && Steps[^1].Kind is StepKind.Member or StepKind.Descendant;

    internal bool SameAs(FieldPath other) => Steps.SequenceEqual(other.Steps);
}
