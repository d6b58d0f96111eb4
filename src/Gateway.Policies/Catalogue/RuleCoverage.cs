namespace Gateway.Policies.Catalogue;

/// <summary>What is wrong with one field rule beside the others.</summary>
/// <param name="Rule">Index into the category's fields.</param>
public sealed record RuleFault(int Rule, string Code, string Message);
