using System.Buffers;
using Gateway.Policies.Formats;
using Gateway.Policies.Screening;

namespace Gateway.Policies.Transforms;

/// <summary>
/// A body that arrives in pieces, decided and written record by record in the memory of one record; nobody is asked
/// between the two. However the body is cut, the same bytes come out. Not thread-safe.
/// INVARIANT: what is written before <see cref="Complete"/> has passed is not decided yet: the caller keeps it to
/// itself until then, and throws it away where any call says no.
/// </summary>
public sealed class RecordFlow : IDisposable
{
    /// <summary>The longest record, its separators included.</summary>
    public const int MaxRecordBytes = 16 * 1024 * 1024;

    // What is looked at in one go: more costs memory, less costs time.
    private const int Portion = 128 * 1024;

    private readonly RecordWalk _walk;
    private readonly IRecordWitness _witness;

    // Bytes of a character that is not whole yet, text of a record that is not whole yet, and what leaves of those
    // that are.
    private readonly PooledList<byte> _bytes = new(wipes: true);
    private readonly PooledList<byte> _text = new(wipes: true);
    private readonly PooledWriter _decided = new();
    private Docket _docket;
    private InspectionBuffers? _buffers;

    // A record that is not whole is looked at again when there is twice as much of it: else one byte at a time would
    // cost the square of its length.
    private int _enough;
    private int _records;
    private int _released;
    private int _subjects;

    internal RecordFlow(CategoryPlan plan, RecordWalk walk, DateOnly today, IRecordWitness witness)
    {
        _buffers = InspectionBuffers.Rent();
        _docket = new Docket(plan, _buffers, today);
        _walk = walk;
        _witness = witness;
    }

    private InspectionBuffers Buffers => _buffers ?? throw new ObjectDisposedException(nameof(RecordFlow));

    /// <summary>The next bytes of the body. Null: go on; else the answer, and nothing of the body may leave.</summary>
    public Refusal? Append(ReadOnlySpan<byte> bytes, IBufferWriter<byte> output)
    {
        while (!bytes.IsEmpty && _docket.Refusal is null)
        {
            var portion = bytes[..Math.Min(Portion, bytes.Length)];
            var isBroken = !TryTake(portion);
            if (_text.Count >= _enough || isBroken)
            {
                Decide(isLast: false, output);
            }

            _docket.Refusal ??= isBroken ? RecordForm.WrongCharset : null;
            bytes = bytes[portion.Length..];
        }

        return _docket.Refusal;
    }

    /// <summary>The body has ended: the account of it (without places in the output), or the answer.</summary>
    public Outcome<TransformReport> Complete(IBufferWriter<byte> output)
    {
        if (_docket.Refusal is null)
        {
            var isWhole = _bytes.Count == 0;
            Decide(isWhole, output);
            _docket.Refusal ??= isWhole ? null : RecordForm.WrongCharset;
        }

        if (_docket.Refusal is { } refusal)
        {
            return refusal;
        }

        if (_docket.Hold is { } hold)
        {
            return hold;
        }

        return new TransformReport(
            FieldCounts.From(_docket.Tally),
            new RecordCounts(_records, _released, 0),
            _subjects,
            new Dictionary<DetectorKind, int>(Buffers.FindingCounts),
            default);
    }

    public void Dispose()
    {
        _buffers?.Return();
        _buffers = null;
        _bytes.Return();
        _text.Return();
        _decided.Return();
    }

    // False where some of the bytes are no characters: what stands before them is taken.
    private bool TryTake(ReadOnlySpan<byte> bytes)
    {
        if (!_walk.IsGb18030)
        {
            bytes.CopyTo(_text.Extend(bytes.Length));
            return true;
        }

        bytes.CopyTo(_bytes.Extend(bytes.Length));
        var valid = Gb18030.ValidPrefix(_bytes.Items, out var isBroken);
        Gb18030.Decode(_bytes.Items[..valid], _text);
        Shift(_bytes, valid);
        return !isBroken;
    }

    private void Decide(bool isLast, IBufferWriter<byte> output)
    {
        var used = _walk.Walk(ref _docket, _text.Items, isLast);
        _docket.EndRun();
        _docket.Refusal ??= Buffers.Persons.Settle(_docket.Plan, Buffers, ref _docket.Tally);
        if (_docket.Refusal is not null)
        {
            return;
        }

        Write(output);
        Buffers.ForgetRecords();
        Shift(_text, used);
        _enough = _text.Count * 2;
        if (_text.Count > MaxRecordBytes)
        {
            _docket.Refuse(RefusalCode.BodyTooLarge, $"a record is over the limit of {MaxRecordBytes} bytes", null);
        }
    }

    // Gathered first, so that a record's bytes can be shown in one piece.
    private void Write(IBufferWriter<byte> output)
    {
        var buffers = Buffers;
        var script = new ScriptWriter(_docket.Plan, buffers, _docket.Today, _walk.Text, _text.Items);
        var writer = new OutputWriter(_decided);
        var isGap = false;
        var next = 0;
        for (var i = 0; i < buffers.Records.Count; i++)
        {
            ref var record = ref buffers.Records[i];
            if (record.IsEmitted)
            {
                script.Write(next, record.First, -1, ref isGap, ref writer);
                script.Write(record.First, record.Value, i, ref isGap, ref writer);
                writer.Flush();
                var start = _decided.Written.Length;
                script.Write(record.Value, record.End, i, ref isGap, ref writer);
                writer.Flush();
                _witness.Released(_decided.Written[start..]);
                _released++;
                next = record.End;
            }
        }

        script.Write(next, buffers.Edits.Count, -1, ref isGap, ref writer);
        writer.Flush();
        CountSubjects(buffers);
        _records += buffers.Records.Count;
        output.Write(_decided.Written);
        _decided.Reset();
    }

    private void CountSubjects(InspectionBuffers buffers)
    {
        foreach (var subject in buffers.Subjects.Items)
        {
            var isReleased = buffers.Records[subject.Record].IsEmitted;
            if (isReleased && _witness.IsNew(buffers.SubjectText.Span(subject.Start, subject.Length)))
            {
                _subjects++;
            }
        }
    }

    private static void Shift(PooledList<byte> list, int used)
    {
        list.Span(used, list.Count - used).CopyTo(list.Span(0, list.Count - used));
        list.Truncate(list.Count - used);
    }
}
