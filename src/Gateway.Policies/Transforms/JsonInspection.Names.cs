using System.Runtime.CompilerServices;
using Gateway.Policies.Formats;
using Gateway.Policies.Selectors;

namespace Gateway.Policies.Transforms;

/// <content>Members and elements: their names, and where the paths lead there.</content>
internal ref partial struct JsonInspection
{
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

        var before = at - 1;
        if (TryTight(frame, ref before))
        {
            return before;
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

    // What stands before the next name of the shape, the name and the colon in one go, where the body is written
    // without white space.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryTight(in Frame frame, ref int at)
    {
        if (frame.Shape is not { } shape || frame.Count >= shape.Count)
        {
            return false;
        }

        ref readonly var member = ref shape[frame.Count];
        if (!JsonScanner.IsTightName(_json, at, member.Start, member.Tight))
        {
            return false;
        }

        unchecked
        {
            // Before the first member stands no comma.
            _place.Comma = frame.Count > 0 ? at : _place.Comma;
            _place.NameStart = at + 1;
            _place.NameEnd = at + 1 + member.Length;
            _place.Colon = _place.NameEnd;
            at = _place.NameEnd + 1;
        }

        _state = member.Next;
        _isSpelled = member.IsSpelled;
        return true;
    }
}
