using System.Globalization;
using System.Text;
using Gateway.Policies.Catalogue;
using Gateway.Policies.Selectors;

namespace Gateway.Policies.Transforms;

/// <content>What the rules say about each value (FORMATS.md 1, Rules).</content>
internal ref partial struct JsonInspection
{
    // The first rule in file order that matches the value at hand or has taken its container whole.
    private readonly int FirstRule(in Frame holder)
    {
        var state = _state;
        var matched = state.HasConditions ? FirstFulfilled(holder) : state.First;
        return _fhir is null ? Math.Min(matched, holder.Rule) : FirstFhirRule(holder, matched);
    }

    private readonly int FirstFulfilled(in Frame holder)
    {
        foreach (var rule in _state.Rules)
        {
            var row = _plan.Rules[rule].Where;
            if (row.Length == 0 || _buffers.Where.Fulfils(holder.Where, row))
            {
                return rule;
            }
        }

        return PathState.None;
    }

    private void DecideScalar(ref Frame holder, int at, int end, bool escaped)
    {
        if (_docket.Refusal is not null || (_fhir is not null && IsResourceType(holder, at)))
        {
            return;
        }

        var rule = FirstRule(holder);
        if (rule == PathState.None)
        {
            Unlisted();
            return;
        }

        var compiled = _plan.Rules[rule];
        if (_learning >= 0)
        {
            AddTerm(compiled, rule, at, end);
        }

        if (compiled.Quasi >= 0)
        {
            NoteQuasi(compiled, at, end, escaped);
        }

        switch (compiled.Op)
        {
            case RuleOp.Keep:
                KeepScalar(compiled, at, end, escaped);
                break;
            case RuleOp.Drop:
                _docket.Count(FieldOutcome.Dropped);
                break;
            case RuleOp.Constant:
                EmitValue(at, end, rule);
                _docket.Count(FieldOutcome.Constant);
                break;
            case RuleOp.Redact:
                Withhold(compiled.Path, rule, at, end);
                _docket.Count(FieldOutcome.Redacted);
                break;
            default:
                Rewrite(compiled, rule, at, end, escaped);
                break;
        }
    }

    private void Rewrite(CompiledRule compiled, int rule, int at, int end, bool escaped)
    {
        var action = compiled.Action!;
        var edit = rule;
        var isReference = _fhir is not null && action is HashAction && IsBareReference(at, end, escaped);
        if (IsBlank(at, end))
        {
            edit = Edit.Copy;
            _docket.Count(action.Outcome);
        }
        else if (_json[at] is (byte)'t' or (byte)'f')
        {
            edit = _docket.Mismatch(compiled, "a boolean");
        }
        else if (isReference && ScreenAroundId(compiled.Path, at, end, escaped) != Edit.Copy)
        {
            edit = Edit.Redact;
            _docket.Count(FieldOutcome.Redacted);
        }
        else if (action.TakesAnyText)
        {
            _docket.Count(action.Outcome);
        }
        else
        {
            edit = _docket.DecideRewrite(compiled, rule, Text(at, end, escaped));
        }

        _isSpoiled |= edit is Edit.Redact or Edit.Nothing;
        if (edit == Edit.Redact)
        {
            Withhold(compiled.Path, edit, at, end);
        }
        else if (edit != Edit.Nothing)
        {
            EmitValue(at, end, edit, escaped, isReference && edit == rule ? FhirBodyText.Reference : (byte)0);
        }
    }

    // null and "" stay as they are, and say no more than that.
    private void Withhold(string path, int edit, int at, int end)
    {
        if (IsBlank(at, end))
        {
            EmitValue(at, end, Edit.Copy);
        }
        else if (_fhir is null)
        {
            EmitValue(at, end, edit);
        }
        else
        {
            WithholdFhir(path, edit, at, end);
        }
    }

    // A string unescaped, anything else as its raw text.
    private readonly ReadOnlySpan<byte> Text(int at, int end, bool escaped) =>
        _json[at] == (byte)'"' ? _buffers.Unescape(_json[(at + 1)..(end - 1)], escaped) : _json[at..end];

    private readonly bool IsBlank(int at, int end) =>
        _json[at] == (byte)'n' || (end - at == 2 && _json[at] == (byte)'"');

    private void KeepScalar(CompiledRule compiled, int at, int end, bool escaped)
    {
        var edit = Edit.Copy;
        if (compiled.Screener is { } screener)
        {
            if (!_isSpelled)
            {
                ScreenName(screener, compiled.Path, _place);
            }

            if (_json[at] is not ((byte)'t' or (byte)'f' or (byte)'n'))
            {
                edit = ScreenValue(screener, compiled.Path, at, end, escaped);
            }
        }

        if (edit != Edit.Copy)
        {
            _isSpoiled = true;
            Withhold(compiled.Path, edit, at, end);
            _docket.Count(FieldOutcome.Redacted);
        }
        else if (_fhir is not null && MayNameResource()
            && FollowedRule(at, end, escaped, out var shape) is >= 0 and var ids)
        {
            EmitValue(at, end, ids, escaped, shape);
            _docket.Count(FieldOutcome.Hashed);
        }
        else
        {
            EmitValue(at, end, Edit.Copy);
            _docket.Count(FieldOutcome.Kept);
        }
    }

    // Decides a container before anything in it is known. Called before it counts as open.
    private void DecideContainer(ref Frame frame, int at)
    {
        var matched = _depth == 0
            ? _state.First
            : _state.HasConditions ? FirstFulfilled(_frames[_depth - 1]) : _state.First;
        if (_fhir is not null)
        {
            StepBehindGuard(ref frame, matched);
        }

        var rule = Math.Min(matched, frame.Rule);
        if (rule == PathState.None)
        {
            DecideUnmatched(ref frame);
            return;
        }

        var compiled = _plan.Rules[rule];
        switch (compiled.Op)
        {
            case RuleOp.Keep when compiled.Deep:
                frame.Rule = rule;
                OpenNow(ref frame);
                break;
            case RuleOp.Drop:
                frame.Rule = rule;
                DecideDropped(ref frame, rule);
                break;
            case var _ when _fhir is not null && !frame.IsObject:
                // Each element is decided by itself.
                OpenThrough(_depth + 1, compiled.Path);
                break;
            case RuleOp.Redact or RuleOp.Constant:
                ReplaceContainer(ref frame, compiled, rule, at);
                break;
            case RuleOp.Rewrite when compiled.Action!.TakesContainers:
                EmitValue(at, at + 1, rule);
                frame.Whole = _buffers.Edits.Count - 1;
                _docket.Count(compiled.Action.Outcome);
                frame.Skips = true;
                break;
            default:
                RefuseShape(ref frame, compiled, "an object or an array");
                break;
        }
    }

    private void ReplaceContainer(ref Frame frame, CompiledRule compiled, int rule, int at)
    {
        if (_fhir is not null && frame.Resource >= 0)
        {
            RefuseShape(ref frame, compiled, "a whole resource");
            return;
        }

        var isRedacted = compiled.Op == RuleOp.Redact;
        EmitValue(at, at, rule, false, isRedacted && _fhir is not null ? FhirBodyText.AbsentObject : (byte)0);
        _docket.Count(isRedacted ? FieldOutcome.Redacted : FieldOutcome.Constant);
        frame.Skips = true;
    }

    private void RefuseShape(ref Frame frame, CompiledRule compiled, string met)
    {
        _docket.Refuse(RefusalCode.FieldShape, $"the rule for '{compiled.Path}' meets {met}", compiled.Path);
        frame.Skips = true;
    }

    // A resource that leaves nothing else leaves with its type.
    private readonly bool IsFhirRoot => _fhir is not null && _depth == 0;

    // Where arrays are implied, one stands for what is in it.
    private readonly bool HoldsMembers(in Frame frame) => frame.IsObject || _fhir is not null;

    private void DecideUnmatched(ref Frame frame)
    {
        if (frame.State.Ways.Definite(HoldsMembers(frame)) != PathState.None || IsFhirRoot)
        {
            OpenNow(ref frame);
        }
        else if (frame.State.Ways.Loose(HoldsMembers(frame)) != PathState.None)
        {
            LookForSiblings(ref frame);
        }
        else
        {
            Unlisted();
            SkipWhole(ref frame);
        }
    }

    // Earlier rules inside still have their say; the rest is dropped.
    private void DecideDropped(ref Frame frame, int rule)
    {
        var isLoose = frame.State.Ways.Loose(HoldsMembers(frame)) < rule;
        if (frame.State.Ways.Definite(HoldsMembers(frame)) < rule || (isLoose && IsFhirRoot))
        {
            OpenNow(ref frame);
        }
        else if (isLoose)
        {
            LookForSiblings(ref frame);
        }
        else
        {
            _docket.Count(FieldOutcome.Dropped);
            SkipWhole(ref frame);
        }
    }

    // A body cannot be nothing: a root that leaves nothing leaves as an empty container.
    private void SkipWhole(ref Frame frame)
    {
        frame.Skips = true;
        if (_depth == 0 && _docket.Refusal is null)
        {
            OpenThrough(1, null);
        }
    }

    private void OpenNow(ref Frame frame)
    {
        OpenThrough(_depth + 1, frame.Rule == PathState.None ? null : _plan.Rules[frame.Rule].Path);
        LookForSiblings(ref frame);
    }

    private readonly void LookForSiblings(ref Frame frame)
    {
        if (frame.IsObject && frame.State.Ways.Conditional < frame.Rule)
        {
            frame.Where = _buffers.Where.Find(_json, frame.Place.Start, _plan.Conditions);
        }
    }

    // A container under '..' in which nothing was emitted: as one value where a rule or nothing at all decided it.
    private void CountUnopened(ref Frame frame)
    {
        ref var dropped = ref _docket.Tally[(int)FieldOutcome.Dropped];
        if (frame.Rule != PathState.None || dropped == frame.DroppedBefore)
        {
            dropped = frame.DroppedBefore + 1;
        }
    }

    private void Unlisted()
    {
        if (_plan.Unlisted == UnlistedRule.Drop)
        {
            _docket.Count(FieldOutcome.Dropped);
        }
        else
        {
            _docket.Refuse(RefusalCode.FieldUnlisted, $"no rule lists {DeclaredPlace()}", null);
        }
    }

    // INVARIANT: names only what the bundle spells out; an undeclared member is its declared parent and a position.
    private readonly string DeclaredPlace()
    {
        if (_depth == 0)
        {
            return "the root";
        }

        var path = new StringBuilder("$");
        var parent = 0;
        for (; parent < _depth - 1 && (!_frames[parent].IsObject || _frames[parent + 1].IsSpelled); parent++)
        {
            var below = _frames[parent + 1].Place;
            if (_frames[parent].IsObject)
            {
                var name = _json[(below.NameStart + 1)..(below.NameEnd - 1)];
                path.Append('.').Append(Encoding.UTF8.GetString(_buffers.Unescape(name, name.Contains((byte)'\\'))));
            }
            else
            {
                path.Append(CultureInfo.InvariantCulture, $"[{_frames[parent].Count - 1}]");
            }
        }

        var kind = _frames[parent].IsObject ? "member" : "element";
        var inside = parent < _depth - 1 ? "something in " : "";
        return string.Create(
            CultureInfo.InvariantCulture, $"{inside}{kind} {_frames[parent].Count} of '{path}', counted from 1");
    }
}
