using System.Buffers;
using Gateway.Policies.Formats;
using Gateway.Policies.Screening;

namespace Gateway.Policies.Transforms;

/// <summary>
/// A body in which every value is decided and nothing is changed yet. Between inspect and transform others are asked:
/// about its <see cref="Subjects"/>, its <see cref="Records"/>, and, where <see cref="Decision"/> is a hold, a person.
/// Owns pooled memory; not thread-safe; dispose it, and what was read from the body is wiped.
/// </summary>
public sealed class InspectedConsignment : IDisposable
{
    private readonly CategoryPlan _plan;
    private readonly ReadOnlyMemory<byte> _body;
    private readonly DateOnly _today;
    private readonly BodyText _text;
    private readonly FieldTally _tally;
    private InspectionBuffers? _buffers;
    private Subject[]? _subjects;

    /// <param name="body">What the docket's script is about.</param>
    internal InspectedConsignment(ReadOnlyMemory<byte> body, in Docket docket, BodyText text)
    {
        _plan = docket.Plan;
        _body = body;
        _buffers = docket.Buffers;
        _today = docket.Today;
        _text = text;
        _tally = docket.Tally;
        Decision = docket.Hold;
    }

    /// <summary>
    /// Null: it may pass. A <see cref="Hold"/>: only once a person has said so. Refusals never get this far.
    /// </summary>
    public TurnBack? Decision { get; }

    /// <summary>How many records the body holds.</summary>
    public int Records => Buffers.Records.Count;

    /// <summary>Everyone the records name, in document order.</summary>
    public IReadOnlyList<Subject> Subjects => _subjects ??= ReadSubjects();

    /// <summary>What the detectors found, by kind.</summary>
    public IReadOnlyDictionary<DetectorKind, int> Findings => Buffers.FindingCounts;

    private InspectionBuffers Buffers => _buffers ?? throw new ObjectDisposedException(nameof(InspectedConsignment));

    /// <summary>Writes what leaves. May be called again, with the same or other verdicts.</summary>
    public TransformReport Transform(AskVerdicts verdicts, IBufferWriter<byte> output)
    {
        var buffers = Buffers;
        var script = new ScriptWriter(_plan, buffers, _today, _text, _body.Span);
        var writer = new OutputWriter(output);
        var released = new List<ReleasedRecord>(buffers.Records.Count);
        var tally = _tally;
        var small = _plan.KAnonymity is { } gate ? buffers.Groups.Small(gate.K, buffers.Records, verdicts) : [];
        var withheld = 0;
        var next = 0;
        var isGap = false;
        for (var i = 0; i < buffers.Records.Count; i++)
        {
            ref var record = ref buffers.Records[i];
            var isWithheld = verdicts.IsWithheld(i) || small.Contains(i);
            withheld += isWithheld ? 1 : 0;
            if (!record.IsEmitted)
            {
                continue;
            }

            script.Write(next, record.First, -1, ref isGap, ref writer);
            next = record.End;
            if (isWithheld)
            {
                FieldTally.Subtract(ref tally, record.Tally);
                isGap = true;
                continue;
            }

            script.Write(record.First, record.Value, i, ref isGap, ref writer);
            var offset = writer.Position;
            script.Write(record.Value, record.End, i, ref isGap, ref writer);
            released.Add(new ReleasedRecord(i, offset, writer.Position - offset));
        }

        script.Write(next, buffers.Edits.Count, -1, ref isGap, ref writer);
        writer.Flush();
        return new TransformReport(
            FieldCounts.From(tally),
            new RecordCounts(buffers.Records.Count, released.Count, withheld),
            CountSubjects(released),
            new Dictionary<DetectorKind, int>(buffers.FindingCounts),
            released);
    }

    public void Dispose()
    {
        _buffers?.Return();
        _buffers = null;
        _subjects = null;
    }

    private Subject[] ReadSubjects()
    {
        var buffers = Buffers;
        var subjects = new Subject[buffers.Subjects.Count];
        for (var i = 0; i < subjects.Length; i++)
        {
            var place = buffers.Subjects[i];
            subjects[i] = new Subject(place.Record, place.Path, buffers.SubjectText.Memory(place.Start, place.Length));
        }

        return subjects;
    }

    private int CountSubjects(List<ReleasedRecord> released)
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
