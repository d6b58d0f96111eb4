namespace Gateway.Policies.Catalogue;

/// <summary>What happens to records whose group is too small. Unset means refuse.</summary>
public enum SmallGroupRule
{
    // The body is refused.
    Refuse,

    // Those records are withheld, the others go.
    Suppress,
}

/// <summary>
/// A gate on what leaves of many records: those that leave alike in the quasi-identifiers must be many enough that none
/// of them is picked out by them.
/// </summary>
/// <param name="K">The smallest group that may leave; 2 or more.</param>
/// <param name="Quasi">Paths of field rules, as they are spelled there.</param>
public sealed record KAnonymity(int K, IReadOnlyList<string> Quasi, SmallGroupRule Below, Mark Mark)
{
    internal const int MaxK = 10_000;

    /// <summary>What is wrong with it beside this category's rules; empty for nothing.</summary>
    public IEnumerable<string> Faults(Category category)
    {
        ArgumentNullException.ThrowIfNull(category);
        if (K is < 2 or > MaxK)
        {
            yield return "'k' is from 2 to 10000";
        }

        if (category.Format is not (BodyFormat.Json or BodyFormat.Ndjson or BodyFormat.Csv)
            || (category.Format == BodyFormat.Json && category.Records is null))
        {
            yield return "kAnonymity needs records: json with 'records', ndjson or csv";
        }

        if (Quasi.Count == 0 || Quasi.Distinct(StringComparer.Ordinal).Count() < Quasi.Count)
        {
            yield return "'quasi' names one or more paths, each once";
        }

        foreach (var path in Quasi.Where(path => !category.Fields.Any(rule => IsComparable(rule, path))))
        {
            yield return $"'{path}' in 'quasi' is no rule whose values leave so that they can be compared";
        }
    }

    // What is dropped says nothing, and what is shifted or encrypted is alike for nobody.
    private static bool IsComparable(FieldRule rule, string path) =>
        string.Equals(rule.Path, path, StringComparison.Ordinal)
        && rule.Action
            is not (FieldAction.Drop or FieldAction.Shift or FieldAction.Encrypt or FieldAction.Keep { Deep: true });
}
