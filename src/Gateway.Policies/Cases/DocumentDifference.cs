namespace Gateway.Policies.Cases;

/// <summary>How a place of two documents differs.</summary>
public enum DifferenceKind
{
    /// <summary>Expected, and did not leave.</summary>
    Missing,

    /// <summary>Left, and is not expected.</summary>
    Unexpected,

    /// <summary>Left, with another value or of another type.</summary>
    Other,
}

/// <summary>In how many places what left differs from what was expected, and where first.</summary>
/// <param name="Path">Member names and positions, never a value.</param>
public sealed record DocumentDifference(int Count, string Path, DifferenceKind Kind);
