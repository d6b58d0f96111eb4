using Gateway.Policies.Formats;
using Gateway.Policies.Selectors;

namespace Gateway.Policies.Transforms;

/// <content>
/// Text beside elements. Under a deep keep it leaves; then what its pieces say together is screened too, so that a
/// number written across inline elements is still one. What stands in one record alone is found there, by the rule that
/// keeps it.
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

    // Inside of one such element, each record is looked at by itself first, and each element under another rule.
    private void EnterMixed(ref XmlFrame frame)
    {
        var begins = _mixed == 0
            ? _tokens[frame.Token].HasText
            : frame.Record >= 0 || frame.Rule != _frames[_depth - 2].Rule;
        if (begins && !frame.Skips && frame.Rule != PathState.None
            && Docket.Plan.Rules[frame.Rule] is { Op: RuleOp.Keep, Screener: not null })
        {
            frame.Mixed = new XmlMixedStart(_tape.MixedPieces.Count, _tape.Mixed.Count, _buffers.Records.Count);
            _mixed++;
        }
    }

    // A piece that was found wanting by itself does not count again.
    private readonly void AddMixed(int edit, ReadOnlySpan<byte> text)
    {
        var start = _tape.Mixed.Count;
        Add("<i>"u8);
        Add(edit == Edit.Copy ? text : CategoryPlan.RedactedText);

        // An edit of its own (EmitText): what is found later may still have it redacted.
        var piece = edit == Edit.Copy && !text.IsEmpty ? _buffers.Edits.Count - 1 : -1;
        _tape.MixedPieces.Add(new XmlMixedPiece(piece, Docket.Record, start, _tape.Mixed.Count));
    }

    private readonly void Add(ReadOnlySpan<byte> text) => text.CopyTo(_tape.Mixed.Extend(text.Length));

    private void LeaveMixed(in XmlFrame frame)
    {
        if (frame.Mixed is not { } start)
        {
            return;
        }

        var rule = Docket.Plan.Rules[frame.Rule];
        if (_tape.MixedPieces.Count - start.Pieces > 1 && IsFound(rule, start.Text))
        {
            RedactMixed(start, int.MaxValue);
        }
        else if (_buffers.Records.Count > start.Records && IsFoundAround(rule, start))
        {
            RedactMixed(start, start.Records);
        }

        _mixed--;
        if (_mixed == 0)
        {
            _tape.Mixed.Truncate(0);
            _tape.MixedPieces.Truncate(0);
        }
    }

    private bool IsFound(CompiledRule rule, int start) => Docket.Refusal is null
        && Docket.Screen(rule.Screener!, rule.Path, _tape.Mixed.Items[start..]) != Edit.Copy;

    // Records may be withheld, and what stands around them is then one text.
    private bool IsFoundAround(CompiledRule rule, in XmlMixedStart start)
    {
        var end = _tape.Mixed.Count;
        foreach (ref readonly var piece in _tape.MixedPieces.Items[start.Pieces..])
        {
            if (piece.Record < start.Records)
            {
                var target = _tape.Mixed.Extend(piece.End - piece.Start);
                _tape.Mixed.Items[piece.Start..piece.End].CopyTo(target);
            }
        }

        var isFound = IsFound(rule, end);
        _tape.Mixed.Truncate(end);
        return isFound;
    }

    // None of the pieces alone is what was found, so all of them go, save those of records from that number on.
    private void RedactMixed(in XmlMixedStart start, int records)
    {
        foreach (ref var piece in _tape.MixedPieces.Span(start.Pieces, _tape.MixedPieces.Count - start.Pieces))
        {
            if (piece.Edit < 0 || piece.Record >= records)
            {
                continue;
            }

            _buffers.Edits[piece.Edit] = _buffers.Edits[piece.Edit] with { Rule = Edit.Redact };
            FieldTally.Recount(ref Docket.Tally, FieldOutcome.Kept);
            if (piece.Record >= 0 && piece.Record != Docket.Record)
            {
                // That record is over, and so is its count.
                FieldTally.Recount(ref _buffers.Records[piece.Record].Tally, FieldOutcome.Kept);
            }

            // It is not found again by what is around it.
            _tape.Mixed.Span(piece.Start, piece.End - piece.Start).Fill((byte)'*');
            piece = piece with { Edit = -1 };
        }
    }
}
