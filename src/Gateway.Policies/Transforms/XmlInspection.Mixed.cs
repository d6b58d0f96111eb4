using Gateway.Policies.Formats;
using Gateway.Policies.Selectors;

namespace Gateway.Policies.Transforms;

/// <content>
/// Text beside elements. Under a deep keep it leaves; then what its pieces say together is screened too, so that a
/// number written across inline elements is still one.
/// </content>
internal ref partial struct XmlInspection
{
    // Reads on to the next element or end.
    private int ReadMixed(int first)
    {
        var close = first + 1;
        while (_tokens[close].Kind is XmlKind.Text or XmlKind.Data)
        {
            close++;
        }

        ref readonly var frame = ref _frames[_depth - 1];
        if (!frame.Skips)
        {
            DecideMixed(first, close, frame);
        }

        return close;
    }

    private void DecideMixed(int first, int close, in XmlFrame frame)
    {
        var keeps = frame.Rule != PathState.None && Docket.Plan.Rules[frame.Rule].Op == RuleOp.Keep;
        if (!HasText(first, close))
        {
            // White space between elements is layout; between words it is part of what they say.
            if (keeps && _tokens[frame.Token].HasText)
            {
                EmitText(first, close, Edit.Copy);
            }
        }
        else if (keeps)
        {
            DecideText(frame.Rule, first, close);
        }
        else
        {
            DecideLooseText(first, close, frame.Rule);
        }
    }

    private void EnterMixed(in XmlFrame frame)
    {
        var isMixed = _mixed == 0 && !frame.Skips && _tokens[frame.Token].HasText && frame.Rule != PathState.None
            && Docket.Plan.Rules[frame.Rule] is { Op: RuleOp.Keep, Screener: not null };
        if (isMixed)
        {
            _mixed = _depth;
            _mixedTexts = 0;
            _mixedRecords = _buffers.Records.Count;
            _tape.Mixed.Truncate(0);
            _tape.MixedEdits.Truncate(0);
        }
    }

    // A piece that was found wanting by itself does not count again.
    private void AddMixed(int edit, ReadOnlySpan<byte> text)
    {
        _mixedTexts++;
        Add("<i>"u8);
        Add(edit == Edit.Copy ? text : CategoryPlan.RedactedText);
        if (edit == Edit.Copy && !text.IsEmpty)
        {
            // An edit of its own (EmitText): what is found later may still have it redacted.
            _tape.MixedEdits.Add(_buffers.Edits.Count - 1);
        }
    }

    private readonly void Add(ReadOnlySpan<byte> text) => text.CopyTo(_tape.Mixed.Extend(text.Length));

    private void LeaveMixed()
    {
        if (_mixed != _depth)
        {
            return;
        }

        _mixed = 0;
        var rule = Docket.Plan.Rules[_frames[_depth - 1].Rule];
        if (_mixedTexts > 1 && Docket.Refusal is null
            && Docket.Screen(rule.Screener!, rule.Path, _tape.Mixed.Items) != Edit.Copy)
        {
            RedactMixed(rule.Path);
        }
    }

    // None of the pieces alone is what was found, so all of them go. What was counted with a record that is over stays
    // counted: where there is one in between, nothing is masked.
    private void RedactMixed(string path)
    {
        if (_buffers.Records.Count != _mixedRecords)
        {
            Docket.Refuse(
                RefusalCode.ScreenFinding, $"the rule for '{path}' would let out a finding across elements", path);
            return;
        }

        foreach (var index in _tape.MixedEdits.Items)
        {
            _buffers.Edits[index] = _buffers.Edits[index] with { Rule = Edit.Redact };
        }

        Docket.Tally[(int)FieldOutcome.Kept] -= _tape.MixedEdits.Count;
        Docket.Tally[(int)FieldOutcome.Redacted] += _tape.MixedEdits.Count;
    }
}
