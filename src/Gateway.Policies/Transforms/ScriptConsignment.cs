using System.Buffers;
using System.Collections.ObjectModel;
using Gateway.Policies.Formats;
using Gateway.Policies.Screening;

namespace Gateway.Policies.Transforms;

/// <summary>
/// A body and its edit script: one format, one category. One for each set of buffers, again and again.
/// </summary>
internal sealed class ScriptConsignment(InspectionBuffers buffers) : Consignment
{
    private readonly PooledList<ReleasedRecord> _released = new(wipes: false);
    private CategoryPlan? _plan;
    private ReadOnlyMemory<byte> _body;
    private DateOnly _today;
    private BodyText? _text;
    private FieldTally _tally;
    private TurnBack? _decision;
    private Subject[]? _subjects;

    internal override TurnBack? Decision => _decision;

    internal override int Records => buffers.Records.Count;

    internal override IReadOnlyList<Subject> Subjects => _subjects ??= ReadSubjects();

    internal override IReadOnlyDictionary<DetectorKind, int> Findings => buffers.FindingCounts;

    /// <summary>For the body that was inspected in these buffers.</summary>
    /// <param name="body">What the docket's script is about.</param>
    internal InspectedConsignment Lend(ReadOnlyMemory<byte> body, in Docket docket, BodyText text)
    {
        _plan = docket.Plan;
        _body = body;
        _today = docket.Today;
        _text = text;
        _tally = docket.Tally;
        _decision = docket.Hold;
        return new InspectedConsignment(this);
    }

    internal override TransformReport Transform(AskVerdicts verdicts, IBufferWriter<byte> output)
    {
        var plan = _plan!;
        var script = new ScriptWriter(plan, buffers, _today, _text!, _body.Span);
        var trail = plan.Commits ? new ScriptTrail(buffers.Edits.Items) : null;
        var writer = new OutputWriter(output);
        _released.Truncate(0);
        var tally = _tally;
        var small = plan.KAnonymity is { } gate ? buffers.Groups.Small(gate.K, buffers.Records, verdicts) : null;
        var withheld = 0;
        var next = 0;
        var isGap = false;
        for (var i = 0; i < buffers.Records.Count; i++)
        {
            ref var record = ref buffers.Records[i];
            var isWithheld = verdicts.IsWithheld(i) || small?.Contains(i) == true;
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
            _released.Add(new ReleasedRecord(i, offset, writer.Position - offset));
        }

        Write(script, trail, next..buffers.Edits.Count, -1, ref isGap, ref writer);
        writer.Flush();
        return new TransformReport(
            FieldCounts.From(tally),
            new RecordCounts(buffers.Records.Count, _released.Count, withheld),
            CountSubjects(_released.Items),
            buffers.FindingCounts.Count == 0
                ? ReadOnlyDictionary<DetectorKind, int>.Empty
                : new Dictionary<DetectorKind, int>(buffers.FindingCounts),
            new ReleasedRecords(_released.Items))
        {
            Values = trail is null
                ? null
                : new ValuePlaces(_body.Span, buffers.Edits.Items, trail, plan).Find(),
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
        _plan = null;
        _body = default;
        _text = null;
        _decision = null;
        _subjects = null;
        _released.Empty();
        buffers.Return();
    }

    private Subject[] ReadSubjects()
    {
        if (buffers.Subjects.Count == 0)
        {
            return [];
        }

        var subjects = new Subject[buffers.Subjects.Count];
        for (var i = 0; i < subjects.Length; i++)
        {
            var place = buffers.Subjects[i];
            subjects[i] = new Subject(place.Record, place.Path, buffers.SubjectText.Memory(place.Start, place.Length));
        }

        return subjects;
    }
}
