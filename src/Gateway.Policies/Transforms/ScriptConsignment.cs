using System.Buffers;
using Gateway.Policies.Formats;
using Gateway.Policies.Screening;

namespace Gateway.Policies.Transforms;

/// <summary>A body and its edit script: one format, one category.</summary>
internal sealed class ScriptConsignment : InspectedConsignment
{
    private readonly CategoryPlan _plan;
    private readonly ReadOnlyMemory<byte> _body;
    private readonly DateOnly _today;
    private readonly BodyText _text;
    private readonly FieldTally _tally;
    private InspectionBuffers? _buffers;
    private Subject[]? _subjects;

    /// <param name="body">What the docket's script is about.</param>
    internal ScriptConsignment(ReadOnlyMemory<byte> body, in Docket docket, BodyText text)
    {
        _plan = docket.Plan;
        _body = body;
        _buffers = docket.Buffers;
        _today = docket.Today;
        _text = text;
        _tally = docket.Tally;
        Decision = docket.Hold;
    }

    /// <inheritdoc/>
    public override TurnBack? Decision { get; }

    /// <inheritdoc/>
    public override int Records => Buffers.Records.Count;

    /// <inheritdoc/>
    public override IReadOnlyList<Subject> Subjects => _subjects ??= ReadSubjects();

    /// <inheritdoc/>
    public override IReadOnlyDictionary<DetectorKind, int> Findings => Buffers.FindingCounts;

    private InspectionBuffers Buffers => _buffers ?? throw new ObjectDisposedException(nameof(ScriptConsignment));

    /// <inheritdoc/>
    public override TransformReport Transform(AskVerdicts verdicts, IBufferWriter<byte> output)
    {
        var buffers = Buffers;
        var script = new ScriptWriter(_plan, buffers, _today, _text, _body.Span);
        var trail = _plan.Commits ? new ScriptTrail(buffers.Edits.Items) : null;
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

            Write(script, trail, next..record.First, -1, ref isGap, ref writer);
            next = record.End;
            if (isWithheld)
            {
                FieldTally.Subtract(ref tally, record.Tally);
                isGap = true;
                continue;
            }

            Write(script, trail, record.First..record.Value, i, ref isGap, ref writer);
            var offset = writer.Position;
            Write(script, trail, record.Value..record.End, i, ref isGap, ref writer);
            released.Add(new ReleasedRecord(i, offset, writer.Position - offset));
        }

        Write(script, trail, next..buffers.Edits.Count, -1, ref isGap, ref writer);
        writer.Flush();
        return new TransformReport(
            FieldCounts.From(tally),
            new RecordCounts(buffers.Records.Count, released.Count, withheld),
            CountSubjects(released),
            new Dictionary<DetectorKind, int>(buffers.FindingCounts),
            released)
        {
            Values = trail is null
                ? null
                : new ValuePlaces(_body.Span, buffers.Edits.Items, trail, _plan).Find(),
        };
    }

    // Edit by edit only where somebody asks what became of each.
    private static void Write(
        in ScriptWriter script, ScriptTrail? trail, Range edits, int record, ref bool isGap, ref OutputWriter writer)
    {
        if (trail is null)
        {
            script.Write(edits.Start.Value, edits.End.Value, record, ref isGap, ref writer);
            return;
        }

        for (var i = edits.Start.Value; i < edits.End.Value; i++)
        {
            var start = writer.Position;
            script.Write(i, i + 1, record, ref isGap, ref writer);
            trail.Note(i, start, writer.Position);
        }
    }

    private protected override void Return()
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
}
