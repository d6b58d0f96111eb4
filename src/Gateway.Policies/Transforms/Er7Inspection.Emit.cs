using Gateway.Policies.Formats;
using Gateway.Policies.Selectors;

namespace Gateway.Policies.Transforms;

/// <content>
/// Values leave at their places. A separator leaves only where a value behind it does, so what is not there any more
/// has no shape either.
/// </content>
internal ref partial struct Er7Inspection
{
    // The header always leaves with what says how to read it.
    private void BeginSegment(in Er7Segment segment)
    {
        _isOpen = _segment == 0;
        _at = new Er7Place(_isOpen ? 2 : 0, 1, 1, 1);
        _value = segment.First - 1;
        _end = _isOpen ? _delimiters.HeaderLength : segment.Start + Er7Scanner.NameLength;
        if (_isOpen)
        {
            _docket.Emit(0, _delimiters.HeaderLength);
        }
    }

    private void EndSegment(in Er7Segment segment)
    {
        if (_isOpen)
        {
            _docket.Emit(segment.End, segment.End + 1);
        }
    }

    private void EmitValue(int value, int edit)
    {
        if (edit == Edit.Nothing)
        {
            return;
        }

        var leaf = _tape.Leaves[value];
        MoveTo(leaf.Place, value);
        if (edit == Edit.Copy && !leaf.Escaped)
        {
            _docket.Emit(leaf.Start, leaf.End);
        }
        else
        {
            // One spelling of each text: what leaves is what was looked at.
            _docket.Replace(leaf.Start, leaf.End, edit == Edit.Copy ? Edit.Rewrite : edit, leaf.Escaped);
        }

        (_value, _end) = (value, leaf.End);
    }

    private void ReplaceWhole(PathState state, in Part part, int rule, FieldOutcome outcome)
    {
        NoteInside(state, part);
        var place = _tape.Leaves[part.First].Place;
        MoveTo(part.Level == FieldLevel ? place with { Component = 1, Subcomponent = 1 }
            : place with { Subcomponent = 1 }, part.First);
        var end = _tape.Leaves[part.Last - 1].End;
        _docket.Replace(_tape.Leaves[part.First].Start, end, rule);
        _docket.Count(outcome);
        (_value, _end) = (part.Last - 1, end);
    }

    private void MoveTo(in Er7Place place, int value)
    {
        if (!_isOpen)
        {
            _docket.Emit(_end - Er7Scanner.NameLength, _end);
            _isOpen = true;
        }

        var fields = place.Field - _at.Field;
        var repetitions = place.Repetition - (fields > 0 ? 1 : _at.Repetition);
        var components = place.Component - (fields + repetitions > 0 ? 1 : _at.Component);
        var subcomponents = place.Subcomponent - (fields + repetitions + components > 0 ? 1 : _at.Subcomponent);

        // Mostly the very separators that stand there; then they and the values around them are one stretch.
        var start = _tape.Leaves[value].Start;
        if (value == _value + 1 && start - _end == fields + repetitions + components + subcomponents)
        {
            if (start > _end)
            {
                _docket.Emit(_end, start);
            }
        }
        else
        {
            Emit(Er7Delimiters.FieldAt, fields);
            Emit(Er7Delimiters.RepetitionAt, repetitions);
            Emit(Er7Delimiters.ComponentAt, components);
            Emit(Er7Delimiters.SubcomponentAt, subcomponents);
        }

        _at = place;
    }

    private void Emit(int separator, int count)
    {
        for (var i = 0; i < count; i++)
        {
            _docket.Emit(separator, separator + 1);
        }
    }
}
