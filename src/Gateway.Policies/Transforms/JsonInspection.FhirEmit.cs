using Gateway.Policies.Formats;

namespace Gateway.Policies.Transforms;

/// <content>FHIR: what is written beside what the rules let out, so that nobody is misled.</content>
internal ref partial struct JsonInspection
{
    // The type of a resource that has just been opened, wherever it stands in it.
    private void EmitType(ref Frame frame, string? rule)
    {
        ref readonly var resource = ref _buffers.Fhir.Resources[frame.Resource];
        if (_plan.Screener is { } screener && !FhirForm.Spells(_plan.Root, TypeOf(resource)))
        {
            _docket.ScreenName(screener, rule, TypeOf(resource));
        }

        _docket.Emit(resource.NameStart, resource.NameEnd);
        _docket.Emit(resource.Colon, resource.Colon + 1);
        _docket.Emit(resource.ValueStart, resource.ValueEnd);
        _docket.Count(FieldOutcome.Kept);
        frame.HasEmitted = true;
    }

    // A member is about to leave.
    private readonly void NoteFhir(in Frame holder, int level, in Place place)
    {
        var name = Name(place);
        if (holder.Resource >= 0 && name.SequenceEqual("meta"u8))
        {
            _buffers.Fhir.Open[holder.FhirOpen].HasMeta = true;
        }
        else if (holder.Role == FhirRole.Meta && name.SequenceEqual("security"u8))
        {
            _buffers.Fhir.Open[holder.FhirOpen].HasSecurity = true;
        }
        else if (name.StartsWith("_"u8))
        {
            _buffers.Fhir.Siblings.Add(new FhirName(level, place.NameStart, place.NameEnd));
        }
    }

    // A value that must not leave. Text may be replaced by text; a date, a number or a truth value would be none any
    // more, so it is left out. In an object, the '_' sibling says why.
    private void WithholdFhir(string path, int edit, int at, int end)
    {
        if (_json[at] == (byte)'"' && !IsDate(_json[(at + 1)..(end - 1)]))
        {
            EmitValue(at, end, edit);
        }
        else
        {
            OpenThrough(_depth, path);
        }

        if (_place.NameStart >= 0)
        {
            _buffers.Fhir.Absent.Add(new FhirName(_depth - 1, _place.NameStart, _place.NameEnd));
        }
    }

    // YYYY, YYYY-MM, YYYY-MM-DD and what may follow (FHIR R4, date, dateTime and instant); time.
    private static bool IsDate(ReadOnlySpan<byte> text)
    {
        var digits = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return digits == -1
            ? text.Length == 4
            : (digits == 4 && text[4] == (byte)'-') || (digits == 2 && text[2] == (byte)':');
    }

    private void LeaveFhir(ref Frame frame)
    {
        var fhir = _buffers.Fhir;
        var level = _depth - 1;
        if (_opened == _depth)
        {
            EmitAbsent(ref frame, level);
            PlaceLabels(ref frame);
        }

        Truncate(fhir.Absent, level);
        Truncate(fhir.Siblings, level);
        if (frame.Resource >= 0)
        {
            fhir.Open.Truncate(frame.FhirOpen);
        }
    }

    private static void Truncate(PooledList<FhirName> names, int level)
    {
        while (names.Count > 0 && names[names.Count - 1].Level >= level)
        {
            names.Truncate(names.Count - 1);
        }
    }

    private void EmitAbsent(ref Frame frame, int level)
    {
        var absent = _buffers.Fhir.Absent;
        for (var i = 0; i < absent.Count; i++)
        {
            if (absent[i].Level == level && !HasSibling(absent[i]))
            {
                _docket.Replace(
                    absent[i].Start, absent[i].End, Edit.Rewrite, false,
                    frame.HasEmitted ? FhirBodyText.Absent : FhirBodyText.FirstAbsent);
                frame.HasEmitted = true;
            }
        }
    }

    private readonly bool HasSibling(in FhirName name)
    {
        foreach (ref readonly var sibling in _buffers.Fhir.Siblings.Items)
        {
            if (sibling.Level == name.Level && _json[(sibling.Start + 2)..sibling.End]
                .SequenceEqual(_json[(name.Start + 1)..name.End]))
            {
                return true;
            }
        }

        return false;
    }

    private void PlaceLabels(ref Frame frame)
    {
        if (frame.FhirOpen < 0)
        {
            return;
        }

        ref var open = ref _buffers.Fhir.Open[frame.FhirOpen];
        switch (frame.Role)
        {
            case FhirRole.Security:
                PlaceLabel(ref open, frame.HasEmitted ? FhirLabelPlace.InSecurity : FhirLabelPlace.FirstInSecurity);
                break;
            case FhirRole.Meta when !open.HasSecurity:
                PlaceLabel(ref open, frame.HasEmitted ? FhirLabelPlace.InMeta : FhirLabelPlace.FirstInMeta);
                break;
        }

        if (frame.Resource < 0 || open.IsContained)
        {
            return;
        }

        if (open.Label < 0 && !open.HasMeta)
        {
            PlaceLabel(ref open, FhirLabelPlace.InResource);
        }

        var shape = FhirBodyText.LabelsOf(open.Tally, _docket.Tally, open.LabelPlace);
        if (open.Label >= 0 && shape != 0)
        {
            _buffers.Edits[open.Label] = new Edit(0, 0, Edit.Rewrite, false, shape);
        }
    }

    private void PlaceLabel(ref FhirOpen open, FhirLabelPlace place)
    {
        _docket.EndRun();
        open.Label = _buffers.Edits.Count;
        open.LabelPlace = place;
        _buffers.Edits.Add(new Edit(0, 0, Edit.Copy, false));
    }
}
