using Gateway.Policies.Formats;
using Gateway.Policies.Selectors;

namespace Gateway.Policies.Transforms;

/// <content>What the rules say about elements (FORMATS.md 1, Rules).</content>
internal ref partial struct XmlInspection
{
    private readonly ReadOnlySpan<ulong> RowOf(in XmlFrame frame) =>
        frame.Row < 0 ? default : _tape.Rows.Span(frame.Row, Docket.Plan.Conditions.Words);

    private readonly int FirstRule(PathState state, in XmlFrame holder) =>
        Math.Min(
            state.HasConditions ? Docket.FirstRule(state, RowOf(holder)) : state.First,
            holder.Rule);

    // An element without elements: its text is a value.
    private int ReadLeaf(int at, ref XmlFrame frame)
    {
        var first = FirstInside(at);
        var close = _tokens[at].Link;
        NoteSubjects(frame.State, first, close);
        var rule = frame.Skips ? PathState.None : DecideLeaf(at, first, ref frame);
        _depth++;
        ReadAttributes(at);
        if (!frame.Skips && Docket.Refusal is null)
        {
            if (rule == PathState.None)
            {
                DecideLooseText(first, close, frame.Rule);
            }
            else
            {
                DecideText(rule, first, close);
            }
        }

        return Leave(close);
    }

    // Before its attributes: what becomes of the element itself. The rule for its text, or none.
    private int DecideLeaf(int at, int first, ref XmlFrame frame)
    {
        var rule = FirstRule(frame.State, _frames[_depth - 1]);
        if (rule == PathState.None)
        {
            DecideUnmatched(at, ref frame);
            return rule;
        }

        var compiled = Docket.Plan.Rules[rule];
        switch (compiled.Op)
        {
            case RuleOp.Drop:
                frame.Rule = rule;
                DecideDropped(at, ref frame, rule);
                return PathState.None;
            case RuleOp.Keep when compiled.Deep:
                frame.Rule = rule;
                break;
            case RuleOp.Redact or RuleOp.Constant:
                frame.IsReplaced = true;
                break;
        }

        LookForSiblings(at, ref frame);
        return rule;
    }

    // Text that stands where only elements or attributes have rules. Nothing at all is nothing to decide.
    private void DecideLooseText(int first, int close, int rule)
    {
        if (!HasText(first, close))
        {
            return;
        }

        if (rule == PathState.None)
        {
            Unlisted(first);
        }
        else
        {
            Docket.Count(FieldOutcome.Dropped);
        }
    }

    private void DecideText(int rule, int first, int close)
    {
        var text = Text(first, close);
        var edit = Docket.DecideText(rule, text, "");
        if (Docket.Refusal is not null || edit == Edit.Nothing)
        {
            return;
        }

        EmitText(first, close, edit);
        if (_mixed > 0 && Docket.Plan.Rules[rule].Op == RuleOp.Keep)
        {
            AddMixed(edit, Text(first, close));
        }
    }

    private void DecideContainer(int at, ref XmlFrame frame)
    {
        var rule = FirstRule(frame.State, _frames[_depth - 1]);
        if (rule == PathState.None)
        {
            DecideUnmatched(at, ref frame);
            return;
        }

        var compiled = Docket.Plan.Rules[rule];
        switch (compiled.Op)
        {
            case RuleOp.Keep when compiled.Deep:
                frame.Rule = rule;
                OpenNow(at, ref frame);
                break;
            case RuleOp.Drop:
                frame.Rule = rule;
                DecideDropped(at, ref frame, rule);
                break;
            case RuleOp.Redact or RuleOp.Constant:
                Replace(at, ref frame, rule, compiled.Op == RuleOp.Redact
                    ? FieldOutcome.Redacted
                    : FieldOutcome.Constant);
                break;
            case RuleOp.Rewrite when compiled.Action!.TakesContainers:
                Replace(at, ref frame, rule, compiled.Action.Outcome);
                break;
            default:
                Docket.Refuse(
                    RefusalCode.FieldShape, $"the rule for '{compiled.Path}' meets elements", compiled.Path);
                break;
        }
    }

    // An element with elements in it whose content a rule replaces. Its attributes are still decided one by one.
    private void Replace(int at, ref XmlFrame frame, int rule, FieldOutcome outcome)
    {
        _settledSignatures += CountSignatures(at);
        frame.IsReplaced = true;
        frame.ReplacedBy = rule;
        LookForSiblings(at, ref frame);
        Docket.Count(outcome);
    }

    private void DecideUnmatched(int at, ref XmlFrame frame)
    {
        var isLoose = frame.State.Ways.Loose(true) != PathState.None;
        if (frame.State.Ways.Definite(true) != PathState.None)
        {
            OpenNow(at, ref frame);
        }
        else if (isLoose)
        {
            LookForSiblings(at, ref frame);
        }
        else if (_depth == 1)
        {
            RefuseRoot();
        }
        else
        {
            Unlisted(at);
            frame.Skips = true;
        }
    }

    // A root that no rule knows has no name that may leave, and a document cannot be nothing.
    private void RefuseRoot() => Docket.Refuse(RefusalCode.FieldShape, "no rule lists the root element", null);

    // Earlier rules inside still have their say; the rest is dropped.
    private void DecideDropped(int at, ref XmlFrame frame, int rule)
    {
        if (frame.State.Ways.Definite(true) < rule || _depth == 1)
        {
            OpenNow(at, ref frame);
        }
        else if (frame.State.Ways.Loose(true) < rule)
        {
            LookForSiblings(at, ref frame);
        }
        else
        {
            Docket.Count(FieldOutcome.Dropped);
            _settledSignatures += CountSignatures(at);
            frame.Skips = true;
        }
    }

    private void OpenNow(int at, ref XmlFrame frame)
    {
        frame.IsOpenedNow = true;
        LookForSiblings(at, ref frame);
    }

    // Which conditions the element's attributes and elements fulfil, where a rule for one of them asks.
    private readonly void LookForSiblings(int at, ref XmlFrame frame)
    {
        if (frame.State.Ways.Conditional < frame.Rule)
        {
            var words = Docket.Plan.Conditions.Words;
            frame.Row = _tape.Rows.Count;
            var row = _tape.Rows.Extend(words);
            row.Clear();
            _form.Where.Fill(_xml, _tape, at, Docket.Plan.Conditions, _buffers.Scratch, row);
        }
    }

    private void NoteSubjects(PathState state, int first, int close)
    {
        foreach (var path in state.Subjects)
        {
            Docket.NoteSubject(path, Text(first, close));
        }
    }

    private readonly bool HasText(int first, int close)
    {
        for (var i = first; i < close; i++)
        {
            if (!_tokens[i].IsWhite)
            {
                return true;
            }
        }

        return false;
    }

    // The text of the tokens from first up to close, which are all text. Valid until the next value.
    private readonly ReadOnlySpan<byte> Text(int first, int close)
    {
        if (first == close)
        {
            return default;
        }

        var raw = _xml[_tokens[first].Start.._tokens[close - 1].End];
        if (close - first == 1 && !_tokens[first].IsEscaped)
        {
            return raw;
        }

        _buffers.Scratch.Truncate(0);
        var text = _buffers.Scratch.Extend(raw.Length);
        return text[..XmlText.Decode(raw, text)];
    }
}
