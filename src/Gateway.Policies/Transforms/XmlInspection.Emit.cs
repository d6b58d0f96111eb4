using Gateway.Policies.Formats;

namespace Gateway.Policies.Transforms;

/// <content>
/// The edit script. Brackets, names and quotes are stretches of the body; what a document needs to stay one and does
/// not have there (an end tag for an element that had none) is put together from its own bytes.
/// </content>
internal ref partial struct XmlInspection
{
    // Emits the start of every element that waited for something inside it to be emitted.
    private void OpenThrough(int depth, string? rule)
    {
        for (; _opened < depth; _opened++)
        {
            ref var frame = ref _frames[_opened];
            ref readonly var token = ref _tokens[frame.Token];
            BeginContent(ref _frames[_opened - 1]);
            ScreenElementName(frame, token, rule);
            MarkRecord(frame.Record >= 0 || _opened > 1 ? frame.Record : _frames[0].Record);
            Docket.Emit(token.Start, token.NameEnd);
            PlaceDeclarations(frame.Token);
            Need(token.Declaration);
        }
    }

    private void ScreenElementName(in XmlFrame frame, in XmlToken token, string? rule)
    {
        // A deep keep may have detectors of its own; inside a drop an earlier rule keeps by the category's.
        var taker = frame.Rule == Selectors.PathState.None ? null : Docket.Plan.Rules[frame.Rule];
        var screener = taker is { Op: RuleOp.Keep } ? taker.Screener : Docket.Plan.Screener;
        if (!frame.IsSpelled && screener is not null)
        {
            Docket.ScreenName(screener, rule, _xml[(token.Start + 1)..token.NameEnd]);
        }
    }

    private void MarkRecord(int record)
    {
        if (record >= 0)
        {
            Docket.MarkRecordFirst(record);
            Docket.MarkRecordValue(record);
        }
    }

    // A place in the script for each declaration of the element, empty until something needs it.
    private void PlaceDeclarations(int element)
    {
        for (var i = element + 1; _tokens[i].Kind is XmlKind.Attribute or XmlKind.Declaration; i++)
        {
            if (_tokens[i].Kind == XmlKind.Declaration)
            {
                Docket.EndRun();
                _tokens[i].Name = _buffers.Edits.Count;
                _buffers.Edits.Add(new Edit(_tokens[i].Start, 0, Edit.Copy, false));
            }
        }
    }

    // The bracket that ends a start tag, once something follows it.
    private void BeginContent(ref XmlFrame frame)
    {
        if (frame.Token >= 0 && !frame.HasContent)
        {
            frame.HasContent = true;
            var end = _tokens[frame.Token].End;
            Docket.Emit(end - 1, end);
        }
    }

    private void EndElement(ref XmlFrame frame)
    {
        ref readonly var open = ref _tokens[frame.Token];
        if (open.IsSelfClosing && !frame.HasContent)
        {
            Docket.Emit(open.End - 2, open.End);
            return;
        }

        BeginContent(ref frame);
        if (open.IsSelfClosing)
        {
            Docket.Emit(open.Start, open.Start + 1);
            Docket.Emit(open.End - 2, open.End - 1);
            Docket.Emit(open.Start + 1, open.NameEnd);
            Docket.Emit(open.End - 1, open.End);
            return;
        }

        // Without the white space that may stand behind the name.
        ref readonly var close = ref _tokens[open.Link];
        Docket.Emit(close.Start, close.Start + 1 + open.NameEnd - open.Start);
        Docket.Emit(close.End - 1, close.End);
    }

    // The text of the tokens from first up to close, in the innermost element.
    private void EmitText(int first, int close, int edit)
    {
        ref var frame = ref _frames[_depth - 1];
        OpenThrough(_depth, edit < 0 ? PathOf(frame.Rule) : PathOf(edit));
        if (first == close)
        {
            if (edit != Edit.Copy)
            {
                var place = _tokens[frame.Token].End;
                BeginContent(ref frame);
                Docket.Replace(place, place, edit, false, XmlBodyText.Text);
            }

            return;
        }

        BeginContent(ref frame);
        var (start, end) = (_tokens[first].Start, _tokens[close - 1].End);
        if (edit == Edit.Copy && close - first == 1)
        {
            EmitPiece(start, end);
        }
        else
        {
            // Texts that a comment parted could read otherwise once it is gone, so they are written anew.
            var isEscaped = close - first > 1 || _tokens[first].IsEscaped;
            Docket.Replace(
                start, end, edit == Edit.Copy ? Edit.Rewrite : edit, isEscaped, XmlBodyText.Text);
        }
    }

    // Beside elements each piece of text is an edit of its own, so that it can be taken back.
    private void EmitPiece(int start, int end)
    {
        if (_mixed == 0)
        {
            Docket.Emit(start, end);
            return;
        }

        Docket.EndRun();
        Docket.Emit(start, end);
        Docket.EndRun();
    }

    // An element with elements in it leaves with a rule's text instead.
    private void EmitReplaced(int element, ref XmlFrame frame)
    {
        OpenThrough(_depth, PathOf(frame.ReplacedBy));
        BeginContent(ref frame);
        ref readonly var open = ref _tokens[element];
        Docket.Replace(open.End, _tokens[open.Link].Start, frame.ReplacedBy, false, XmlBodyText.Raw);
        frame.Skips = true;
    }
}
