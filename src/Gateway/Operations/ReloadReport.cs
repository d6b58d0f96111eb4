using Gateway.Policies;
using Gateway.Telemetry;

namespace Gateway.Operations;

/// <summary>What came of looking at the files.</summary>
/// <param name="Taken">In force from now on; empty where nothing changed.</param>
/// <param name="Refused">Why the rest was not taken: there the old stays.</param>
internal sealed record ReloadReport(IReadOnlyList<TakenPart> Taken, IReadOnlyList<RefusedPart> Refused)
{
    /// <summary>One of <see cref="ReloadOutcomes"/>: a part that was refused is what matters.</summary>
    internal string Outcome => Refused.Count > 0 ? ReloadOutcomes.Refused
        : Taken.Count > 0 ? ReloadOutcomes.Taken
        : ReloadOutcomes.Unchanged;
}

/// <summary>A part that was put in force.</summary>
/// <param name="What">One of the names below.</param>
/// <param name="Which">For people: name and version, lists, key ids, doors.</param>
internal sealed record TakenPart(string What, string Which)
{
    internal const string Bundle = "bundle";
    internal const string TrustLists = "trust lists";
    internal const string Keys = "keys";
    internal const string EndorsedKeys = "endorsed keys";
    internal const string Certificates = "certificates";
}

/// <summary>One fault of a part that was not taken.</summary>
internal sealed record RefusedPart(string What, Fault Fault);
