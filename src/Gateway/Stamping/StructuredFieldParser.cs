using System.Buffers;
using System.Globalization;

namespace Gateway.Stamping;

/// <summary>One pass over a field value, by the algorithms of RFC 8941 section 4.2. Never throws.</summary>
internal ref struct StructuredFieldParser
{
    private const int MaxIntegerDigits = 15;
    private const int MaxDecimalWhole = 12;
    private const int MaxDecimalFraction = 3;

    private static readonly SearchValues<char> KeyCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_-.*");

    // tchar of RFC 9110 section 5.6.2, ":" and "/".
    private static readonly SearchValues<char> TokenCharacters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$%&'*+-.^_`|~:/");

    private ReadOnlySpan<char> _rest;

    internal StructuredFieldParser(string text)
    {
        _rest = text;
        Item = null;
        List = null;
        Dictionary = null;
    }

    /// <summary>The three top-level types.</summary>
    internal enum Shape
    {
        Item,
        List,
        Dictionary,
    }

    internal StructuredItem? Item { get; private set; }

    internal List<StructuredMember>? List { get; private set; }

    internal StructuredDictionary? Dictionary { get; private set; }

    internal bool ReadWhole(Shape shape)
    {
        SkipSpaces();
        var isRead = shape switch
        {
            Shape.Item => (Item = ReadItem()) is not null,
            Shape.List => ReadList(),
            _ => ReadDictionary(),
        };
        SkipSpaces();
        return isRead && _rest.IsEmpty;
    }

    private bool ReadList()
    {
        var list = new List<StructuredMember>();
        while (!_rest.IsEmpty)
        {
            if (ReadMember() is not { } member)
            {
                return false;
            }

            list.Add(member);
            if (!SkipComma())
            {
                return false;
            }
        }

        List = list;
        return true;
    }

    private bool ReadDictionary()
    {
        var dictionary = new StructuredDictionary();
        while (!_rest.IsEmpty)
        {
            if (ReadKey() is not { } key)
            {
                return false;
            }

            // A key alone is the boolean true, with parameters.
            var member = TryTake('=') ? ReadMember()
                : ReadParameters() is { } parameters ? new StructuredItem(BareItem.Boolean.True, parameters)
                : null;
            if (member is null)
            {
                return false;
            }

            dictionary.Set(key, member);
            if (!SkipComma())
            {
                return false;
            }
        }

        Dictionary = dictionary;
        return true;
    }

    private StructuredMember? ReadMember() => Next == '(' ? ReadInnerList() : ReadItem();

    private StructuredInnerList? ReadInnerList()
    {
        _rest = _rest[1..];
        var items = new List<StructuredItem>();
        while (true)
        {
            SkipSpaces();
            if (TryTake(')'))
            {
                return ReadParameters() is { } parameters ? new StructuredInnerList(items, parameters) : null;
            }

            if (ReadItem() is not { } item || (Next != ' ' && Next != ')'))
            {
                return null;
            }

            items.Add(item);
        }
    }

    private StructuredItem? ReadItem() =>
        ReadBareItem() is { } value && ReadParameters() is { } parameters ? new StructuredItem(value, parameters) : null;

    private StructuredParameters? ReadParameters()
    {
        var parameters = new StructuredParameters();
        while (TryTake(';'))
        {
            SkipSpaces();
            if (ReadKey() is not { } key)
            {
                return null;
            }

            var value = TryTake('=') ? ReadBareItem() : BareItem.Boolean.True;
            if (value is null)
            {
                return null;
            }

            parameters.Set(key, value);
        }

        return parameters;
    }

    private string? ReadKey()
    {
        if (!char.IsAsciiLetterLower(Next) && Next != '*')
        {
            return null;
        }

        return Take(KeyCharacters).ToString();
    }

    private BareItem? ReadBareItem() => Next switch
    {
        '"' => ReadString(),
        ':' => ReadBytes(),
        '?' => ReadBoolean(),
        '-' => ReadNumber(),
        '*' => new BareItem.Token(Take(TokenCharacters).ToString()),
        var c when char.IsAsciiDigit(c) => ReadNumber(),
        var c when char.IsAsciiLetter(c) => new BareItem.Token(Take(TokenCharacters).ToString()),
        _ => null,
    };

    private BareItem? ReadNumber()
    {
        var sign = TryTake('-') ? -1 : 1;
        var whole = TakeDigits();
        if (whole.IsEmpty || whole.Length > MaxIntegerDigits)
        {
            return null;
        }

        if (!TryTake('.'))
        {
            return new BareItem.Integer(sign * long.Parse(whole, NumberStyles.None, CultureInfo.InvariantCulture));
        }

        var fraction = TakeDigits();
        return whole.Length > MaxDecimalWhole || fraction.IsEmpty || fraction.Length > MaxDecimalFraction
            ? null
            : new BareItem.Decimal(sign * decimal.Parse(
                $"{whole}.{fraction}", NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture));
    }

    private BareItem.Text? ReadString()
    {
        var text = new System.Text.StringBuilder();
        for (var i = 1; i < _rest.Length; i++)
        {
            var c = _rest[i];
            if (c == '"')
            {
                _rest = _rest[(i + 1)..];
                return new BareItem.Text(text.ToString());
            }

            if (c == '\\' && (++i == _rest.Length || (c = _rest[i]) is not ('"' or '\\')))
            {
                return null;
            }

            if (c is < ' ' or > '~')
            {
                return null;
            }

            text.Append(c);
        }

        return null;
    }

    private BareItem.Bytes? ReadBytes()
    {
        var end = _rest[1..].IndexOf(':');
        if (end < 0)
        {
            return null;
        }

        var encoded = _rest.Slice(1, end);
        var bytes = new byte[encoded.Length / 4 * 3];
        if (encoded.Length % 4 != 0 || !Convert.TryFromBase64Chars(encoded, bytes, out var written))
        {
            return null;
        }

        // The decoder skips white space and stray bits at the end; a signed value has one spelling.
        Array.Resize(ref bytes, written);
        if (!encoded.SequenceEqual(Convert.ToBase64String(bytes)))
        {
            return null;
        }

        _rest = _rest[(end + 2)..];
        return new BareItem.Bytes(bytes);
    }

    private BareItem.Boolean? ReadBoolean()
    {
        if (_rest.Length < 2 || _rest[1] is not ('0' or '1'))
        {
            return null;
        }

        var value = _rest[1] == '1';
        _rest = _rest[2..];
        return new BareItem.Boolean(value);
    }

    private readonly char Next => _rest.IsEmpty ? '\0' : _rest[0];

    private bool TryTake(char expected)
    {
        if (Next != expected || _rest.IsEmpty)
        {
            return false;
        }

        _rest = _rest[1..];
        return true;
    }

    private ReadOnlySpan<char> Take(SearchValues<char> allowed)
    {
        var end = _rest.IndexOfAnyExcept(allowed);
        var taken = end < 0 ? _rest : _rest[..end];
        _rest = _rest[taken.Length..];
        return taken;
    }

    private ReadOnlySpan<char> TakeDigits()
    {
        var end = _rest.IndexOfAnyExceptInRange('0', '9');
        var taken = end < 0 ? _rest : _rest[..end];
        _rest = _rest[taken.Length..];
        return taken;
    }

    private void SkipSpaces() => _rest = _rest.TrimStart(' ');

    // Between members: optional SP and HTAB, a comma, optional SP and HTAB; nothing may end with a comma.
    private bool SkipComma()
    {
        _rest = _rest.TrimStart(" \t");
        if (_rest.IsEmpty)
        {
            return true;
        }

        if (!TryTake(','))
        {
            return false;
        }

        _rest = _rest.TrimStart(" \t");
        return !_rest.IsEmpty;
    }
}
