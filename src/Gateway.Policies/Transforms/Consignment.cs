using System.Buffers;
using Gateway.Policies.Screening;

namespace Gateway.Policies.Transforms;

/// <summary>What an <see cref="InspectedConsignment"/> stands for: the members mean what they mean there.</summary>
internal abstract class Consignment
{
    /// <summary>How many bodies it was given back for.</summary>
    internal long Turn { get; private set; }

    internal abstract TurnBack? Decision { get; }

    internal abstract int Records { get; }

    internal abstract IReadOnlyList<Subject> Subjects { get; }

    internal abstract IReadOnlyDictionary<DetectorKind, int> Findings { get; }

    internal abstract TransformReport Transform(AskVerdicts verdicts, IBufferWriter<byte> output);

    /// <summary>The body is done with: from now on it is nobody's, and may become another's.</summary>
    internal void End()
    {
        Turn++;
        Return();
    }

    private protected abstract void Return();

    /// <summary>How many different persons the released records, and what stands outside of all, name.</summary>
    private protected int CountSubjects(ReadOnlySpan<ReleasedRecord> released)
    {
        if (Subjects.Count == 0)
        {
            return 0;
        }

        HashSet<int> records = [-1];
        foreach (var record in released)
        {
            records.Add(record.Record);
        }

        return CountSubjects(records);
    }

    private int CountSubjects(HashSet<int> records) => Subjects.Where(subject => records.Contains(subject.Record))
        .Select(subject => subject.Value).Distinct(new SameBytes()).Count();

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
