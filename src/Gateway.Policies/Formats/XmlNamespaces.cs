namespace Gateway.Policies.Formats;

/// <summary>
/// The prefixes that are bound at one moment and the namespaces a document has named so far (Namespaces in XML 1.0).
/// Both are limited, so that a document cannot make each of its names cost more than the one before.
/// </summary>
internal sealed class XmlNamespaces
{
    /// <summary>The number of "no namespace", and of the one that "xml" stands for without being declared.</summary>
    internal const int None = 0;
    internal const int Xml = 1;

    internal const string XmlUri = "http://www.w3.org/XML/1998/namespace";
    internal const string SignatureUri = "http://www.w3.org/2000/09/xmldsig#";

    private const int MaxBindings = 256;
    private const int MaxUris = 256;

    private readonly PooledList<Binding> _bindings = new(wipes: false);
    private readonly PooledList<Uri> _uris = new(wipes: false);
    private readonly PooledList<byte> _text = new(wipes: true);

    private readonly record struct Binding(int Prefix, int Length, int Uri, int Token);

    private readonly record struct Uri(int Start, int Length, int Known, bool IsSignature);

    internal int Bindings => _bindings.Count;

    private static ReadOnlySpan<byte> XmlUriBytes => "http://www.w3.org/XML/1998/namespace"u8;

    private static ReadOnlySpan<byte> DeclaringUri => "http://www.w3.org/2000/xmlns/"u8;

    private static ReadOnlySpan<byte> SignatureUriBytes => "http://www.w3.org/2000/09/xmldsig#"u8;

    internal void Begin(XmlNames names)
    {
        Number(default, names);
        Number(XmlUriBytes, names);
    }

    internal void Return()
    {
        _bindings.Return();
        _uris.Return();
        _text.Return();
    }

    internal void Unbind(int bindings) => _bindings.Truncate(bindings);

    /// <summary>The namespace's number in the category's <see cref="XmlNames"/>, or -1.</summary>
    internal int Known(int uri) => _uris[uri].Known;

    internal bool IsSignature(int uri) => _uris[uri].IsSignature;

    internal ReadOnlySpan<byte> Text(int uri) => _text.Items.Slice(_uris[uri].Start, _uris[uri].Length);

    /// <summary>
    /// Binds a prefix (empty: the default) to the namespace between the quotes; false where section 3 or 2.2 forbids
    /// it, or there are too many.
    /// </summary>
    internal bool TryBind(
        ReadOnlySpan<byte> xml, int prefix, int length, ReadOnlySpan<byte> value, XmlNames names, int token,
        out int uri)
    {
        var start = _text.Count;
        var size = XmlText.DecodeValue(value, _text.Extend(value.Length));
        _text.Truncate(start + size);
        uri = Find(_text.Items[start..], names, start);
        if (uri < 0 || _bindings.Count == MaxBindings || !MayBind(xml.Slice(prefix, length), uri))
        {
            return false;
        }

        _bindings.Add(new Binding(prefix, length, uri, token));
        return true;
    }

    /// <summary>What a prefix stands for here; false where it stands for nothing.</summary>
    internal bool TryResolve(ReadOnlySpan<byte> xml, ReadOnlySpan<byte> prefix, out int uri, out int token)
    {
        for (var i = _bindings.Count - 1; i >= 0; i--)
        {
            ref readonly var binding = ref _bindings[i];
            if (binding.Length == prefix.Length && xml.Slice(binding.Prefix, binding.Length).SequenceEqual(prefix))
            {
                (uri, token) = (binding.Uri, binding.Token);
                return true;
            }
        }

        token = -1;
        uri = prefix.IsEmpty ? None : Xml;
        return prefix.IsEmpty || prefix.SequenceEqual("xml"u8);
    }

    private bool MayBind(ReadOnlySpan<byte> prefix, int uri)
    {
        if (prefix.SequenceEqual("xml"u8))
        {
            return uri == Xml;
        }

        var isUnbinding = uri == None && !prefix.IsEmpty;
        return !isUnbinding && uri != Xml && !prefix.SequenceEqual("xmlns"u8)
            && !Text(uri).SequenceEqual(DeclaringUri);
    }

    private int Find(ReadOnlySpan<byte> text, XmlNames names, int start)
    {
        for (var i = 0; i < _uris.Count; i++)
        {
            if (Text(i).SequenceEqual(text))
            {
                _text.Truncate(start);
                return i;
            }
        }

        return _uris.Count == MaxUris ? -1 : Number(start, text, names);
    }

    private void Number(ReadOnlySpan<byte> text, XmlNames names)
    {
        var start = _text.Count;
        text.CopyTo(_text.Extend(text.Length));
        Number(start, text, names);
    }

    private int Number(int start, ReadOnlySpan<byte> text, XmlNames names)
    {
        _uris.Add(new Uri(start, text.Length, names.NamespaceOf(text), text.SequenceEqual(SignatureUriBytes)));
        return _uris.Count - 1;
    }
}
