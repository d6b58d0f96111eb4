using Gateway.Policies.Screening;

namespace Gateway.Policies.Transforms;

/// <summary>What a transformation did: the counts of the statement (FORMATS.md 4).</summary>
/// <param name="Subjects">Distinct subjects of the released records.</param>
/// <param name="Findings">What the detectors found in the whole body.</param>
/// <param name="Released">Where each released record stands in the output, in document order.</param>
public readonly record struct TransformReport(
    FieldCounts Fields,
    RecordCounts Records,
    int Subjects,
    IReadOnlyDictionary<DetectorKind, int> Findings,
    ReleasedRecords Released)
{
    /// <summary>The Content-Type of what leaves, where the category's media type does not say all of it.</summary>
    public string? ContentType { get; init; }

    /// <summary>
    /// What became of each value, where the category commits to them; null where it does not. One more than
    /// <see cref="ValuePlace.Most"/> of them say that there are more.
    /// </summary>
    public IReadOnlyList<ValuePlace>? Values { get; init; }
}

/// <summary>
/// Records met, released and withheld. A record that no rule lets out is neither released nor withheld.
/// </summary>
public readonly record struct RecordCounts(int In, int Out, int Withheld);

/// <summary>The bytes of one record in the output, without the comma or name before it.</summary>
/// <param name="Record">Counted from 0 in the input.</param>
public readonly record struct ReleasedRecord(int Record, long Offset, long Length);

/// <summary>One person a record names.</summary>
/// <param name="Record">
/// The record, counted from 0; -1 where the path stands outside of all records and so speaks for each.
/// </param>
/// <param name="Path">Index into the subjects of the category, or of the category of its part.</param>
/// <param name="Value">
/// The name in its one spelling (folded as for hash), UTF-8. Gone when the consignment is disposed.
/// </param>
public readonly record struct Subject(int Record, int Path, ReadOnlyMemory<byte> Value);
