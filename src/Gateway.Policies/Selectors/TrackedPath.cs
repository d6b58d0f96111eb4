namespace Gateway.Policies.Selectors;

/// <summary>What a path of a category is for.</summary>
internal enum PathRole
{
    Rule,
    Record,
    Subject,

    /// <summary>Opened where something inside leaves, without a rule.</summary>
    Way,
}

/// <summary>One path the automaton follows.</summary>
/// <param name="Index">Position among the paths of its role: for rules, file order.</param>
/// <param name="HasWhere">True where the match also depends on sibling members.</param>
internal sealed record TrackedPath(FieldPath Path, PathRole Role, int Index, bool HasWhere);
