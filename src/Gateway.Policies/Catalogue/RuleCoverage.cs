namespace Gateway.Policies.Catalogue;

/// <summary>What is wrong with one field rule beside the others.</summary>
/// <param name="Rule">Index into the category's fields.</param>
public sealed record RuleFault(int Rule, string Code, string Message);

/// <summary>Path syntax and coverage of a category's rules; the engine owns this.</summary>
internal static class RuleCoverage
{
    internal static IReadOnlyList<RuleFault> Check(Category category) => [];
}
