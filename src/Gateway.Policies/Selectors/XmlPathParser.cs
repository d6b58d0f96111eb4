using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Gateway.Policies.Formats;

namespace Gateway.Policies.Selectors;

//
//  Paths of XML rules
//
//      $  .p:name  ['p:name']  ..p:name  ..['p:name']  @p:name  .@p:name  ..@p:name  ['@p:name']
//
//      A step is an element, and every element of that name; '@' is an attribute, and ends the path. Prefixes are the
//      category's; without one, an element is in the namespace of the prefix "", an attribute in none.
//

/// <summary>Reads one path of an XML category, or the way from an element to what a <c>where</c> asks about.</summary>
internal ref struct XmlPathParser(string text, XmlVocabulary vocabulary)
{
    private readonly List<PathStep> _steps = [];
    private int _at;
    private string? _error;

    /// <summary>A path from the document on.</summary>
    internal bool TryParse([NotNullWhen(true)] out PathStep[]? steps, [NotNullWhen(false)] out string? error)
    {
        if (!Take('$'))
        {
            Fail("a path starts with '$'");
        }

        return TryReadSegments(out steps, out error);
    }

    /// <summary>A path from an element on: it starts with a name, as "p:SchmeNm.p:Cd" or "@root".</summary>
    internal bool TryParseRelative([NotNullWhen(true)] out PathStep[]? steps, [NotNullWhen(false)] out string? error)
    {
        ReadName(descends: false);
        var isRead = TryReadSegments(out steps, out error);
        if (isRead && Array.Exists(steps!, step => step.Kind == StepKind.Descendant))
        {
            (steps, error) = (null, "'..' has no place in 'where'");
        }

        return steps is not null;
    }

    private bool TryReadSegments(
        [NotNullWhen(true)] out PathStep[]? steps, [NotNullWhen(false)] out string? error)
    {
        while (_error is null && _at < text.Length)
        {
            ReadSegment();
        }

        // The document itself has no attributes.
        if (_steps.Count > 0 && IsAttribute(_steps[0]) && text.StartsWith('$')
            && _steps[0].Kind == StepKind.Member)
        {
            Fail("an attribute belongs to an element");
        }

        steps = _error is null ? [.. _steps] : null;
        error = _error;
        return steps is not null;
    }

    private void ReadSegment()
    {
        if (_steps.Count > 0 && IsAttribute(_steps[^1]))
        {
            Fail("an attribute has nothing inside");
        }
        else if (Peek() == '@')
        {
            ReadName(descends: false);
        }
        else if (Take('['))
        {
            ReadQuoted(descends: false);
        }
        else if (!Take('.'))
        {
            Fail("expected '.', '..', '@' or '['");
        }
        else if (!Take('.'))
        {
            ReadName(descends: false);
        }
        else if (Take('['))
        {
            ReadQuoted(descends: true);
        }
        else
        {
            ReadName(descends: true);
        }
    }

    private void ReadName(bool descends)
    {
        var start = _at;
        while (_at < text.Length && text[_at] is not ('.' or '[' or ' ') && (text[_at] != '@' || _at == start))
        {
            _at++;
        }

        Add(text[start.._at], descends);
    }

    private void ReadQuoted(bool descends)
    {
        var quote = Peek();
        if (quote is not ('\'' or '"'))
        {
            Fail(quote is '*' or (>= '0' and <= '9')
                ? "every element of a name is meant already; take the brackets out"
                : "expected a quoted name in brackets");
            return;
        }

        var end = text.IndexOf(quote, _at + 1);
        if (end < 0 || end + 1 >= text.Length || text[end + 1] != ']')
        {
            Fail("the quoted name does not end");
            return;
        }

        var name = text[(_at + 1)..end];
        _at = end + 2;
        Add(name, descends);
    }

    private void Add(string name, bool descends)
    {
        var isAttribute = name.StartsWith('@');
        var qualified = isAttribute ? name[1..] : name;
        var colon = qualified.IndexOf(':', StringComparison.Ordinal);
        var prefix = colon < 0 ? "" : qualified[..colon];
        var local = qualified[(colon + 1)..];
        if (!IsName(local) || (colon >= 0 && !IsName(prefix)))
        {
            Fail(name == "*" ? "'*' is not a name; write one rule each" : "expected a name of XML");
        }
        else if (isAttribute && (prefix == "xmlns" || qualified == "xmlns"))
        {
            Fail("declarations of namespaces are no attributes; they leave where they are needed");
        }
        else if (vocabulary.Compose(prefix, local, isAttribute) is not { } composed)
        {
            Fail($"'{prefix}' is not among the category's 'namespaces'");
        }
        else
        {
            _steps.Add(descends ? PathStep.Descendant(composed) : PathStep.Member(composed));
        }
    }

    private static bool IsName(string name) => XmlCharacters.IsPlainName(Encoding.UTF8.GetBytes(name));

    private static bool IsAttribute(PathStep step) => step.Name.StartsWith('@');

    private readonly char Peek() => _at < text.Length ? text[_at] : '\0';

    private bool Take(char expected)
    {
        if (Peek() != expected || _at >= text.Length)
        {
            return false;
        }

        _at++;
        return true;
    }

    private void Fail(string message) =>
        _error ??= string.Create(CultureInfo.InvariantCulture, $"{message} (at character {_at + 1})");
}
