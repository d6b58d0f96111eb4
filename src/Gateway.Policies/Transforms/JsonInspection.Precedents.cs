using System.Runtime.CompilerServices;
using Gateway.Policies.Formats;

namespace Gateway.Policies.Transforms;

/// <content>
/// What is written like something before it is not read again: containers that nobody looks into are passed over, and
/// elements of arrays are decided as the one before was, where their values are on the same terms.
/// </content>
internal ref partial struct JsonInspection
{
    // Of containers in each other: each may be read once more in vain.
    private const int MaxCompared = 4;

    // Behind the container that is about to open, where it need not be read; else -1. It may be another one then: an
    // element further on, behind those that were not read.
    private int PassOver(ref Frame frame, ref int at)
    {
        frame.Compared = _depth == 0 ? 0 : _frames[_depth - 1].Compared;
        frame.IsSkeleton = false;
        frame.Noted = -1;
        if (_fhir is not null)
        {
            return JsonScanner.Malformed;
        }

        if (_learning >= 0)
        {
            _isSpoiled |= frame.Where >= 0;
            GiveUpOverfull();
        }

        var behind = frame.Skips
            ? frame.State.Tracks || _depth == 0 ? JsonScanner.Malformed : PassUnseen(ref frame, at)
            : FollowPrecedents(ref frame, ref at);
        if (_learning >= 0 && frame.Noted < 0)
        {
            frame.Noted = _buffers.Values.Count;
        }

        return behind;
    }

    private void GiveUpOverfull()
    {
        if (_buffers.Values.IsOverfull)
        {
            _buffers.Precedents.Skeletons.Regret(_frames[_learning].Address);
            _buffers.Precedents.Abandon();
            _learning = -1;
        }
    }

    // A container that nobody looks into.
    private int PassUnseen(ref Frame frame, int at)
    {
        var values = _buffers.Values;
        if (_learning < 0 && !_frames[_depth - 1].IsSkeleton)
        {
            values.Truncate(0);
        }

        frame.IsSkeleton = true;
        frame.Noted = values.Count;
        var behind = ++frame.Compared > MaxCompared
            ? JsonScanner.Malformed
            : _buffers.Skeletons.Pass(_json, at, frame.Address, _depth, values, out _);
        if (behind >= 0)
        {
            Leave(frame, behind);
        }

        return behind;
    }

    // An element of an array, or a line, that leaves at least as brackets.
    private readonly bool IsElement(in Frame frame) =>
        _learning < 0 && _opened > _depth && frame.Where < 0 && frame.Compared < MaxCompared
        && (_depth > 0 ? !_frames[_depth - 1].IsObject : _plan.Form is NdjsonForm);

    // Element by element, as long as they are like those before.
    private int FollowPrecedents(ref Frame frame, ref int at)
    {
        var precedents = _buffers.Precedents;
        while (!frame.Skips && IsElement(frame))
        {
            _buffers.Values.Truncate(0);
            frame.Compared++;
            var behind = precedents.Skeletons.Pass(_json, at, frame.Address, _depth, _buffers.Values, out var number);
            if (behind >= 0 && TryFollow(precedents[number], frame, at))
            {
                _opened--;
                Leave(frame, behind);
                if (!TryEnterNext(ref frame, behind, ref at))
                {
                    return behind;
                }

                continue;
            }

            if (behind >= 0)
            {
                precedents.Skeletons.Regret(frame.Address);
                _buffers.Values.Truncate(0);
            }

            if (precedents.Skeletons.Learns(frame.Address))
            {
                precedents.Begin(frame, _docket);
                _learning = _depth;
                _isSpoiled = false;
            }

            break;
        }

        return JsonScanner.Malformed;
    }

    // The element right behind, where the rules stand as they stood for this one.
    private bool TryEnterNext(ref Frame frame, int behind, ref int at)
    {
        if (_depth == 0 || _docket.Refusal is not null || behind > _json.Length - 2
            || _json[behind] != (byte)',' || _json[behind + 1] != _json[at])
        {
            return false;
        }

        ref var holder = ref _frames[_depth - 1];
        if (!ReferenceEquals(holder.State.Element(holder.Count), _state))
        {
            return false;
        }

        holder.Count++;
        frame.Rule = holder.Rule;
        frame.Compared = holder.Compared;
        _place.Comma = behind;
        at = behind + 1;
        Enter(ref frame, at);
        return true;
    }

    private bool TryFollow(in Precedent precedent, in Frame frame, int start)
    {
        if (!ReferenceEquals(precedent.State, frame.State) || precedent.Rule != frame.Rule
            || precedent.IsInRecord != (_docket.Record >= 0))
        {
            return false;
        }

        var terms = _buffers.Precedents.TermsOf(precedent);
        foreach (ref readonly var term in terms)
        {
            if (!Fulfils(term))
            {
                return false;
            }
        }

        foreach (ref readonly var term in terms)
        {
            Note(term);
        }

        FieldTally.Add(ref _docket.Tally, precedent.Tally);
        foreach (ref readonly var step in _buffers.Precedents.StepsOf(precedent))
        {
            if (step.Rule == Edit.Copy)
            {
                _docket.Emit(Find(step.From, start), Find(step.To, start));
            }
            else
            {
                _docket.Replace(
                    Find(step.From, start), Find(step.To, start), step.Rule,
                    step.Value >= 0 && _buffers.Values[step.Value].Escaped);
            }
        }

        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly int Find(PrecedentPlace place, int start) =>
        unchecked(place.Offset + (place.Values == 0 ? start : _buffers.Values[place.Values - 1].End));

    // Whether the rule would decide this value as it decided the other one.
    private readonly bool Fulfils(in PrecedentTerm term)
    {
        if (term.Rule < 0)
        {
            return true;
        }

        var compiled = _plan.Rules[term.Rule];
        var value = _buffers.Values[term.Value];
        if (compiled.Op == RuleOp.Keep)
        {
            return compiled.Screener is not { } screener || _json[value.Start] is (byte)'t' or (byte)'f' or (byte)'n'
                || _docket.IsClean(screener, Text(value.Start, value.End, value.Escaped));
        }

        if (IsBlank(value.Start, value.End) != term.IsBlank)
        {
            return false;
        }

        return compiled.Op != RuleOp.Rewrite || term.IsBlank
            || (_json[value.Start] is not ((byte)'t' or (byte)'f')
                && (compiled.Action!.TakesAnyText
                    || _docket.Rewrites(compiled, Text(value.Start, value.End, value.Escaped))));
    }

    // What else is read of the value.
    private readonly void Note(in PrecedentTerm term)
    {
        var value = _buffers.Values[term.Value];
        if (term.Subject >= 0)
        {
            NoteSubject(term.Subject, value.Start, value.End, value.Escaped);
        }
        else if (_plan.Rules[term.Rule] is { Quasi: >= 0 } compiled)
        {
            NoteQuasi(compiled, value.Start, value.End, value.Escaped);
        }
    }

    private readonly void NoteQuasi(CompiledRule compiled, int at, int end, bool escaped) =>
        _docket.NoteQuasi(compiled, _json[at..end], IsBlank(at, end) ? default : Text(at, end, escaped));

    // The decision about the value noted last depends on what it is.
    private readonly void AddTerm(CompiledRule compiled, int rule, int at, int end)
    {
        if (compiled is { Op: RuleOp.Redact or RuleOp.Rewrite } or { Op: RuleOp.Keep, Screener: not null }
            or { Quasi: >= 0 })
        {
            _buffers.Precedents.Add(new PrecedentTerm(_buffers.Values.Count - 1, rule, -1, IsBlank(at, end)));
        }
    }

    // A container that was read is closed.
    private void LearnFrom(in Frame frame, int end)
    {
        var depth = _depth - 1;
        if (_learning == depth)
        {
            _learning = -1;
            LearnPrecedent(frame, end, depth);
        }
        else if (_learning < 0 && frame.IsSkeleton && frame.Compared <= MaxCompared && !_buffers.Values.IsOverfull)
        {
            _buffers.Skeletons.Learn(
                _json, frame.Place.Start, end, _buffers.Values.From(frame.Noted), frame.Address, depth, 0);
        }
    }

    private readonly void LearnPrecedent(in Frame frame, int end, int depth)
    {
        var precedents = _buffers.Precedents;
        var values = _buffers.Values;
        var number = -1;
        if (_isSpoiled || values.IsOverfull)
        {
            precedents.Abandon();
        }
        else
        {
            number = precedents.Complete(frame.Place.Start, values.From(0), _docket);
        }

        if (number < 0)
        {
            precedents.Skeletons.Regret(frame.Address);
            return;
        }

        precedents.Skeletons.Learn(
            _json, frame.Place.Start, end, values.From(0), frame.Address, depth, number);
    }
}
