using System.Globalization;
using System.Text;
using Gateway.Policies.Formats;
using Gateway.Policies.Selectors;

namespace Gateway.Policies.Transforms;

/// <summary>
/// One walk over one message: each value is decided by its field, its component and its subcomponent.
/// </summary>
internal ref partial struct Er7Inspection
{
    private const int FieldLevel = 0;
    private const int LastLevel = 2;

    private readonly ReadOnlySpan<byte> _message;
    private readonly Er7Delimiters _delimiters;
    private readonly Er7Tape _tape;
    private Docket _docket;

    // The segment at hand: its position, and whether a container's drop took a value since that was last asked.
    private int _segment;
    private bool _hasDropped;

    // The last value that left: where it stands in the segment, in the tape and in the message.
    private bool _isOpen;
    private Er7Place _at;
    private int _value;
    private int _end;

    // A row for each level, and the container it is about by its first value and its last: so each container is read
    // once, however many of its parts ask.
    private readonly ulong[] _siblings;
    private (int First, int Last) _fields;
    private (int First, int Last) _components;
    private (int First, int Last) _subcomponents;

    internal Er7Inspection(Docket docket, ReadOnlySpan<byte> message, in Er7Delimiters delimiters)
    {
        _docket = docket;
        _message = message;
        _delimiters = delimiters;
        _tape = docket.Buffers.Er7;
        _siblings = new ulong[docket.Plan.Conditions.Words * (LastLevel + 1)];
    }

    internal readonly Docket Docket => _docket;

    internal void Walk()
    {
        var record = _docket.Plan.Root.IsRecord ? _docket.BeginRecord() : -1;
        for (_segment = 0; _segment < _tape.Segments.Count && _docket.Refusal is null; _segment++)
        {
            DecideSegment(_tape.Segments[_segment]);
        }

        if (record >= 0)
        {
            _docket.Buffers.Records[record].IsEmitted = true;
            _docket.EndRecord(record);
        }
    }

    private void DecideSegment(in Er7Segment segment)
    {
        var state = Below(_docket.Plan.Root, _message.Slice(segment.Start, Er7Scanner.NameLength));
        BeginSegment(segment);
        for (var first = segment.First; first < segment.Last && _docket.Refusal is null;)
        {
            var place = _tape.Leaves[first].Place;
            var last = first + 1;
            while (last < segment.Last && _tape.Leaves[last].Place.Field == place.Field
                && _tape.Leaves[last].Place.Repetition == place.Repetition)
            {
                last++;
            }

            if (_segment == 0 && place.Field == Er7Scanner.CharacterSet)
            {
                EmitValue(first, Edit.Copy);
            }
            else
            {
                Decide(Below(state, Er7Path.NameOf(place.Field)), new Part(FieldLevel, first, last), PathState.None);
            }

            first = last;
        }

        EndSegment(segment);
    }

    // A field, component or subcomponent: a value, or a container of the next level.
    private void Decide(PathState state, in Part part, int taken)
    {
        if (IsValue(part))
        {
            DecideValue(state, part, taken);
            return;
        }

        var own = First(state, part);
        if (state.Subjects.Length > 0)
        {
            RefuseSubject();
        }
        else if (own < taken)
        {
            DecideContainer(state, part, own);
        }
        else if (taken == PathState.None && state.IsDead)
        {
            _docket.Unlisted(PlaceOf(part));
        }
        else
        {
            DecideInside(state, part, taken);
        }
    }

    private void DecideContainer(PathState state, in Part part, int rule)
    {
        var compiled = _docket.Plan.Rules[rule];
        switch (compiled.Op)
        {
            case RuleOp.Drop:
                var outer = _hasDropped;
                _hasDropped = false;
                DecideInside(state, part, rule);
                if (_hasDropped)
                {
                    _docket.Count(FieldOutcome.Dropped);
                }

                _hasDropped = outer;
                break;
            case RuleOp.Keep when compiled.Deep:
                DecideInside(state, part, rule);
                break;
            case RuleOp.Redact:
                ReplaceWhole(state, part, rule, FieldOutcome.Redacted);
                break;
            case RuleOp.Constant:
                ReplaceWhole(state, part, rule, FieldOutcome.Constant);
                break;
            case RuleOp.Rewrite when compiled.Action!.TakesContainers:
                ReplaceWhole(state, part, rule, compiled.Action.Outcome);
                break;
            default:
                _docket.Refuse(
                    RefusalCode.FieldShape, $"the rule for '{compiled.Path}' meets components", compiled.Path);
                break;
        }
    }

    private void DecideInside(PathState state, in Part part, int taken)
    {
        var level = part.Level + 1;
        for (var first = part.First; first < part.Last && _docket.Refusal is null;)
        {
            var number = _tape.Leaves[first].Place.At(level);
            var last = EndOf(level, first, part.Last);
            Decide(Below(state, Er7Path.NameOf(number)), new Part(level, first, last) { Outer = part.First }, taken);
            first = last;
        }
    }

    // Whom a container names counts also where it is replaced.
    private void NoteInside(PathState state, in Part part)
    {
        if (IsValue(part))
        {
            NoteValue(state, part);
        }
        else if (state.Subjects.Length > 0)
        {
            RefuseSubject();
        }
        else if (state.Tracks)
        {
            var level = part.Level + 1;
            for (var first = part.First; first < part.Last;)
            {
                var last = EndOf(level, first, part.Last);
                var below = Below(state, Er7Path.NameOf(_tape.Leaves[first].Place.At(level)));
                NoteInside(below, new Part(level, first, last));
                first = last;
            }
        }
    }

    private readonly void NoteValue(PathState state, in Part part)
    {
        var leaf = _tape.Leaves[part.First];
        var isNull = _message[leaf.Start..leaf.End].SequenceEqual(Er7Text.Null);
        for (var level = part.Level; ; level++)
        {
            foreach (var subject in state.Subjects)
            {
                _docket.NoteSubject(subject, isNull ? default : TextOf(leaf));
            }

            if (level == LastLevel)
            {
                return;
            }

            state = Below(state, Er7Path.NameOf(1));
        }
    }

    private void RefuseSubject() =>
        _docket.Refuse(RefusalCode.FieldShape, "a 'subject' meets components; write the path of one", null);

    // Without separators a field is its first component, and that its first subcomponent: paths of each decide it.
    private void DecideValue(PathState state, in Part part, int taken)
    {
        var leaf = _tape.Leaves[part.First];
        var raw = _message[leaf.Start..leaf.End];
        var isNull = raw.SequenceEqual(Er7Text.Null);
        var rule = taken;
        NoteValue(state, part);
        for (var at = part; ; state = Below(state, Er7Path.NameOf(1)))
        {
            rule = Math.Min(rule, First(state, at));
            if (at.Level == LastLevel)
            {
                break;
            }

            at = new Part(at.Level + 1, part.First, part.Last) { Outer = part.First };
        }

        if (rule == taken && rule != PathState.None && _docket.Plan.Rules[rule].Op == RuleOp.Drop)
        {
            _hasDropped = true;
            return;
        }

        var place = rule == PathState.None ? PlaceOf(part) : "";
        EmitValue(part.First, _docket.DecideText(rule, isNull ? default : TextOf(leaf), place));
    }

    private readonly PathState Below(PathState state, ReadOnlySpan<byte> name)
    {
        var slot = state.Names.Find(NameKey.Of(name, 0, name.Length), name);
        return slot < 0 ? _docket.Plan.Dead : state.Named(slot);
    }

    private readonly bool IsValue(in Part part) =>
        part.Last - part.First == 1 && _tape.Leaves[part.First].Place.IsFirstBelow(part.Level);

    private readonly int EndOf(int level, int first, int last)
    {
        var number = _tape.Leaves[first].Place.At(level);
        var end = first + 1;
        while (end < last && _tape.Leaves[end].Place.At(level) == number)
        {
            end++;
        }

        return end;
    }

    private readonly ReadOnlySpan<byte> TextOf(in Er7Leaf leaf)
    {
        var raw = _message[leaf.Start..leaf.End];
        if (!leaf.Escaped)
        {
            return raw;
        }

        var scratch = _docket.Buffers.Scratch;
        scratch.Truncate(0);
        Er7Text.TryRead(raw, _delimiters, scratch);
        return scratch.Items;
    }

    // In declared names and positions: a segment that no path names is its position.
    private readonly string PlaceOf(in Part part)
    {
        var name = _message.Slice(_tape.Segments[_segment].Start, Er7Scanner.NameLength);
        var place = _tape.Leaves[part.First].Place;
        if (Below(_docket.Plan.Root, name).IsDead)
        {
            return string.Create(CultureInfo.InvariantCulture, $"segment {_segment + 1}, counted from 1");
        }

        var path = string.Create(CultureInfo.InvariantCulture, $"{Encoding.ASCII.GetString(name)}-{place.Field}");
        path += part.Level > 0 ? string.Create(CultureInfo.InvariantCulture, $".{place.Component}") : "";
        path += part.Level > 1 ? string.Create(CultureInfo.InvariantCulture, $".{place.Subcomponent}") : "";
        return $"'{path}'";
    }

    /// <summary>Values that make one field, component or subcomponent; one repetition of it.</summary>
    private readonly record struct Part(int Level, int First, int Last)
    {
        /// <summary>The first value of the container it stands in; of a field: see the segment.</summary>
        internal int Outer { get; init; }
    }
}
