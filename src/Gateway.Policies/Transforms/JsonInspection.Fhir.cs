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
        _state = _fhir!.StateOf(_plan.Root, _depth == 0 ? _plan.Dead : _state, TypeOf(resource));
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

    private readonly bool IsGuarded(int rule, bool isScalar) => _fhir!.Guards(
        rule, ValueName(), isScalar, isInResource: _depth > 0 && _frames[_depth - 1].Resource >= 0);

    // Where a deep keep around the container does not take it, the first rule that keeps nothing of it does.
    private readonly void StepBehindGuard(ref Frame frame, int matched)
    {
        if (frame.Rule < matched && _plan.Rules[frame.Rule].Op == RuleOp.Keep && IsGuarded(frame.Rule, false))
        {
            frame.Rule = _depth == 0 ? PathState.None : _frames[_depth - 1].Behind;
        }
    }

    private readonly int FirstFhirRule(in Frame holder, int matched)
    {
        var rule = Math.Min(matched, holder.Rule);
        return rule != matched && _plan.Rules[rule].Op == RuleOp.Keep && IsGuarded(rule, true)
            ? Math.Min(matched, holder.Behind)
            : rule;
    }

    // The type leaves where its resource opens, and by no rule.
    private readonly bool IsResourceType(in Frame holder, int at) =>
        holder.Resource >= 0 && at == _buffers.Fhir.Resources[holder.Resource].ValueStart;

    private readonly bool IsReference() => FhirReference.IsMember(ValueName());

    private readonly bool MayNameResource() => IsReference()
        || (FhirReference.IsAddress(ValueName()) && _depth > 0 && _frames[_depth - 1].Resource < 0
            && !FhirReference.IsDefined(HolderName()));

    // The name of the object that the value at hand is in; of one in an array, the array's.
    private readonly ReadOnlySpan<byte> HolderName() => _frames[_depth - 1].Place.NameStart < 0 && _depth > 1
        ? Name(_frames[_depth - 2].Place)
        : Name(_frames[_depth - 1].Place);

    // What stands behind a bare one, a query for example, would leave as it came: a hash takes that whole.
    private readonly bool IsBareReference(int at, int end, bool escaped) =>
        IsReference() && _json[at] == (byte)'"' && !FhirReference.HasTail(Text(at, end, escaped));

    // A reference that leaves goes where the id it names has gone: the rule that hashes it, or -1.
    private readonly int FollowedRule(int at, int end, bool escaped, out byte shape)
    {
        var isWhole = false;
        var rule = _json[at] == (byte)'"'
            ? _fhir!.FollowedRule(_plan.Root, Text(at, end, escaped), out isWhole)
            : -1;
        shape = isWhole ? (byte)0 : FhirBodyText.Reference;
        return rule;
    }

    // A hash of a reference lets out what stands around the id in it.
    private int ScreenAroundId(string path, int at, int end, bool escaped)
    {
        var text = Text(at, end, escaped);
        if (_plan.Screener is not { } screener || !FhirReference.TryFindId(text, out var id, out _))
        {
            return Edit.Copy;
        }

        var before = _docket.Screen(screener, path, text[..id.Start]);
        var behind = _docket.Screen(screener, path, text[id.End..]);
        return before == Edit.Copy ? behind : before;
    }
}
