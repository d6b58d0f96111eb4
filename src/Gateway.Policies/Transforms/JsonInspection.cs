using System.Runtime.CompilerServices;
using Gateway.Policies.Formats;
using Gateway.Policies.Selectors;

namespace Gateway.Policies.Transforms;

/// <summary>
/// One walk over one JSON document: the grammar is in this part, the decisions and the edit script are in the others.
/// Iterative, one pass, nothing allocated per value.
/// </summary>
internal ref partial struct JsonInspection
{
    internal const int MaxDepth = 64;

    private readonly CategoryPlan _plan;
    private readonly InspectionBuffers _buffers;
    private readonly MemberNames _names;
    private readonly Frame[] _frames;
    private readonly ReadOnlySpan<byte> _json;

    // Null for plain JSON.
    private readonly FhirForm? _fhir;

    // The number of open containers, and how many of them, from the root on, are emitted already.
    private int _depth;
    private int _opened;

    // The member or element at hand.
    private PathState _state;
    private bool _isSpelled;
    private Place _place;

    // What has come out so far.
    private Docket _docket;

    // The record that the value at hand begins, or -1.
    private int _begun;

    internal JsonInspection(InspectionBuffers buffers, ReadOnlySpan<byte> json, in Docket docket)
    {
        _plan = docket.Plan;
        _fhir = _plan.Form as FhirForm;
        _docket = docket;
        _buffers = buffers;
        _names = buffers.Names;
        _frames = buffers.Frames;
        _json = json;
        _state = _plan.Root;
        _place.NameStart = -1;
        _begun = -1;
        _isSpelled = true;
    }

    internal readonly Docket Docket => _docket;

    /// <summary>
    /// False where the text is not JSON; else the docket says whether the rules let it pass.
    /// </summary>
    /// <param name="from">Where the document begins: it ends with the text.</param>
    internal bool TryWalk(int from = 0)
    {
        var json = _json;
        var at = JsonScanner.SkipWhite(json, from);
        if (at >= json.Length)
        {
            return false;
        }

        if (json[at] is not ((byte)'{' or (byte)'['))
        {
            return TryRootScalar(at);
        }

        at = Open(at);
        while (at >= 0 && at < json.Length)
        {
            // INVARIANT: at stands behind an opening bracket or a comma, white space skipped.
            ref var frame = ref _frames[_depth - 1];
            if (frame.Count > 0 || json[at] != frame.Closer)
            {
                at = ReadName(ref frame, at);
                if (at < 0 || at >= json.Length)
                {
                    return false;
                }

                frame.Count++;
                if (json[at] is (byte)'{' or (byte)'[')
                {
                    at = Open(at);
                    continue;
                }

                at = ReadScalar(ref frame, at);
                if (at < 0)
                {
                    return false;
                }
            }

            at = CloseEnded(at);
            if (_depth == 0)
            {
                _docket.EndRun();
                return at >= 0 && JsonScanner.SkipWhite(json, at) == json.Length;
            }
        }

        return false;
    }

    private bool TryRootScalar(int at)
    {
        var isString = _json[at] == (byte)'"';
        var end = isString ? JsonScanner.FindQuote(_json, at + 1, out _) : JsonScanner.SkipLiteral(_json, at);
        _docket.Refuse(RefusalCode.FieldShape, "the root is neither an object nor an array", null);
        return end >= 0 && JsonScanner.SkipWhite(_json, isString ? end + 1 : end) == _json.Length;
    }

    // From behind a value over closing brackets to the next member or element; -1 if the text is not JSON.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int CloseEnded(int at)
    {
        var json = _json;
        while (true)
        {
            at = JsonScanner.SkipWhite(json, at);
            if (at >= json.Length)
            {
                return JsonScanner.Malformed;
            }

            if (json[at] == (byte)',')
            {
                _place.Comma = at;
                return JsonScanner.SkipWhite(json, at + 1);
            }

            ref var frame = ref _frames[_depth - 1];
            if (json[at] != frame.Closer || !TryClose(ref frame, at))
            {
                return JsonScanner.Malformed;
            }

            at++;
            if (_depth == 0)
            {
                return at;
            }
        }
    }

    // Reads a member's name and colon, or counts an element, and follows the paths there. Returns where the value is.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int ReadName(ref Frame frame, int at)
    {
        if (!frame.IsObject)
        {
            _state = frame.State.Element(frame.Count);
            _place.NameStart = -1;
            _isSpelled = true;
            return at;
        }

        var json = _json;
        _place.NameStart = at;
        if (frame.Shape is { } shape && !TryExpected(ref frame, shape, ref at))
        {
            // Not the object that was expected: from here on it is on its own.
            _names.AddKnown(shape, frame.Count, ref frame.NameFilter);
            shape.Readers--;
            frame.Shape = null;
        }

        if (frame.Shape is null)
        {
            if (json[at] != (byte)'"')
            {
                return JsonScanner.Malformed;
            }

            var end = JsonScanner.FindQuote(json, at + 1, out var escaped);
            if (end < 0 || !TryName(ref frame, at + 1, end - at - 1, escaped))
            {
                return JsonScanner.Malformed;
            }

            at = end + 1;
        }

        _place.NameEnd = at;
        at = JsonScanner.SkipWhite(json, at);
        if (at >= json.Length || json[at] != (byte)':')
        {
            return JsonScanner.Malformed;
        }

        _place.Colon = at;
        return JsonScanner.SkipWhite(json, at + 1);
    }

    // The next name of the shape, quotes included, byte for byte: then where it ends and what it means are known.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryExpected(ref Frame frame, Shape shape, ref int at)
    {
        if (frame.Count >= shape.Count)
        {
            return false;
        }

        ref readonly var member = ref shape[frame.Count];
        if (member.Length > _json.Length - at
            || !_json.Slice(at, member.Length).SequenceEqual(_json.Slice(member.Start, member.Length)))
        {
            return false;
        }

        at += member.Length;
        _state = member.Next;
        _isSpelled = member.IsSpelled;
        return true;
    }

    // Names are compared unescaped, here and by the rules: "na\u006de" is "name".
    private bool TryName(ref Frame frame, int start, int length, bool escaped)
    {
        var state = frame.State;
        var name = _json.Slice(start, length);
        ulong key;
        if (escaped)
        {
            name = _names.Unescape(name);
            key = NameKey.Of(name, 0, name.Length);
            if (!_names.TryAddUnescaped(_json, frame.FirstName, ref frame.NameFilter, key, name.Length))
            {
                return false;
            }
        }
        else
        {
            key = NameKey.Of(_json, start, length);
            if (!_names.TryAdd(_json, frame.FirstName, ref frame.NameFilter, key, start, length))
            {
                return false;
            }
        }

        var slot = state.Names.Count == 0 ? -1 : state.Names.Find(key, name);
        _isSpelled = slot >= 0;
        _state = slot >= 0 ? state.Named(slot) : state.OtherName();
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int ReadScalar(ref Frame frame, int at)
    {
        var end = at;
        var escaped = false;
        if (_json[at] == (byte)'"')
        {
            end = JsonScanner.FindQuote(_json, at + 1, out escaped) + 1;
            if (end == 0)
            {
                return JsonScanner.Malformed;
            }
        }
        else
        {
            end = JsonScanner.SkipLiteral(_json, at);
            if (end < 0)
            {
                return JsonScanner.Malformed;
            }
        }

        if (_state.IsMarked)
        {
            DecideMarked(ref frame, at, end, escaped);
        }
        else if (!frame.Skips)
        {
            DecideScalar(ref frame, at, end, escaped);
        }

        return end;
    }

    private int Open(int at)
    {
        if (_depth == MaxDepth)
        {
            return JsonScanner.Malformed;
        }

        ref var frame = ref _frames[_depth];
        frame.State = _state;
        frame.Rule = _depth == 0 ? PathState.None : _frames[_depth - 1].Rule;
        frame.IsObject = _json[at] == (byte)'{';
        frame.Closer = frame.IsObject ? (byte)'}' : (byte)']';
        frame.Skips = _docket.Refusal is not null || (_depth > 0 && _frames[_depth - 1].Skips);
        frame.HasEmitted = false;
        frame.Whole = -1;
        frame.IsSpelled = _isSpelled;
        frame.Count = 0;
        frame.Record = _state.IsRecord && (frame.IsObject || _fhir is null) ? _docket.BeginRecord() : -1;
        frame.Where = -1;
        _place.Start = at;
        frame.Place = _place;
        if (_fhir is not null)
        {
            EnterFhir(ref frame, at);
        }

        frame.DroppedBefore = _docket.Tally[(int)FieldOutcome.Dropped];
        frame.FirstName = _names.Count;
        frame.NameFilter = 0;
        if (!frame.Skips)
        {
            _begun = frame.Record;
            DecideContainer(ref frame, at);
            _begun = -1;
        }

        if (frame.Skips && !frame.State.Tracks)
        {
            frame.State = _plan.Dead;
        }

        frame.Address = _depth == 0 ? 0 : AddressIn(_frames[_depth - 1]);
        frame.Shape = frame.IsObject ? _buffers.Shapes.Find(frame.Address, frame.State) : null;

        _depth++;
        return JsonScanner.SkipWhite(_json, at + 1);
    }

    private readonly bool TryCloseNames(in Frame frame)
    {
        if (frame.Count is > 0 and <= Shape.MaxMembers
            && _buffers.Shapes.Learn(frame.Address, frame.State) is { } shape
            && !_names.TryTeach(_json, frame.FirstName, shape))
        {
            shape.Abandon();
        }

        return _names.TryClose(_json, frame.FirstName);
    }

    private static int AddressIn(in Frame holder)
    {
        unchecked
        {
            return (holder.Address * 31) + (holder.IsObject ? holder.Count : 17);
        }
    }

    private bool TryClose(ref Frame frame, int at)
    {
        if (frame.Shape is { } shape)
        {
            shape.Readers--;
        }
        else if (frame.IsObject && !TryCloseNames(frame))
        {
            return false;
        }

        if (_fhir is not null)
        {
            LeaveFhir(ref frame);
        }

        if (_opened == _depth)
        {
            _docket.Emit(at, at + 1);
            _opened--;
        }
        else if (!frame.Skips)
        {
            CountUnopened(ref frame);
        }

        if (frame.Whole >= 0)
        {
            ref var whole = ref _buffers.Edits[frame.Whole];
            whole = whole with { Length = at + 1 - whole.Start };
        }

        if (frame.Record >= 0)
        {
            _docket.EndRecord(frame.Record);
        }

        _depth--;
        return true;
    }
}
