using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Gateway.Policies.Selectors;

/// <summary>
/// Reads one path. RFC 9535 section 2.1.1 (grammar), restricted to what <see cref="JsonPath"/> lists.
/// </summary>
internal ref struct JsonPathParser(string text)
{
    // RFC 9535 section 2.1: indexes stay within the exact integers of I-JSON.
    private const long MaxIndex = (1L << 53) - 1;

    private readonly List<PathStep> _steps = [];
    private int _at;
    private string? _error;

    internal bool TryParse(
        [NotNullWhen(true)] out PathStep[]? steps, [NotNullWhen(false)] out string? error)
    {
        if (!Take('$'))
        {
            Fail("a path starts with '$'");
        }

        while (_error is null && _at < text.Length)
        {
            ReadSegment();
        }

        steps = _error is null ? [.. _steps] : null;
        error = _error;
        return steps is not null;
    }

    private void ReadSegment()
    {
        SkipBlank();
        if (Take('['))
        {
            ReadBracket(descends: false);
        }
        else if (!Take('.'))
        {
            Fail(_at < text.Length ? "expected '.', '..' or '['" : "blank space at the end");
        }
        else if (!Take('.'))
        {
            ReadShorthand(descends: false);
        }
        else if (Take('['))
        {
            ReadBracket(descends: true);
        }
        else
        {
            ReadShorthand(descends: true);
        }
    }

    // RFC 9535 section 2.5.1.1, member-name-shorthand: a letter, '_' or non-ASCII, then also digits.
    private void ReadShorthand(bool descends)
    {
        var start = _at;
        while (_at < text.Length && IsNameCharacter(text[_at], _at == start))
        {
            _at++;
        }

        var name = text[start.._at];
        if (name.Length == 0)
        {
            Fail(Peek() == '*'
                ? "'.*' is not streamable; elements are '[*]'"
                : "expected a member name; quote others as ['name']");
            return;
        }

        if (!IsWellFormed(name))
        {
            Fail("the name holds half of a surrogate pair");
            return;
        }

        if (_at < text.Length && text[_at] is not ('.' or '[' or ' ' or '\t' or '\n' or '\r'))
        {
            Fail($"'{text[_at]}' cannot stand in a plain name; quote it as ['name']");
            return;
        }

        _steps.Add(descends ? PathStep.Descendant(name) : PathStep.Member(name));
    }

    private void ReadBracket(bool descends)
    {
        SkipBlank();
        if (descends && Peek() is not ('\'' or '"'))
        {
            Fail("'..' takes a name only");
            return;
        }

        switch (Peek())
        {
            case '\'' or '"':
                var name = ReadQuoted();
                _steps.Add(descends ? PathStep.Descendant(name) : PathStep.Member(name));
                break;
            case '*':
                _at++;
                _steps.Add(PathStep.AnyElement);
                break;
            case >= '0' and <= '9':
                ReadIndex();
                break;
            case '-':
                Fail("negative indexes are not streamable");
                return;
            case '?':
                Fail("filters are not streamable; use 'where'");
                return;
            default:
                Fail("expected 'name', an index or '*' in brackets");
                return;
        }

        SkipBlank();
        if (_error is null && !Take(']'))
        {
            Fail(Peek() is ',' or ':' ? "lists and slices are not streamable; write one rule each" : "expected ']'");
        }
    }

    private void ReadIndex()
    {
        var start = _at;
        while (char.IsAsciiDigit(Peek()))
        {
            _at++;
        }

        var digits = text.AsSpan(start, _at - start);
        if (digits is ['0', _, ..]
            || !long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            || index > MaxIndex)
        {
            Fail("an index is a whole number without leading zeros");
            return;
        }

        _steps.Add(PathStep.Element(index));
    }

    // RFC 9535 section 2.3.1.1, string-literal.
    private string ReadQuoted()
    {
        var quote = text[_at++];
        var name = new StringBuilder();
        while (_at < text.Length && text[_at] != quote)
        {
            var character = text[_at++];
            if (character < ' ')
            {
                Fail("control characters in a name are written as escapes");
                return "";
            }

            name.Append(character == '\\' ? ReadEscape(quote) : character);
        }

        if (!Take(quote))
        {
            Fail("the quoted name does not end");
        }

        var read = name.ToString();
        if (!IsWellFormed(read))
        {
            Fail("the name holds half of a surrogate pair");
        }

        return read;
    }

    private char ReadEscape(char quote)
    {
        var character = Peek();
        _at++;
        switch (character)
        {
            case 'b': return '\b';
            case 'f': return '\f';
            case 'n': return '\n';
            case 'r': return '\r';
            case 't': return '\t';
            case '/' or '\\': return character;
            case 'u' when _at + 4 <= text.Length && ushort.TryParse(
                text.AsSpan(_at, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit):
                _at += 4;
                return (char)unit;
            default:
                if (character != quote)
                {
                    Fail("unknown escape in a quoted name");
                }

                return character;
        }
    }

    private static bool IsNameCharacter(char character, bool first) =>
        char.IsAsciiLetter(character) || character == '_' || character >= 0x80
            || (!first && char.IsAsciiDigit(character));

    private static bool IsWellFormed(string name)
    {
        foreach (var rune in name.EnumerateRunes())
        {
            // EnumerateRunes turns a lone surrogate into the replacement character, which nobody names a member.
            if (rune == Rune.ReplacementChar)
            {
                return false;
            }
        }

        return true;
    }

    private readonly char Peek() => _at < text.Length ? text[_at] : '\0';

    private bool Take(char expected)
    {
        if (_at >= text.Length || text[_at] != expected)
        {
            return false;
        }

        _at++;
        return true;
    }

    private void SkipBlank()
    {
        while (Peek() is ' ' or '\t' or '\n' or '\r')
        {
            _at++;
        }
    }

    private void Fail(string message) =>
        _error ??= string.Create(CultureInfo.InvariantCulture, $"{message} (at character {_at + 1})");
}
