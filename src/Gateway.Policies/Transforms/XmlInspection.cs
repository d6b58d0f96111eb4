using System.Globalization;
using System.Text;
using Gateway.Policies.Catalogue;
using Gateway.Policies.Formats;
using Gateway.Policies.Selectors;

namespace Gateway.Policies.Transforms;

/// <summary>
/// One walk over the tokens of one XML document: the way through it is in this part, decisions, attributes, mixed
/// content and the edit script are in the others. Iterative, nothing allocated per value.
/// </summary>
internal ref partial struct XmlInspection
{
    internal const int MaxFrames = XmlScanner.MaxDepth + 1;

    // The document and, in it, the root.
    private const int RootDepth = 2;

    internal Docket Docket;

    private readonly XmlForm _form;
    private readonly InspectionBuffers _buffers;
    private readonly XmlTape _tape;
    private readonly PooledList<XmlToken> _tokens;
    private readonly XmlFrame[] _frames;
    private readonly ReadOnlySpan<byte> _xml;

    // The number of open elements, the document being the first, and how many of them are emitted already.
    private int _depth;
    private int _opened;

    // Signatures that leave by a rule's own word, so that nobody is misled.
    private int _settledSignatures;

    // The open elements whose texts are looked at together, inside of each other.
    private int _mixed;

    internal XmlInspection(XmlForm form, InspectionBuffers buffers, ReadOnlySpan<byte> xml, Docket docket)
    {
        _form = form;
        _buffers = buffers;
        _tape = buffers.Xml;
        _tokens = _tape.Tokens;
        _frames = _tape.Frames;
        _xml = xml;
        Docket = docket;
    }

    /// <summary>Decides every value. The document is on the tape.</summary>
    internal void Walk()
    {
        OpenDocument();
        for (var i = 0; i < _tokens.Count && Docket.Refusal is null;)
        {
            i = _tokens[i].Kind switch
            {
                XmlKind.Open => ReadElement(i),
                XmlKind.Close => Leave(i),
                _ => ReadMixed(i),
            };
        }

        if (Docket.Refusal is null)
        {
            CloseDocument();
        }
    }

    private void OpenDocument()
    {
        var state = Docket.Plan.Root;
        _frames[0] = new XmlFrame
        {
            State = state,
            Rule = state.First,
            IsSpelled = true,
            Token = -1,
            Row = -1,
            Record = state.IsRecord ? Docket.BeginRecord() : -1,
        };
        _depth = 1;
        _opened = 1;
    }

    private void CloseDocument()
    {
        if (_frames[0].Record >= 0)
        {
            Docket.EndRecord(_frames[0].Record);
        }

        Docket.EndRun();
        CheckSignatures();
    }

    // From a start tag to the next token that is to be looked at.
    private int ReadElement(int at)
    {
        ref readonly var token = ref _tokens[at];
        ref var holder = ref _frames[_depth - 1];
        holder.Count++;
        if (token.IsSignature && _form.RemovesSignatures && !holder.Skips)
        {
            _settledSignatures += CountSignatures(at);
            Docket.Count(FieldOutcome.Dropped);
            return token.Link + 1;
        }

        var slot = _form.Names.SlotIn(holder.State, token.Name);
        var state = slot < 0 ? holder.State.OtherName() : holder.State.Named(slot);
        if (holder.Skips && !state.IsMarked && !state.Tracks)
        {
            return token.Link + 1;
        }

        ref var frame = ref _frames[_depth];
        frame = new XmlFrame
        {
            State = state,
            Rule = holder.Rule,
            Token = at,
            Skips = holder.Skips,
            IsSpelled = slot >= 0,
            Record = state.IsRecord ? Docket.BeginRecord() : -1,
            Row = -1,
            ReplacedBy = -1,
            DroppedBefore = Docket.Tally[(int)FieldOutcome.Dropped],
        };
        return token.HasElements ? EnterContainer(at, ref frame) : ReadLeaf(at, ref frame);
    }

    private int EnterContainer(int at, ref XmlFrame frame)
    {
        if (!frame.Skips)
        {
            DecideContainer(at, ref frame);
        }

        _depth++;
        ReadAttributes(at);
        if (frame.ReplacedBy >= 0 && Docket.Refusal is null)
        {
            EmitReplaced(at, ref frame);
        }

        if (frame.Skips && !frame.State.Tracks)
        {
            return _tokens[at].Link;
        }

        EnterMixed(ref frame);
        return FirstInside(at);
    }

    private int Leave(int at)
    {
        ref var frame = ref _frames[_depth - 1];
        LeaveMixed(frame);
        if (_opened == _depth)
        {
            EndElement(ref frame);
            _opened--;
        }
        else if (_depth == RootDepth && !frame.Skips)
        {
            RefuseRoot();
        }
        else if (!frame.Skips)
        {
            CountUnopened(frame);
        }

        EndFrame(frame);
        return at + 1;
    }

    private void EndFrame(in XmlFrame frame)
    {
        if (frame.Record >= 0)
        {
            Docket.EndRecord(frame.Record);
        }

        if (frame.Row >= 0)
        {
            _tape.Rows.Truncate(frame.Row);
        }

        _depth--;
    }

    // Under '..', an element of which nothing was emitted: one value where a rule or nothing at all decided it.
    private void CountUnopened(in XmlFrame frame)
    {
        ref var dropped = ref Docket.Tally[(int)FieldOutcome.Dropped];
        if (frame.Rule != PathState.None || dropped == frame.DroppedBefore)
        {
            dropped = frame.DroppedBefore + 1;
        }
    }

    private readonly int FirstInside(int element)
    {
        var at = element + 1;
        while (_tokens[at].Kind is XmlKind.Attribute or XmlKind.Declaration)
        {
            at++;
        }

        return at;
    }

    private readonly int CountSignatures(int element)
    {
        var count = 0;
        if (_tape.Signatures > 0)
        {
            for (var i = element; i < _tokens[element].Link; i++)
            {
                count += _tokens[i].IsSignature ? 1 : 0;
            }
        }

        return count;
    }

    // A signature that leaves, or is missed, over a document that is not the one that was signed would mislead: only
    // a document that leaves byte for byte may keep it.
    private void CheckSignatures()
    {
        if (_tape.Signatures > _settledSignatures && !LeavesAsItCame())
        {
            Docket.Refuse(
                RefusalCode.FieldValue, "the document holds a signature, which would not fit what may leave", null);
        }
    }

    private readonly bool LeavesAsItCame()
    {
        var at = _tokens[0].Start;
        foreach (ref readonly var edit in _buffers.Edits.Items)
        {
            if (edit.Rule != Edit.Copy || (edit.Length > 0 && edit.Start != at))
            {
                return false;
            }

            at += edit.Length;
        }

        return at == _tokens[_tokens[0].Link].End;
    }

    private void Unlisted(int token)
    {
        if (Docket.Plan.Unlisted == UnlistedRule.Drop)
        {
            Docket.Count(FieldOutcome.Dropped);
        }
        else
        {
            Docket.Refuse(RefusalCode.FieldUnlisted, $"no rule lists {DeclaredPlace(token)}", null);
        }
    }

    // INVARIANT: names only what the bundle spells out; anything else is its declared parent and a position.
    private readonly string DeclaredPlace(int token)
    {
        var path = new StringBuilder("$");
        var parent = 0;
        for (; parent < _depth - 1 && _frames[parent + 1].IsSpelled; parent++)
        {
            path.Append('.').Append(_form.Names.Show(_tokens[_frames[parent + 1].Token].Name));
        }

        var isInside = parent < _depth - 1;
        var kind = isInside ? "element" : _tokens[token].Kind switch
        {
            XmlKind.Attribute => "attribute",
            XmlKind.Open => "element",
            _ => "text",
        };
        var number = kind switch
        {
            "element" => _frames[parent].Count,
            "attribute" => token - _frames[parent].Token,
            _ => 1,
        };
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{(isInside ? "something in " : "")}{kind} {number} of '{path}', counted from 1");
    }
}
