namespace Gateway.Policies.Bundle;

/// <summary>What reading a bundle's files gave.</summary>
/// <param name="Bundle">Null if any fault is not a warning.</param>
/// <param name="Faults">Every fault, by file, line and column.</param>
public sealed record BundleReading(PolicyBundle? Bundle, IReadOnlyList<Fault> Faults)
{
    /// <summary>
    /// What is sound of a bundle with faults, so that the checks that come after the reading can say theirs in the same
    /// run. Never to be served. Null where there is a bundle.
    /// </summary>
    public PolicyBundle? Readable { get; init; }
}
