using Gateway.Ledger.Entries;
using Gateway.Policies;
using Gateway.Policies.Bundle;

namespace Gateway.Permit;

/// <summary>A bundle that is in order by itself; whether there are keys for its rules is asked next.</summary>
/// <param name="Signers">The officers whose signatures counted; empty for an unsigned bundle.</param>
internal sealed record SignedBundle(PolicyBundle Bundle, IReadOnlyList<Sha256Digest> Signers);

/// <summary>What came of reading a bundle's folder: a bundle, or the faults that stand in its way.</summary>
/// <param name="Bundle">Null when any fault is not a warning.</param>
/// <param name="Readable">
/// As much of it as can be read, so that what hangs on it can be checked too; null when nothing can be.
/// </param>
/// <param name="Files">What was read, byte for byte.</param>
/// <param name="Faults">Warnings too.</param>
internal sealed record BundleCandidate(
    SignedBundle? Bundle, PolicyBundle? Readable, IReadOnlyList<BundleFile> Files, IReadOnlyList<Fault> Faults);
