using Gateway.Policies.Selectors;

namespace Gateway.Policies.Transforms;

/// <content>What stands beside a value, where a rule asks for it.</content>
internal ref partial struct Er7Inspection
{
    private int First(PathState state, in Part part)
    {
        if (!state.HasConditions)
        {
            return state.First;
        }

        var segment = _tape.Segments[_segment];
        var first = part.Level == FieldLevel ? segment.First : part.Outer;
        var last = part.Level == FieldLevel ? segment.Last : EndOfContainer(part.Level, first, segment.Last);
        ref var known = ref _fields;
        switch (part.Level)
        {
            case 1:
                known = ref _components;
                break;
            case LastLevel:
                known = ref _subcomponents;
                break;
        }

        var words = _docket.Plan.Conditions.Words;
        var row = _siblings.AsSpan(part.Level * words, words);
        if (known != (first, last))
        {
            known = (first, last);
            Read(part.Level, first, last, row);
        }

        return _docket.FirstRule(state, row);
    }

    private readonly int EndOfContainer(int level, int first, int last)
    {
        var place = _tape.Leaves[first].Place;
        var end = first + 1;
        while (end < last && _tape.Leaves[end].Place is var next && next.Field == place.Field
            && next.Repetition == place.Repetition && (level == 1 || next.Component == place.Component))
        {
            end++;
        }

        return end;
    }

    private readonly void Read(int level, int first, int last, Span<ulong> row)
    {
        row.Clear();
        while (first < last)
        {
            var leaf = _tape.Leaves[first];
            var next = EndOf(level, first, last);
            var isAlone = next - first == 1 && leaf.Place.IsFirstBelow(level)
                && (level > FieldLevel || leaf.Place.Repetition == 1);
            if (isAlone && _docket.Plan.Conditions.TryFind(Er7Path.NameOf(leaf.Place.At(level)), out var slot))
            {
                _docket.Plan.Conditions.Mark(slot, TextOf(leaf), row);
            }

            first = next;
        }
    }
}
