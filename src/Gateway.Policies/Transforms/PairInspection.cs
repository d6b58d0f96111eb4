using Gateway.Policies.Formats;
using Gateway.Policies.Selectors;

namespace Gateway.Policies.Transforms;

/// <summary>Where one field stands in the decoded form: its separator, its name, its value.</summary>
internal readonly record struct FormPair(int Start, int Name, int Equal, int End);

/// <summary>
/// One walk over one form: its fields are decoded first, all of them, so that a sibling behind a field is known.
/// </summary>
internal ref struct PairInspection(Docket docket, bool isGb18030)
{
    // A form that a person or a program fills in has fewer; each costs more than the two bytes of "a&".
    private const int MaxPairs = 16_384;

    private Docket _docket = docket;

    internal readonly Docket Docket => _docket;

    internal void Walk(ReadOnlySpan<byte> body)
    {
        if (!TryDecode(body))
        {
            _docket.Refuse(RefusalCode.BodyMalformed, "the body is not a form in the charset of its category", null);
            return;
        }

        var plan = _docket.Plan;
        var siblings = new ulong[plan.Conditions.Words];
        if (!TryReadSiblings(siblings))
        {
            _docket.Refuse(RefusalCode.FieldShape, "a field that a 'where' asks about stands twice", null);
            return;
        }

        var record = plan.Root.IsRecord ? _docket.BeginRecord() : -1;
        var isFirst = true;
        for (var i = 0; i < _docket.Buffers.Pairs.Count && _docket.Refusal is null; i++)
        {
            Decide(_docket.Buffers.Pairs[i], siblings, i, ref isFirst);
        }

        if (record >= 0)
        {
            _docket.Buffers.Records[record].IsEmitted = true;
            _docket.EndRecord(record);
        }
    }

    private void Decide(in FormPair pair, ulong[] siblings, int position, ref bool isFirst)
    {
        var root = _docket.Plan.Root;
        var name = Text(pair.Name, pair.Equal);
        var value = Text(pair.Equal + 1, pair.End);
        var slot = root.Names.Find(NameKey.Of(name, 0, name.Length), name);
        var state = slot >= 0 ? root.Named(slot) : root.OtherName();
        foreach (var path in state.Subjects)
        {
            _docket.NoteSubject(path, value);
        }

        var rule = _docket.FirstRule(state, siblings);
        var edit = _docket.DecideText(
            rule, value, rule == PathState.None ? $"member {position + 1} of '$', counted from 1" : "");
        if (edit == Edit.Nothing)
        {
            return;
        }

        if (!isFirst)
        {
            _docket.Emit(pair.Start, pair.Name);
        }

        isFirst = false;
        _docket.Replace(pair.Name, pair.Equal, Edit.Rewrite);
        _docket.Emit(pair.Equal, pair.Equal + 1);
        _docket.Replace(pair.Equal + 1, pair.End, edit == Edit.Copy ? Edit.Rewrite : edit);
    }

    // With two values, a condition would be met and not met.
    private readonly bool TryReadSiblings(ulong[] siblings)
    {
        if (siblings.Length == 0)
        {
            return true;
        }

        var seen = new bool[_docket.Plan.Conditions.Names];
        foreach (var pair in _docket.Buffers.Pairs.Items)
        {
            if (!_docket.Plan.Conditions.TryFind(Text(pair.Name, pair.Equal), out var slot))
            {
                continue;
            }

            if (seen[slot])
            {
                return false;
            }

            seen[slot] = true;
            _docket.Plan.Conditions.Mark(slot, Text(pair.Equal + 1, pair.End), siblings);
        }

        return true;
    }

    private readonly ReadOnlySpan<byte> Text(int start, int end) => _docket.Buffers.Decoded.Items[start..end];

    // To "name=value&name=value", with every name and value decoded and in UTF-8.
    private readonly bool TryDecode(ReadOnlySpan<byte> body)
    {
        var (pairs, decoded) = (_docket.Buffers.Pairs, _docket.Buffers.Decoded);
        while (pairs.Count < MaxPairs)
        {
            var end = body.IndexOf((byte)'&');
            var pair = end < 0 ? body : body[..end];
            var equal = pair.IndexOf((byte)'=');
            var start = decoded.Count;
            if (pairs.Count > 0)
            {
                decoded.Add((byte)'&');
            }

            var name = decoded.Count;
            if (pair.IsEmpty || !TryDecodeOne(equal < 0 ? pair : pair[..equal]))
            {
                return false;
            }

            var middle = decoded.Count;
            decoded.Add((byte)'=');
            if (!TryDecodeOne(equal < 0 ? default : pair[(equal + 1)..]))
            {
                return false;
            }

            pairs.Add(new FormPair(start, name, middle, decoded.Count));
            if (end < 0)
            {
                return true;
            }

            body = body[(end + 1)..];
        }

        return false;
    }

    private readonly bool TryDecodeOne(ReadOnlySpan<byte> encoded)
    {
        var (decoded, scratch) = (_docket.Buffers.Decoded, _docket.Buffers.Scratch);
        scratch.Truncate(0);
        if (!UrlEncoding.TryDecode(encoded, scratch))
        {
            return false;
        }

        if (!isGb18030)
        {
            scratch.Items.CopyTo(decoded.Extend(scratch.Count));
            return Utf8Octets.IsValid(scratch.Items);
        }

        var valid = Gb18030.ValidPrefix(scratch.Items, out _);
        Gb18030.Decode(scratch.Items[..valid], decoded);
        return valid == scratch.Count;
    }
}
