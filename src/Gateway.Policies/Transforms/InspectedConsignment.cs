using System.Buffers;
using Gateway.Policies.Screening;

namespace Gateway.Policies.Transforms;

/// <summary>
/// A body in which every value is decided and nothing is changed yet. Between inspect and transform others are asked:
/// about its <see cref="Subjects"/>, its <see cref="Records"/>, and, where <see cref="Decision"/> is a hold, a person.
/// Owns pooled memory; not thread-safe; dispose it, and what was read from the body is wiped.
/// </summary>
public abstract class InspectedConsignment : IDisposable
{
    private protected InspectedConsignment()
    {
    }

    /// <summary>
    /// Null: it may pass. A <see cref="Hold"/>: only once a person has said so. Refusals never get this far.
    /// </summary>
    public abstract TurnBack? Decision { get; }

    /// <summary>How many records the body holds.</summary>
    public abstract int Records { get; }

    /// <summary>Everyone the records name, in document order.</summary>
    public abstract IReadOnlyList<Subject> Subjects { get; }

    /// <summary>What the detectors found, by kind.</summary>
    public abstract IReadOnlyDictionary<DetectorKind, int> Findings { get; }

    /// <summary>Writes what leaves. May be called again, with the same or other verdicts.</summary>
    public abstract TransformReport Transform(AskVerdicts verdicts, IBufferWriter<byte> output);

    /// <summary>Gives the memory back, wiped.</summary>
    public void Dispose()
    {
        Return();
        GC.SuppressFinalize(this);
    }

    private protected abstract void Return();

    /// <summary>How many different persons the released records, and what stands outside of all, name.</summary>
    private protected int CountSubjects(IEnumerable<ReleasedRecord> released)
    {
        if (Subjects.Count == 0)
        {
            return 0;
        }

        var records = released.Select(record => record.Record).Append(-1).ToHashSet();
        return Subjects.Where(subject => records.Contains(subject.Record))
            .Select(subject => subject.Value).Distinct(new SameBytes()).Count();
    }

    /// <summary>Subjects are the same person when their folded names are the same bytes.</summary>
    private sealed class SameBytes : IEqualityComparer<ReadOnlyMemory<byte>>
    {
        public bool Equals(ReadOnlyMemory<byte> x, ReadOnlyMemory<byte> y) => x.Span.SequenceEqual(y.Span);

        public int GetHashCode(ReadOnlyMemory<byte> value)
        {
            // Seeded per process: names that collide cannot be prepared.
            var hash = default(HashCode);
            hash.AddBytes(value.Span);
            return hash.ToHashCode();
        }
    }
}
