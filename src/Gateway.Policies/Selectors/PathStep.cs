namespace Gateway.Policies.Selectors;

/// <summary>The four kinds of step a streamable path is made of.</summary>
internal enum StepKind
{
    Member,
    Descendant,
    Element,
    AnyElement,
}

/// <summary>
/// One step of a path: a member by name, a descendant member by name, one element, or every element.
/// </summary>
internal readonly record struct PathStep(StepKind Kind, string Name, long Index)
{
    internal static PathStep Member(string name) => new(StepKind.Member, name, 0);

    internal static PathStep Descendant(string name) => new(StepKind.Descendant, name, 0);

    internal static PathStep Element(long index) => new(StepKind.Element, "", index);

    internal static PathStep AnyElement { get; } = new(StepKind.AnyElement, "", 0);
}
