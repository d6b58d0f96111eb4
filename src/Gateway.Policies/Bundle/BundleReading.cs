namespace Gateway.Policies.Bundle;

/// <summary>What reading a bundle's files gave.</summary>
/// <param name="Bundle">Null if any fault is not a warning.</param>
/// <param name="Faults">Every fault, by file, line and column.</param>
public sealed record BundleReading(PolicyBundle? Bundle, IReadOnlyList<Fault> Faults);
