namespace Gateway.Telemetry;

/// <summary>What came of one look at the files, as the metric has it.</summary>
internal static class ReloadOutcomes
{
    /// <summary>Something is in force that was not, and nothing was turned down.</summary>
    internal const string Taken = "taken";

    /// <summary>Some part was not taken, whatever else was.</summary>
    internal const string Refused = "refused";

    /// <summary>Everything is as it is in force.</summary>
    internal const string Unchanged = "unchanged";

    internal static IReadOnlyList<string> All { get; } = [Taken, Refused, Unchanged];
}
