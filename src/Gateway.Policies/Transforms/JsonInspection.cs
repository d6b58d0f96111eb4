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

    // The open element that others may be decided like, by its depth, or -1; and whether it is of no use for that.
    private int _learning;
    private bool _isSpoiled;

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
        _learning = -1;
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

        at = Open(at, out var opened);
        if (!opened)
        {
            _docket.EndRun();
            return at >= 0 && JsonScanner.SkipWhite(json, at) == json.Length;
        }

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

                at = ReadValues(ref frame, at, out var opens);
                if (opens)
                {
                    continue;
                }

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

    // The value there, and those behind it as long as they are scalars and their names the expected ones. Where it is
    // a container, that is opened.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int ReadValues(ref Frame frame, int at, out bool opens)
    {
        do
        {
            frame.Count++;
            opens = false;
            at = _json[at] is (byte)'{' or (byte)'[' ? Open(at, out opens) : ReadScalar(ref frame, at);
        }
        while (!opens && at >= 0 && TryTight(frame, ref at));

        return at;
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

        if (frame.Noted >= 0)
        {
            _buffers.Values.Note(at, end, escaped);
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

    // Opens the container there and goes into it; or passes over it.
    private int Open(int at, out bool opens)
    {
        opens = _depth < MaxDepth;
        if (!opens)
        {
            return JsonScanner.Malformed;
        }

        ref var frame = ref _frames[_depth];
        frame.State = _state;
        frame.Rule = _depth == 0 ? PathState.None : _frames[_depth - 1].Rule;
        frame.IsObject = _json[at] == (byte)'{';
        frame.Closer = frame.IsObject ? (byte)'}' : (byte)']';
        frame.Skips = _docket.Refusal is not null || (_depth > 0 && _frames[_depth - 1].Skips);
        frame.IsSpelled = _isSpelled;
        frame.Address = _depth == 0 ? 0 : AddressIn(_frames[_depth - 1]);
        Enter(ref frame, at);
        if (PassOver(ref frame, ref at) is >= 0 and var behind)
        {
            opens = false;
            return behind;
        }

        frame.Shape = frame.IsObject ? _buffers.Shapes.Find(frame.Address, frame.State) : null;

        _depth++;
        return JsonScanner.SkipWhite(_json, at + 1);
    }

    // What an element has of its own, and not all elements of its array.
    private void Enter(ref Frame frame, int at)
    {
        frame.HasEmitted = false;
        frame.Whole = -1;
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
    }

    private readonly bool TryCloseNames(in Frame frame)
    {
        if (_learning < 0 && frame.Count is > 0 and <= Shape.MaxMembers
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

        if (frame.Noted >= 0)
        {
            LearnFrom(frame, at + 1);
        }

        Leave(frame, at + 1);
        _depth--;
        return true;
    }

    private void Leave(in Frame frame, int end)
    {
        if (frame.Whole >= 0)
        {
            ref var whole = ref _buffers.Edits[frame.Whole];
            whole = whole with { Length = end - whole.Start };
        }

        if (frame.Record >= 0)
        {
            _docket.EndRecord(frame.Record);
        }
    }
}
