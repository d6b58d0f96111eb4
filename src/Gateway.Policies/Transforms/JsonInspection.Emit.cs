using Gateway.Policies.Selectors;

namespace Gateway.Policies.Transforms;

/// <content>
/// What goes into the edit script: brackets, names, colons and commas are stretches of the body too.
/// </content>
internal ref partial struct JsonInspection
{
    private void EmitValue(int at, int end, int edit, bool escaped = false, byte shape = 0)
    {
        // In a body without white space, a kept value after a kept value only makes the stretch longer.
        if (edit == Edit.Copy && _docket.RunEnd == _place.Comma && _begun < 0 && _opened == _depth && IsTight(at)
            && _frames[_depth - 1].HasEmitted && _fhir is null)
        {
            _docket.RunEnd = end;
            return;
        }

        if (_opened < _depth)
        {
            OpenThrough(_depth, edit < 0 ? null : _plan.Rules[edit].Path);
        }

        // The root has no holder: only a root taken whole comes here.
        if (_depth > 0)
        {
            EmitPrefix(_depth - 1, _place, _begun);
        }
        else if (_begun >= 0)
        {
            _buffers.Records[_begun].IsEmitted = true;
        }

        if (edit == Edit.Copy)
        {
            _docket.Emit(at, end);
        }
        else
        {
            _docket.Replace(at, end, edit, escaped, shape);
        }
    }

    // Nothing but tokens between the comma and the value.
    private readonly bool IsTight(int at) => _place.NameStart < 0
        ? at == _place.Comma + 1
        : _place.NameStart == _place.Comma + 1 && _place.Colon == _place.NameEnd && at == _place.Colon + 1;

    // The comma, the name and the colon before a value. Every emitted one but the first has a comma before it in the
    // body, whatever was left out in between.
    private void EmitPrefix(int level, in Place place, int record)
    {
        ref var holder = ref _frames[level];
        if (_fhir is not null)
        {
            NoteFhir(holder, level, place);
        }

        if (record >= 0)
        {
            _docket.MarkRecordFirst(record);
        }

        if (holder.HasEmitted)
        {
            _docket.Emit(place.Comma, place.Comma + 1);
        }

        holder.HasEmitted = true;
        if (place.NameStart >= 0)
        {
            _docket.Emit(place.NameStart, place.NameEnd);
            _docket.Emit(place.Colon, place.Colon + 1);
        }

        if (record >= 0)
        {
            _docket.MarkRecordValue(record);
        }
    }

    // Emits the opening of every container that waited for something inside it to be emitted.
    private void OpenThrough(int depth, string? rule)
    {
        for (; _opened < depth; _opened++)
        {
            ref var frame = ref _frames[_opened];

            // A deep keep may have detectors of its own; inside a drop an earlier rule keeps by the category's.
            var taker = frame.Rule == PathState.None ? null : _plan.Rules[frame.Rule];
            var screener = taker is { Op: RuleOp.Keep } ? taker.Screener : _plan.Screener;
            if (!frame.IsSpelled && screener is not null)
            {
                ScreenName(screener, rule, frame.Place);
            }

            if (_opened > 0)
            {
                EmitPrefix(_opened - 1, frame.Place, frame.Record);
            }
            else if (frame.Record >= 0)
            {
                _buffers.Records[frame.Record].IsEmitted = true;
            }

            _docket.Emit(frame.Place.Start, frame.Place.Start + 1);
            if (_fhir is not null && frame.Resource >= 0)
            {
                EmitType(ref frame, rule);
            }
        }
    }

    // A scalar that is a record, or that names a record's subject.
    private void DecideMarked(ref Frame holder, int at, int end, bool escaped)
    {
        var record = _state.IsRecord ? _docket.BeginRecord() : -1;
        foreach (var path in _state.Subjects)
        {
            NoteSubject(path, at, end, escaped);
            if (_learning >= 0)
            {
                _buffers.Precedents.Add(new PrecedentTerm(_buffers.Values.Count - 1, -1, path, false));
            }
        }

        if (!holder.Skips)
        {
            _begun = record;
            DecideScalar(ref holder, at, end, escaped);
            _begun = -1;
        }

        if (record >= 0)
        {
            _docket.EndRecord(record);
        }
    }

    // A subject is named by a non-empty string or a number; anything else names nobody.
    private readonly void NoteSubject(int path, int at, int end, bool escaped)
    {
        var isString = _json[at] == (byte)'"';
        if (IsBlank(at, end) || (!isString && _json[at] is (byte)'t' or (byte)'f'))
        {
            return;
        }

        _docket.NoteSubject(path, Text(at, end, escaped));
    }
}
