using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

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
public readonly record struct FieldCounts(
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
    /// <summary>Made of the count of each outcome, asked for by the statement's name, for example "kept".</summary>
    public static FieldCounts Of(Func<string, long> count)
    {
        ArgumentNullException.ThrowIfNull(count);
        return new FieldCounts(
            count("kept"), count("dropped"), count("redacted"), count("masked"), count("hashed"), count("tokenised"),
            count("generalised"), count("shifted"), count("encrypted"), count("constant"), count("truncated"));
    }

    /// <summary>Both together.</summary>
    public static FieldCounts Sum(FieldCounts one, FieldCounts other)
    {
        var (first, second) = (one.Named().ToDictionary(), other.Named().ToDictionary());
        return Of(name => first[name] + second[name]);
    }

    /// <summary>Each outcome's name in the statement, and its count, in the statement's order.</summary>
    public IEnumerable<KeyValuePair<string, long>> Named() =>
    [
        new("kept", Kept), new("dropped", Dropped), new("redacted", Redacted), new("masked", Masked),
        new("hashed", Hashed), new("tokenised", Tokenised), new("generalised", Generalised), new("shifted", Shifted),
        new("encrypted", Encrypted), new("constant", Constant), new("truncated", Truncated),
    ];

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

/// <summary>
/// The counters while they run, one per <see cref="FieldOutcome"/>, and some that nobody counts with, so that
/// registers hold all. None is larger than a body is long.
/// </summary>
[InlineArray(Size)]
internal struct FieldTally
{
    private const int Lanes = 8;
    private const int Size = (((int)FieldOutcome.Truncated / Lanes) + 1) * Lanes;

    private int _first;

    internal static void Subtract(ref FieldTally from, in FieldTally what)
    {
        for (var i = 0; i < Size; i += Lanes)
        {
            (Vector256.Create(((ReadOnlySpan<int>)from)[i..]) - Vector256.Create(((ReadOnlySpan<int>)what)[i..]))
                .CopyTo(((Span<int>)from)[i..]);
        }
    }

    internal static void Add(ref FieldTally to, in FieldTally what)
    {
        for (var i = 0; i < Size; i += Lanes)
        {
            (Vector256.Create(((ReadOnlySpan<int>)to)[i..]) + Vector256.Create(((ReadOnlySpan<int>)what)[i..]))
                .CopyTo(((Span<int>)to)[i..]);
        }
    }

    /// <summary>A value that has been counted is redacted after all.</summary>
    internal static void Recount(ref FieldTally tally, FieldOutcome from)
    {
        tally[(int)from]--;
        tally[(int)FieldOutcome.Redacted]++;
    }
}
