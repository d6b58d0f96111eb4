using System.Text.RegularExpressions;

namespace Gateway.Policies.Screening;

/// <summary>What a detector of a bundle looks for: a pattern, or the words of a list.</summary>
/// <param name="Pattern">NonBacktracking; null for a list.</param>
/// <param name="Words">Empty for a pattern.</param>
/// <param name="Context">One of these must stand before the value or in the field's name; empty: none is asked for.</param>
/// <param name="Score">Of what is found, with its context where one is asked for.</param>
/// <param name="RaisesGrade">What is found is important data, whatever the grade of its category.</param>
public sealed record OwnDetector(
    Regex? Pattern,
    IReadOnlyList<string> Words,
    IReadOnlyList<string> Context,
    double Score,
    bool RaisesGrade)
{
    /// <summary>Where no score is written.</summary>
    public const double DefaultScore = 0.8;
}
