using System.Runtime.CompilerServices;

namespace Gateway.Policies.Transforms;

/// <summary>What became of a value: the names are the statement's <c>fields</c> members.</summary>
public enum FieldOutcome
{
    Kept,
    Dropped,
    Redacted,
    Masked,
    Hashed,
    Tokenised,
    Generalised,
    Shifted,
    Encrypted,
    Constant,
    Truncated,
}

/// <summary>
/// How many values met each outcome: each scalar is one, a container taken whole is one, under a deep keep each
/// scalar.
/// </summary>
public sealed record FieldCounts(
    long Kept,
    long Dropped,
    long Redacted,
    long Masked,
    long Hashed,
    long Tokenised,
    long Generalised,
    long Shifted,
    long Encrypted,
    long Constant,
    long Truncated)
{
    internal static FieldCounts From(in FieldTally tally) => new(
        tally[(int)FieldOutcome.Kept],
        tally[(int)FieldOutcome.Dropped],
        tally[(int)FieldOutcome.Redacted],
        tally[(int)FieldOutcome.Masked],
        tally[(int)FieldOutcome.Hashed],
        tally[(int)FieldOutcome.Tokenised],
        tally[(int)FieldOutcome.Generalised],
        tally[(int)FieldOutcome.Shifted],
        tally[(int)FieldOutcome.Encrypted],
        tally[(int)FieldOutcome.Constant],
        tally[(int)FieldOutcome.Truncated]);
}

/// <summary>The counters while they run, one per <see cref="FieldOutcome"/>.</summary>
[InlineArray((int)FieldOutcome.Truncated + 1)]
internal struct FieldTally
{
    private int _first;

    internal static void Subtract(ref FieldTally from, in FieldTally what)
    {
        for (var i = 0; i <= (int)FieldOutcome.Truncated; i++)
        {
            from[i] -= what[i];
        }
    }
}
