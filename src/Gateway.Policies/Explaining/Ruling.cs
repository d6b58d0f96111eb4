using Gateway.Policies.Catalogue;
using Gateway.Policies.Screening;

namespace Gateway.Policies.Explaining;

/// <summary>How a place of a document is decided.</summary>
public enum RulingKind
{
    /// <summary>By the first rule whose path ends here.</summary>
    Rule,

    /// <summary>By a rule that takes a container above it whole.</summary>
    TakenWhole,

    /// <summary>By no rule: what the category says of unlisted members.</summary>
    Unlisted,

    /// <summary>It is a container on the way to rules, and leaves as far as they let something out.</summary>
    OnTheWay,

    /// <summary>A rule meets a container that it cannot take: the message is refused.</summary>
    Shape,
}

/// <summary>What decides one place.</summary>
/// <param name="Place">In names that the bundle spells out, and positions.</param>
/// <param name="Rule">The rule that decides; null where none does.</param>
/// <param name="Unless">Rules before it with a condition: where one is fulfilled, it decides instead.</param>
/// <param name="Findings">Of a value that its rule lets out in clear text: what the detectors find in it.</param>
public sealed record Ruling(
    string Place,
    RulingKind Kind,
    FieldRule? Rule,
    IReadOnlyList<FieldRule> Unless,
    IReadOnlyList<DetectorKind> Findings)
{
    /// <summary>
    /// In FHIR, of a reference that its rule keeps: the rule that hashes the id in it, as it hashes that id where it
    /// stands; null for everything else.
    /// </summary>
    public FieldRule? Follows { get; init; }
}
