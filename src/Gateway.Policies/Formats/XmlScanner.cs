using System.Buffers;

namespace Gateway.Policies.Formats;

//
//  Extensible Markup Language, well-formedness
//
//  References:
//
//      XML 1.0 (fifth edition), sections 2 to 4; Namespaces in XML 1.0 (third edition)
//
//  Narrower than the standard:
//
//      UTF-8 only, version 1.0, no document type declaration, no entities but the five of section 4.6; 64 levels,
//      128 attributes of one element, 256 prefixes bound at once, 256 namespaces.
//

/// <summary>
/// One walk over one XML document: it is well-formed and all its tokens are on the tape, or it is nothing. Iterative,
/// nothing allocated per token, nothing resolved from outside.
/// </summary>
internal ref partial struct XmlScanner
{
    internal const int MaxDepth = 64;
    internal const int MaxAttributes = 128;

    private const int Malformed = -1;

    private static readonly SearchValues<byte> TextStops = SearchValues.Create("<&]\r"u8);
    private static readonly SearchValues<byte> WhiteSpace = SearchValues.Create(" \t\r\n"u8);

    private readonly ReadOnlySpan<byte> _xml;
    private readonly XmlNames _names;
    private readonly XmlTape _tape;
    private readonly PooledList<XmlToken> _tokens;
    private int _depth;
    private int _scope;
    private int _scopes;

    private XmlScanner(ReadOnlySpan<byte> xml, XmlNames names, XmlTape tape)
    {
        _xml = xml;
        _names = names;
        _tape = tape;
        _tokens = tape.Tokens;
    }

    /// <summary>True where the bytes are a document; its tokens are on the tape then.</summary>
    internal static bool TryScan(ReadOnlySpan<byte> xml, XmlNames names, XmlTape tape)
    {
        tape.Namespaces.Begin(names);
        return XmlCharacters.AreLegal(xml) && new XmlScanner(xml, names, tape).TryScan();
    }

    private bool TryScan()
    {
        var at = SkipProlog();
        at = at < 0 ? at : SkipOutside(at);
        if (at < 0 || at >= _xml.Length)
        {
            return false;
        }

        do
        {
            at = _xml[at] == (byte)'<' ? ReadMarkup(at) : ReadText(at);
            if (at < 0 || (at >= _xml.Length && _depth > 0))
            {
                return false;
            }
        }
        while (_depth > 0);

        return SkipOutside(at) == _xml.Length;
    }

    // At '<'. The root is the only thing that may come here while nothing is open.
    private int ReadMarkup(int at) => (at + 1 < _xml.Length ? _xml[at + 1] : 0) switch
    {
        (byte)'/' => ReadClose(at),
        (byte)'?' when _depth > 0 => SkipInstruction(at),
        (byte)'!' when _depth > 0 => StartsWith(at, "<!--"u8) ? SkipComment(at) : ReadData(at),
        _ => ReadOpen(at),
    };

    private int ReadText(int start)
    {
        if (_depth == 0)
        {
            return Malformed;
        }

        var at = start;
        var isEscaped = false;
        while (true)
        {
            var stop = _xml[at..].IndexOfAny(TextStops);
            if (stop < 0)
            {
                return Malformed;
            }

            at += stop;
            switch (_xml[at])
            {
                case (byte)'<':
                    AddText(start, at, isEscaped);
                    return at;
                case (byte)'&':
                    isEscaped = true;
                    if (!XmlText.TryReadReference(_xml[at..], out _, out var length))
                    {
                        return Malformed;
                    }

                    at += length;
                    break;
                case (byte)']' when StartsWith(at, "]]>"u8):
                    return Malformed;
                default:
                    isEscaped |= _xml[at] == (byte)'\r';
                    at++;
                    break;
            }
        }
    }

    private void AddText(int start, int end, bool isEscaped)
    {
        var isWhite = XmlCharacters.IsWhite(_xml[start]) && !_xml[start..end].ContainsAnyExcept(WhiteSpace);
        if (!isWhite)
        {
            _tokens[_tape.Open[_depth - 1].Token].HasText = true;
        }

        _tokens.Add(new XmlToken
        {
            Kind = XmlKind.Text,
            Start = start,
            End = end,
            IsEscaped = isEscaped,
            IsWhite = isWhite,
        });
    }

    private int ReadData(int at)
    {
        var end = StartsWith(at, "<![CDATA["u8) ? _xml[at..].IndexOf("]]>"u8) : Malformed;
        if (end < 0)
        {
            return Malformed;
        }

        end += at + 3;
        _tokens[_tape.Open[_depth - 1].Token].HasText = true;
        _tokens.Add(new XmlToken { Kind = XmlKind.Data, Start = at, End = end, IsEscaped = true });
        return end;
    }

    // XML 1.0 production 42, and the constraint that start and end carry one name.
    private int ReadClose(int at)
    {
        if (_depth == 0)
        {
            return Malformed;
        }

        ref readonly var open = ref _tape.Open[_depth - 1];
        ref var start = ref _tokens[open.Token];
        var name = _xml[(start.Start + 1)..start.NameEnd];
        var end = at + 2 + name.Length;
        if (end >= _xml.Length || !_xml.Slice(at + 2, name.Length).SequenceEqual(name))
        {
            return Malformed;
        }

        end = SkipWhite(end);
        if (end >= _xml.Length || _xml[end] != (byte)'>')
        {
            return Malformed;
        }

        Close(at, end + 1);
        return end + 1;
    }

    private void Close(int start, int end)
    {
        var open = _tape.Open[--_depth];
        _tokens[open.Token].Link = _tokens.Count;
        _tokens.Add(new XmlToken { Kind = XmlKind.Close, Start = start, End = end, Link = open.Token });
        _tape.Namespaces.Unbind(open.Bindings);
        _scope = _depth == 0 ? 0 : _tape.Open[_depth - 1].Scope;
    }

    // A byte order mark and the declaration (productions 23 to 32).
    private readonly int SkipProlog()
    {
        var at = StartsWith(0, [0xEF, 0xBB, 0xBF]) ? 3 : 0;
        if (!StartsWith(at, "<?xml"u8) || at + 5 >= _xml.Length || !XmlCharacters.IsWhite(_xml[at + 5]))
        {
            return at;
        }

        var length = _xml[at..].IndexOf("?>"u8);
        return length < 0 || !XmlDeclaration.IsAccepted(_xml.Slice(at + 5, length - 5)) ? Malformed : at + length + 2;
    }

    // White space, comments and instructions before and behind the root; a document type declaration is not skipped.
    private readonly int SkipOutside(int at)
    {
        while (at >= 0)
        {
            at = SkipWhite(at);
            if (StartsWith(at, "<!--"u8))
            {
                at = SkipComment(at);
            }
            else if (StartsWith(at, "<?"u8))
            {
                at = SkipInstruction(at);
            }
            else
            {
                return at;
            }
        }

        return Malformed;
    }

    // Production 15: no "--" inside.
    private readonly int SkipComment(int at)
    {
        var end = _xml[(at + 4)..].IndexOf("--"u8);
        end += at + 4;
        return end >= at + 4 && StartsWith(end, "-->"u8) ? end + 3 : Malformed;
    }

    // Productions 16 and 17; Namespaces 1.0 section 7: no colon in the target.
    private readonly int SkipInstruction(int at)
    {
        var nameEnd = XmlCharacters.EndOfName(_xml, at + 2);
        var target = _xml[(at + 2)..nameEnd];
        var length = _xml[nameEnd..].IndexOf("?>"u8);
        var isNamed = XmlCharacters.IsPlainName(target)
            && !(target.Length == 3 && (target[0] | 0x20) == 'x' && (target[1] | 0x20) == 'm'
                && (target[2] | 0x20) == 'l');
        return isNamed && (length == 0 || (length > 0 && XmlCharacters.IsWhite(_xml[nameEnd])))
            ? nameEnd + length + 2
            : Malformed;
    }

    private readonly int SkipWhite(int at)
    {
        while (at < _xml.Length && XmlCharacters.IsWhite(_xml[at]))
        {
            at++;
        }

        return at;
    }

    private readonly bool StartsWith(int at, ReadOnlySpan<byte> text) =>
        at <= _xml.Length && _xml[at..].StartsWith(text);
}
