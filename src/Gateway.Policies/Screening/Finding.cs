namespace Gateway.Policies.Screening;

/// <summary>Where a detector found something. Never the value itself.</summary>
/// <param name="Offset">In bytes of the UTF-8 that was screened.</param>
/// <param name="Length">In bytes of the UTF-8 that was screened.</param>
/// <param name="Score">0 to 1; only findings at or above the detector's threshold are reported.</param>
public readonly record struct Finding(DetectorKind Kind, int Offset, int Length, double Score);
