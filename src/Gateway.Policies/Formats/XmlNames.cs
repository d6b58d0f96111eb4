using System.Text;
using Gateway.Policies.Selectors;

namespace Gateway.Policies.Formats;

/// <summary>
/// The expanded names that a category's paths spell out, numbered. In the automaton an expanded name is one text: '@'
/// for an attribute, one character of the private use area for the namespace, the local part. Immutable.
/// </summary>
internal sealed class XmlNames
{
    private readonly NameTable _uris;
    private readonly NameTable _names;
    private readonly byte[][] _texts;
    private readonly ulong[] _keys;
    private readonly string[] _shown;

    internal XmlNames(XmlVocabulary vocabulary, IEnumerable<string> names)
    {
        var distinct = names.Distinct(StringComparer.Ordinal).ToArray();
        _uris = new NameTable(vocabulary.Uris);
        _names = new NameTable(distinct);
        _texts = [.. distinct.Select(Encoding.UTF8.GetBytes)];
        _keys = [.. _texts.Select(text => NameKey.Of(text, 0, text.Length))];
        _shown = [.. distinct.Select(vocabulary.Show)];
    }

    /// <summary>The namespace's number, or -1 where no path is in it.</summary>
    internal int NamespaceOf(ReadOnlySpan<byte> uri) => _uris.Find(NameKey.Of(uri, 0, uri.Length), uri);

    /// <summary>The name's number, or -1.</summary>
    internal int Find(int uri, bool isAttribute, ReadOnlySpan<byte> local)
    {
        const int OnStack = 256;
        var head = isAttribute ? 4 : 3;
        if (uri < 0 || local.Length > OnStack - head)
        {
            return -1;
        }

        Span<byte> name = stackalloc byte[OnStack];
        name[0] = (byte)'@';
        new Rune(XmlVocabulary.First + uri).EncodeToUtf8(name[(head - 3)..]);
        local.CopyTo(name[head..]);
        name = name[..(head + local.Length)];
        return _names.Find(NameKey.Of(name, 0, name.Length), name);
    }

    /// <summary>The number of a composed name, which is one of those it was made of.</summary>
    internal int NumberOf(string name)
    {
        var text = Encoding.UTF8.GetBytes(name);
        return _names.Find(NameKey.Of(text, 0, text.Length), text);
    }

    /// <summary>Which of a state's names it is, or -1.</summary>
    internal int SlotIn(PathState state, int name) =>
        name < 0 || state.Names.Count == 0 ? -1 : state.Names.Find(_keys[name], _texts[name]);

    /// <summary>As the bundle spells it.</summary>
    internal string Show(int name) => _shown[name];
}

/// <summary>The prefixes of one category and the namespaces they stand for. Immutable.</summary>
internal sealed class XmlVocabulary
{
    /// <summary>The character that stands for the first namespace.</summary>
    internal const char First = '\uE000';

    internal const int MaxNamespaces = 1000;

    private readonly Dictionary<string, int> _prefixes = new(StringComparer.Ordinal);
    private readonly List<string> _uris = ["", XmlNamespaces.XmlUri];

    internal XmlVocabulary(IReadOnlyDictionary<string, string> namespaces)
    {
        _prefixes[""] = XmlNamespaces.None;
        _prefixes["xml"] = XmlNamespaces.Xml;
        foreach (var (prefix, uri) in namespaces)
        {
            if (!_uris.Contains(uri))
            {
                _uris.Add(uri);
            }

            _prefixes[prefix] = _uris.IndexOf(uri);
        }
    }

    internal IReadOnlyList<string> Uris => _uris;

    /// <summary>The text that stands for a name; null where no such prefix is declared.</summary>
    internal string? Compose(string prefix, string local, bool isAttribute)
    {
        // Namespaces 1.0 section 6.2: the default namespace is not an attribute's.
        var uri = isAttribute && prefix.Length == 0 ? XmlNamespaces.None : _prefixes.GetValueOrDefault(prefix, -1);
        return uri < 0 ? null : $"{(isAttribute ? "@" : "")}{(char)(First + uri)}{local}";
    }

    /// <summary>The same for a name of a document; null where no prefix stands for its namespace.</summary>
    internal string? ComposeIn(string uri, string local, bool isAttribute) =>
        _uris.IndexOf(uri) is var number and >= 0 ? $"{(isAttribute ? "@" : "")}{(char)(First + number)}{local}" : null;

    /// <summary>A composed name as a path spells it.</summary>
    internal string Show(string name)
    {
        var isAttribute = name[0] == '@';
        var uri = name[isAttribute ? 1 : 0] - First;
        var local = name[(isAttribute ? 2 : 1)..];
        var prefix = isAttribute && uri == XmlNamespaces.None
            ? ""
            : _prefixes.First(pair => pair.Value == uri).Key;
        return $"{(isAttribute ? "@" : "")}{prefix}{(prefix.Length > 0 ? ":" : "")}{local}";
    }
}
