using Gateway.Policies.Transforms;

namespace Gateway.State;

/// <summary>What was observed while one bundle was in force. Counts and names of the bundle; never a value.</summary>
internal sealed record ObservedPeriod(
    string Bundle,
    long Version,
    string Digest,
    DateTimeOffset Since,
    DateTimeOffset Until,
    IReadOnlyList<ObservedOutcome> Outcomes,
    IReadOnlyList<ObservedFinding> Findings,
    IReadOnlyList<ObservedFields> Fields)
{
    internal long Count(string decision) =>
        Outcomes.Where(outcome => outcome.Decision == decision).Sum(outcome => outcome.Count);
}

/// <summary>How many copies would have ended in one way.</summary>
/// <param name="Decision">"crosses", "refused", "held" or "unseen".</param>
/// <param name="Rule">The rule that would have refused; empty where none did.</param>
internal sealed record ObservedOutcome(
    string Route,
    string Category,
    string Decision,
    string Code,
    string Rule,
    long Count,
    DateTimeOffset First,
    DateTimeOffset Last);

/// <summary>How often a detector found something in the copies of a route; "" is no route.</summary>
internal sealed record ObservedFinding(string Route, string Kind, long Count);

/// <summary>What the rules of a category would have done to the values of the copies that would have crossed.</summary>
internal sealed record ObservedFields(string Category, FieldCounts Counts);
