using Gateway.Policies.Formats;
using Gateway.Policies.Selectors;

namespace Gateway.Policies.Transforms;

/// <content>Attributes: each is a value of its own, beside its element's text.</content>
internal ref partial struct XmlInspection
{
    // Of the innermost element, whose own decision stands already.
    private void ReadAttributes(int element)
    {
        ref var frame = ref _frames[_depth - 1];
        if (!frame.Skips && frame.IsOpenedNow && Docket.Refusal is null)
        {
            OpenThrough(_depth, PathOf(frame.Rule));
        }

        for (var i = element + 1; i < _tokens.Count && Docket.Refusal is null; i++)
        {
            switch (_tokens[i].Kind)
            {
                case XmlKind.Attribute:
                    ReadAttribute(i, ref frame);
                    break;
                case XmlKind.Declaration:
                    break;
                default:
                    return;
            }
        }
    }

    private void ReadAttribute(int at, ref XmlFrame frame)
    {
        ref readonly var token = ref _tokens[at];
        var slot = _form.Names.SlotIn(frame.State, token.Name);
        var state = slot < 0 ? frame.State.OtherName() : frame.State.Named(slot);
        foreach (var path in state.Subjects)
        {
            Docket.NoteSubject(path, Value(token));
        }

        if (frame.Skips)
        {
            return;
        }

        var rule = Math.Min(
            state.HasConditions ? Docket.FirstRule(state, RowOf(frame)) : state.First, frame.Rule);
        if (rule == PathState.None)
        {
            // What a rule replaces takes the attributes that have no rule with it.
            if (!frame.IsReplaced)
            {
                Unlisted(at);
            }

            return;
        }

        var compiled = Docket.Plan.Rules[rule];
        if (slot < 0 && compiled is { Op: RuleOp.Keep, Screener: { } screener })
        {
            Docket.ScreenName(screener, compiled.Path, _xml[token.Start..token.NameEnd]);
        }

        var edit = Docket.DecideText(rule, Value(token), "");
        if (edit != Edit.Nothing && Docket.Refusal is null)
        {
            EmitAttribute(token, edit, compiled.Path);
        }
    }

    private void EmitAttribute(in XmlToken token, int edit, string path)
    {
        OpenThrough(_depth, path);
        Need(token.Declaration);
        var head = edit == Edit.Copy ? token.End : token.Quote + 1;
        if (IsTight(token))
        {
            Docket.Emit(token.Start - 1, head);
        }
        else
        {
            Docket.Replace(token.Start, head, Edit.Rewrite, false, XmlBodyText.Markup);
        }

        if (edit == Edit.Copy)
        {
            NeedForType(token);
            return;
        }

        Docket.Replace(token.Quote + 1, token.End - 1, edit, token.IsEscaped, XmlBodyText.Value);
        Docket.Emit(token.End - 1, token.End);
    }

    // One space before it and none inside: then it can leave as it stands.
    private readonly bool IsTight(in XmlToken token) =>
        _xml[token.Start - 1] == (byte)' ' && token.Quote == token.NameEnd + 1;

    // The value's text. Valid until the next value.
    private readonly ReadOnlySpan<byte> Value(in XmlToken token)
    {
        var raw = _xml[(token.Quote + 1)..(token.End - 1)];
        if (!token.IsEscaped)
        {
            return raw;
        }

        _buffers.Scratch.Truncate(0);
        var text = _buffers.Scratch.Extend(raw.Length);
        return text[..XmlText.DecodeValue(raw, text)];
    }

    // A declaration leaves where something that leaves needs it. Prefix and namespace are the sender's own words.
    private void Need(int declaration)
    {
        if (declaration < 0 || _tokens[declaration].Name < 0)
        {
            return;
        }

        ref var token = ref _tokens[declaration];
        _buffers.Edits[token.Name] = IsTight(token)
            ? new Edit(token.Start - 1, token.End - token.Start + 1, Edit.Copy, false)
            : new Edit(token.Start, token.End - token.Start, Edit.Rewrite, false, XmlBodyText.Markup);
        token.Name = -1;
        if (Docket.Plan.Screener is { } screener)
        {
            Docket.ScreenName(screener, null, _xml[token.Start..token.NameEnd]);
            if (_tape.Namespaces.Known(token.Link) < 0)
            {
                Docket.ScreenName(screener, null, _tape.Namespaces.Text(token.Link));
            }
        }
    }

    // xsi:type holds a name, whose prefix must still stand for something (XML Schema part 1, section 2.6.1).
    private void NeedForType(in XmlToken token)
    {
        var isType = token.Declaration >= 0
            && _xml[token.Start..token.NameEnd].EndsWith(":type"u8)
            && _tape.Namespaces.Text(_tokens[token.Declaration].Link)
                .SequenceEqual("http://www.w3.org/2001/XMLSchema-instance"u8);
        if (!isType)
        {
            return;
        }

        var name = Value(token).Trim(" \t\r\n"u8);
        var prefix = name[..Math.Max(name.IndexOf((byte)':'), 0)];
        for (var depth = _depth - 1; depth > 0; depth--)
        {
            var element = _frames[depth].Token;
            for (var i = element + 1; _tokens[i].Kind is XmlKind.Attribute or XmlKind.Declaration; i++)
            {
                if (_tokens[i].Kind == XmlKind.Declaration && PrefixOf(_tokens[i]).SequenceEqual(prefix))
                {
                    Need(i);
                    return;
                }
            }
        }
    }

    private readonly ReadOnlySpan<byte> PrefixOf(in XmlToken declaration) =>
        _xml[Math.Min(declaration.Start + 6, declaration.NameEnd)..declaration.NameEnd];

    private readonly string? PathOf(int rule) => rule == PathState.None ? null : Docket.Plan.Rules[rule].Path;
}
