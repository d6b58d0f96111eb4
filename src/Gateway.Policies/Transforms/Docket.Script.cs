namespace Gateway.Policies.Transforms;

/// <content>
/// The edit script: stretches of the body, adjacent ones merged, and values to be replaced; and which part of it is
/// which record. Nothing is ever written that was not there or that no rule made.
/// </content>
internal partial struct Docket
{
    /// <summary>A stretch of the body leaves as it is.</summary>
    internal void Emit(int start, int end)
    {
        if (start != RunEnd)
        {
            EndRun();
            RunStart = start;
        }

        RunEnd = end;
    }

    internal void EndRun()
    {
        if (RunEnd >= 0)
        {
            Buffers.Edits.Add(new Edit(RunStart, RunEnd - RunStart, Edit.Copy, false));
            RunEnd = -1;
        }
    }

    /// <summary>In the place of a value leaves what a rule makes of it.</summary>
    internal void Replace(int start, int end, int edit, bool escaped = false, byte shape = 0)
    {
        EndRun();
        if (edit >= 0 && Plan.Rules[edit].Action is { IsPerSubject: true })
        {
            Buffers.Persons.Note(Record, Buffers.Edits.Count);
        }

        Buffers.Edits.Add(new Edit(start, end - start, edit, escaped, shape));
    }

    internal int BeginRecord()
    {
        // Records do not nest: inside one, the path that would start another is just a path.
        if (Record >= 0)
        {
            return -1;
        }

        Record = Buffers.Records.Count;
        var next = Buffers.Edits.Count;
        Buffers.Records.Add(new RecordEdits { First = next, Value = next, Tally = Tally });
        return Record;
    }

    internal void EndRecord(int record)
    {
        EndRun();
        ref var edits = ref Buffers.Records[record];
        edits.End = Buffers.Edits.Count;
        var before = edits.Tally;
        edits.Tally = Tally;
        FieldTally.Subtract(ref edits.Tally, before);
        Record = -1;
    }

    /// <summary>Where the separator before a record's value would stand in the script.</summary>
    internal void MarkRecordFirst(int record)
    {
        EndRun();
        Buffers.Records[record].First = Buffers.Edits.Count;
    }

    /// <summary>Where the record's own bytes begin in the script: it leaves.</summary>
    internal void MarkRecordValue(int record)
    {
        EndRun();
        Buffers.Records[record].Value = Buffers.Edits.Count;
        Buffers.Records[record].IsEmitted = true;
    }

    /// <summary>A subject's name, unescaped; empty text names nobody.</summary>
    internal readonly void NoteSubject(int path, ReadOnlySpan<byte> text)
    {
        var start = Buffers.SubjectText.Count;
        var length = FoldedText.Append(text, Buffers.SubjectText);
        if (length > 0)
        {
            Buffers.Subjects.Add(new SubjectPlace(Record, path, start, length));
        }
    }
}
