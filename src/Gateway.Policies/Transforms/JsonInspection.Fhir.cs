using Gateway.Policies.Formats;
using Gateway.Policies.Selectors;

namespace Gateway.Policies.Transforms;

/// <content>FHIR: rules by the type of the resource, implied arrays, and what no deep keep takes along.</content>
internal ref partial struct JsonInspection
{
    // A container opens: which resource it is, if any, and what the rules say there.
    private void EnterFhir(ref Frame frame, int at)
    {
        ref readonly var holder = ref _frames[Math.Max(_depth - 1, 0)];
        frame.Resource = -1;
        frame.FhirOpen = _depth == 0 ? -1 : holder.FhirOpen;
        frame.Role = RoleIn(holder, frame);
        if (!frame.IsObject)
        {
            frame.Where = _depth == 0 ? -1 : holder.Where;
        }
        else
        {
            frame.Resource = _buffers.Fhir.Resources.Next(at);
        }

        if (frame.Resource >= 0)
        {
            EnterResource(ref frame);
        }

        frame.Behind = Math.Min(_depth == 0 ? PathState.None : holder.Behind, FirstThatKeepsNothing(frame.State));
        if (_depth == 0 && frame.Resource < 0)
        {
            _docket.Refuse(RefusalCode.FieldShape, "the root is not a FHIR resource", null);
            frame.Skips = true;
        }
    }

    private readonly int FirstThatKeepsNothing(PathState state)
    {
        foreach (var rule in state.Rules)
        {
            var (op, where) = (_plan.Rules[rule].Op, _plan.Rules[rule].Where);
            if (op is RuleOp.Drop or RuleOp.Redact or RuleOp.Constant
                && (where.Length == 0 || (_depth > 0 && _buffers.Where.Fulfils(_frames[_depth - 1].Where, where))))
            {
                return rule;
            }
        }

        return PathState.None;
    }

    private void EnterResource(ref Frame frame)
    {
        ref readonly var resource = ref _buffers.Fhir.Resources[frame.Resource];
        _state = _fhir!.StateOf(_plan, _depth == 0 ? _plan.Dead : _state, TypeOf(resource));
        frame.State = _state;
        if (frame.Record < 0 && _state.IsRecord)
        {
            frame.Record = _docket.BeginRecord();
        }

        // The type leaves first, so what was the first member needs a comma before it.
        _place.Comma = resource.Comma < 0 ? _place.Comma : resource.Comma;
        frame.FhirOpen = _buffers.Fhir.Open.Count;
        _buffers.Fhir.Open.Add(new FhirOpen { Tally = _docket.Tally, Label = -1, IsContained = IsContained() });
    }

    private readonly bool IsContained() =>
        _depth > 1 && _frames[_depth - 2].Resource >= 0 && IsNamed(_frames[_depth - 1].Place, "contained"u8);

    private readonly FhirRole RoleIn(in Frame holder, in Frame frame)
    {
        if (_depth == 0)
        {
            return FhirRole.None;
        }

        return holder.Resource >= 0 && frame.IsObject && IsNamed(frame.Place, "meta"u8) ? FhirRole.Meta
            : holder.Role == FhirRole.Meta && !frame.IsObject && IsNamed(frame.Place, "security"u8) ? FhirRole.Security
            : FhirRole.None;
    }

    private readonly ReadOnlySpan<byte> TypeOf(in FhirResource resource) =>
        _json[(resource.ValueStart + 1)..(resource.ValueEnd - 1)];

    private readonly bool IsNamed(in Place place, ReadOnlySpan<byte> name) => Name(place).SequenceEqual(name);

    // A member's name, unescaped; empty for an element of an array. Valid until the next value.
    private readonly ReadOnlySpan<byte> Name(scoped in Place place)
    {
        if (place.NameStart < 0)
        {
            return default;
        }

        var raw = _json[(place.NameStart + 1)..(place.NameEnd - 1)];
        return _buffers.Unescape(raw, raw.Contains((byte)'\\'));
    }

    // The name of the value at hand; in an array, the array's.
    private readonly ReadOnlySpan<byte> ValueName() =>
        _place.NameStart < 0 && _depth > 0 ? Name(_frames[_depth - 1].Place) : Name(_place);

    // What a deep keep of something around it does not take: extensions and '_' siblings, the narrative, attachments.
    private readonly bool IsGuarded(int rule, bool isScalar)
    {
        var name = ValueName();
        if (name.StartsWith("_"u8) || name.SequenceEqual("extension"u8) || name.SequenceEqual("modifierExtension"u8))
        {
            return !_fhir!.NamesExtensions(rule);
        }

        return isScalar
            ? name.SequenceEqual("data"u8) || (name.SequenceEqual("div"u8) && !_fhir!.NamesText(rule))
            : name.SequenceEqual("text"u8) && _depth > 0 && _frames[_depth - 1].Resource >= 0
                && !_fhir!.NamesText(rule);
    }

    // True where that was all; false where the container is decided as any other.
    private bool DecidesFhirContainer(ref Frame frame, int at, int matched)
    {
        if (frame.Rule < matched && _plan.Rules[frame.Rule].Op == RuleOp.Keep && IsGuarded(frame.Rule, false))
        {
            frame.Rule = _depth == 0 ? PathState.None : _frames[_depth - 1].Behind;
        }

        var rule = Math.Min(matched, frame.Rule);
        var compiled = rule == PathState.None ? null : _plan.Rules[rule];
        if (compiled is null or { Op: RuleOp.Drop } or { Op: RuleOp.Keep, Deep: true })
        {
            return false;
        }

        if (!frame.IsObject)
        {
            // Each element is decided by itself.
            OpenThrough(_depth + 1, compiled.Path);
            return true;
        }

        if (compiled.Op is not (RuleOp.Redact or RuleOp.Constant))
        {
            return false;
        }

        if (frame.Resource >= 0)
        {
            _docket.Refuse(
                RefusalCode.FieldShape, $"the rule for '{compiled.Path}' meets a whole resource", compiled.Path);
        }
        else
        {
            var isRedacted = compiled.Op == RuleOp.Redact;
            EmitValue(at, at, rule, false, isRedacted ? FhirBodyText.AbsentObject : (byte)0);
            _docket.Count(isRedacted ? FieldOutcome.Redacted : FieldOutcome.Constant);
        }

        frame.Skips = true;
        return true;
    }

    private void DecideFhirScalar(ref Frame holder, int at, int end, bool escaped)
    {
        if (holder.Resource >= 0 && at == _buffers.Fhir.Resources[holder.Resource].ValueStart)
        {
            // The type: it leaves where its resource opens.
            return;
        }

        var matched = _state.HasConditions ? FirstFulfilled(holder) : _state.First;
        var rule = Math.Min(matched, holder.Rule);
        if (rule != matched && _plan.Rules[rule].Op == RuleOp.Keep && IsGuarded(rule, true))
        {
            rule = Math.Min(matched, holder.Behind);
        }

        if (rule == PathState.None)
        {
            Unlisted();
            return;
        }

        var compiled = _plan.Rules[rule];
        switch (compiled.Op)
        {
            case RuleOp.Keep:
                KeepFhir(compiled, at, end, escaped);
                break;
            case RuleOp.Drop:
                _docket.Count(FieldOutcome.Dropped);
                break;
            case RuleOp.Constant:
                EmitValue(at, end, rule);
                _docket.Count(FieldOutcome.Constant);
                break;
            case RuleOp.Redact:
                _docket.Count(FieldOutcome.Redacted);
                Withhold(compiled.Path, rule, at, end);
                break;
            default:
                RewriteFhir(compiled, rule, at, end, escaped);
                break;
        }
    }

    private void KeepFhir(CompiledRule compiled, int at, int end, bool escaped)
    {
        var (edit, isHashed) = (Edit.Copy, false);
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

        if (edit == Edit.Copy && IsReference() && _json[at] == (byte)'"')
        {
            (edit, isHashed) = Follow(Text(at, end, escaped));
        }

        _docket.Count(isHashed ? FieldOutcome.Hashed : edit == Edit.Copy ? FieldOutcome.Kept : FieldOutcome.Redacted);
        if (edit == Edit.Redact)
        {
            Withhold(compiled.Path, edit, at, end);
        }
        else
        {
            EmitValue(at, end, edit, escaped, isHashed ? FhirBodyText.Reference : (byte)0);
        }
    }

    private void RewriteFhir(CompiledRule compiled, int rule, int at, int end, bool escaped)
    {
        var action = compiled.Action!;
        var edit = rule;
        if (IsBlank(at, end))
        {
            edit = Edit.Copy;
            _docket.Count(action.Outcome);
        }
        else if (_json[at] is (byte)'t' or (byte)'f')
        {
            edit = _docket.Mismatch(compiled, "a boolean");
        }
        else
        {
            edit = _docket.DecideRewrite(compiled, rule, Text(at, end, escaped));
        }

        if (edit == Edit.Redact)
        {
            Withhold(compiled.Path, edit, at, end);
        }
        else if (edit != Edit.Nothing)
        {
            var isReference = edit == rule && action is HashAction && IsReference();
            EmitValue(at, end, edit, escaped, isReference ? FhirBodyText.Reference : (byte)0);
        }
    }

    private readonly bool IsReference()
    {
        var name = ValueName();
        return name.SequenceEqual("reference"u8) || name.SequenceEqual("fullUrl"u8);
    }

    // A reference that leaves goes where the id it names has gone.
    private readonly (int Edit, bool IsHashed) Follow(ReadOnlySpan<byte> text)
    {
        var rule = FhirReference.TryFindId(text, out _, out var type) ? _fhir!.IdRule(_plan, text[type]) : -1;
        return rule < 0 ? (Edit.Copy, false) : (rule, true);
    }
}
