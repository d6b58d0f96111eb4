using Gateway.Policies.Catalogue;

namespace Gateway.Policies.Cases;

/// <summary>What became of a document: it crossed, was refused, or waits for a person.</summary>
public enum CaseEnd
{
    Crossed,
    Refused,
    Held,
}

/// <summary>Whether a case came out as the bundle tells it.</summary>
public enum CaseResult
{
    AsTold,
    NotAsTold,

    /// <summary>This build cannot enforce the category as it is written, so nothing can be said.</summary>
    NotRun,
}

/// <summary>How one of a bundle's own cases came out. Holds paths, counts and codes; never a value.</summary>
public sealed record CaseVerdict(CategoryId Category, CategoryCase Case, CaseResult Result)
{
    /// <summary>What became of the input; null where it was not run.</summary>
    public CaseEnd? Actual { get; init; }

    /// <summary>Why it was refused or held; null where it crossed or was not run.</summary>
    public TurnBack? TurnBack { get; init; }

    /// <summary>Where what left is not what is expected; null where the two were not compared, or are alike.</summary>
    public DocumentDifference? Difference { get; init; }

    /// <summary>True where the expected document itself is no JSON, so that nothing can be like it.</summary>
    public bool IsExpectationUnreadable { get; init; }

    /// <summary>Why it was not run: the controls this build lacks.</summary>
    public IReadOnlyList<Fault> Lacks { get; init; } = [];
}
