using Gateway.Policies.Selectors;

namespace Gateway.Policies.Formats;

/// <content>Start tags: attributes, the prefixes they bind, and what the names mean then.</content>
internal ref partial struct XmlScanner
{
    // Productions 40, 41 and 44.
    private int ReadOpen(int at)
    {
        var nameEnd = XmlCharacters.EndOfName(_xml, at + 1);
        if (_depth == MaxDepth)
        {
            return Malformed;
        }

        if (_depth > 0)
        {
            _tokens[_tape.Open[_depth - 1].Token].HasElements = true;
        }

        var token = _tokens.Count;
        _tape.Open[_depth++] = new XmlOpenElement(token, _tape.Namespaces.Bindings, _scope);
        _tokens.Add(new XmlToken { Kind = XmlKind.Open, Start = at, NameEnd = nameEnd, Name = -1, Declaration = -1 });

        var end = ReadAttributes(nameEnd);
        if (end < 0 || !TryResolve(token))
        {
            return Malformed;
        }

        var isSelfClosing = _xml[end] == (byte)'/';
        end += isSelfClosing ? 2 : 1;
        ref var open = ref _tokens[token];
        open.IsSelfClosing = isSelfClosing;
        open.End = end;
        if (isSelfClosing)
        {
            Close(end, end);
        }

        return end;
    }

    // From behind the name to the '>' or '/>'.
    private int ReadAttributes(int at)
    {
        for (var count = 0; ; count++)
        {
            var next = SkipWhite(at);
            if (next >= _xml.Length)
            {
                return Malformed;
            }

            if (_xml[next] == (byte)'>' || StartsWith(next, "/>"u8))
            {
                return next;
            }

            // An attribute without white space before it is none.
            at = next == at || count == MaxAttributes ? Malformed : ReadAttribute(next);
            if (at < 0)
            {
                return Malformed;
            }
        }
    }

    private int ReadAttribute(int start)
    {
        var nameEnd = XmlCharacters.EndOfName(_xml, start);
        var at = SkipWhite(nameEnd);
        at = nameEnd > start && at < _xml.Length && _xml[at] == (byte)'=' ? SkipWhite(at + 1) : _xml.Length;
        if (at >= _xml.Length || _xml[at] is not ((byte)'"' or (byte)'\''))
        {
            return Malformed;
        }

        var end = FindQuote(at, out var isEscaped);
        if (end < 0)
        {
            return Malformed;
        }

        var token = new XmlToken
        {
            Kind = XmlKind.Attribute,
            Start = start,
            NameEnd = nameEnd,
            Quote = at,
            End = end + 1,
            IsEscaped = isEscaped,
            Name = -1,
            Declaration = -1,
        };
        var name = _xml[start..nameEnd];
        if (name.StartsWith("xmlns"u8) && (name.Length == 5 || name[5] == (byte)':') && !TryDeclare(ref token))
        {
            return Malformed;
        }

        _tokens.Add(token);
        return end + 1;
    }

    // Production 10: everything but '<' and '&' up to the same quote again.
    private readonly int FindQuote(int quote, out bool isEscaped)
    {
        isEscaped = false;
        var at = quote + 1;
        while (at < _xml.Length)
        {
            var unit = _xml[at];
            if (unit == _xml[quote])
            {
                return at;
            }

            if (unit == (byte)'<')
            {
                return Malformed;
            }

            var length = 1;
            if (unit == (byte)'&')
            {
                isEscaped = true;
                if (!XmlText.TryReadReference(_xml[at..], out _, out length))
                {
                    return Malformed;
                }
            }

            isEscaped |= unit is (byte)'\t' or (byte)'\n' or (byte)'\r';
            at += length;
        }

        return Malformed;
    }

    private bool TryDeclare(ref XmlToken token)
    {
        token.Kind = XmlKind.Declaration;
        var prefix = Math.Min(token.Start + 6, token.NameEnd);
        var length = token.NameEnd - prefix;
        if (_xml[token.NameEnd - 1] == (byte)':'
            || (length > 0 && !XmlCharacters.IsPlainName(_xml.Slice(prefix, length))))
        {
            return false;
        }

        // A prefix bound twice by one element is an attribute that stands twice.
        var open = _tape.Open[_depth - 1];
        for (var i = open.Token + 1; i < _tokens.Count; i++)
        {
            if (_tokens[i].Kind == XmlKind.Declaration && Name(_tokens[i]).SequenceEqual(Name(token)))
            {
                return false;
            }
        }

        _scope = _scope == open.Scope ? ++_scopes : _scope;
        return _tape.Namespaces.TryBind(
            _xml, prefix, length, _xml[(token.Quote + 1)..(token.End - 1)], _names, _tokens.Count, out token.Link);
    }

    // Once all prefixes are bound: what the element and its attributes are called.
    private bool TryResolve(int element)
    {
        ref var open = ref _tokens[element];
        if (!TryMean(_tape.Elements, open.Start + 1, open.NameEnd, false, out var meaning))
        {
            return false;
        }

        open.Name = meaning.Name;
        open.Declaration = meaning.Declaration;
        open.IsSignature = _tape.Namespaces.IsSignature(meaning.Uri)
            && _xml[(open.Start + 1 + meaning.Local)..open.NameEnd].SequenceEqual("Signature"u8);
        _tape.Signatures += open.IsSignature ? 1 : 0;
        _tape.Open[_depth - 1] = _tape.Open[_depth - 1] with { Scope = _scope };
        return TryResolveAttributes(element + 1);
    }

    private readonly bool TryResolveAttributes(int first)
    {
        var seen = _tape.Seen;
        var count = 0;
        for (var i = first; i < _tokens.Count; i++)
        {
            ref var token = ref _tokens[i];
            if (token.Kind == XmlKind.Declaration)
            {
                continue;
            }

            if (!TryMean(_tape.Attributes, token.Start, token.NameEnd, true, out var meaning))
            {
                return false;
            }

            token.Name = meaning.Name;
            token.Declaration = meaning.Declaration;
            var local = token.Start + meaning.Local;
            var length = token.NameEnd - local;
            var name = new XmlAttributeName(NameKey.Of(_xml, local, length), local, length, meaning.Uri);
            if (Stands(seen.AsSpan(0, count), name))
            {
                return false;
            }

            seen[count++] = name;
        }

        return true;
    }

    // Namespaces 1.0 section 6.3: no two attributes of one expanded name, however their prefixes are spelled.
    private readonly bool Stands(ReadOnlySpan<XmlAttributeName> seen, in XmlAttributeName name)
    {
        foreach (ref readonly var one in seen)
        {
            if (one.Key == name.Key && one.Uri == name.Uri && one.Length == name.Length
                && _xml.Slice(one.Start, one.Length).SequenceEqual(_xml.Slice(name.Start, name.Length)))
            {
                return true;
            }
        }

        return false;
    }

    private readonly bool TryMean(
        XmlNameCache cache, int start, int end, bool isAttribute, out XmlNameMeaning meaning)
    {
        // An unused place of the cache looks like a name without a character.
        meaning = default;
        if (start == end)
        {
            return false;
        }

        var key = NameKey.Of(_xml, start, end - start);
        if (cache.TryFind(_xml, key, start, end - start, _scope, out meaning))
        {
            return true;
        }

        if (!TryLookUp(start, end, isAttribute, out meaning))
        {
            return false;
        }

        cache.Add(key, start, end - start, _scope, meaning);
        return true;
    }

    // Namespaces 1.0, productions 7 to 11: one colon at most, a name on both sides of it.
    private readonly bool TryLookUp(int start, int end, bool isAttribute, out XmlNameMeaning meaning)
    {
        meaning = default;
        var name = _xml[start..end];
        var colon = name.IndexOf((byte)':');
        var local = name[(colon + 1)..];
        var prefix = colon < 0 ? default : name[..colon];
        if (!XmlCharacters.IsPlainName(local) || (colon >= 0 && !XmlCharacters.IsPlainName(prefix)))
        {
            return false;
        }

        var (uri, token) = (XmlNamespaces.None, -1);
        if ((!isAttribute || colon >= 0) && !_tape.Namespaces.TryResolve(_xml, prefix, out uri, out token))
        {
            return false;
        }

        var known = _names.Find(_tape.Namespaces.Known(uri), isAttribute, local);
        meaning = new XmlNameMeaning(known, colon + 1, uri, token);
        return true;
    }

    private readonly ReadOnlySpan<byte> Name(in XmlToken token) => _xml[token.Start..token.NameEnd];
}

/// <summary>One attribute of the element at hand, for telling two of a name.</summary>
internal readonly record struct XmlAttributeName(ulong Key, int Start, int Length, int Uri);
