using System.Diagnostics.CodeAnalysis;

namespace Gateway.Stamping;

//
//  Structured field values for HTTP
//
//  References:
//
//      RFC 8941 - section 3 (types), section 4.2 (parsing), section 4.1 (serialising)
//
//  Strict where the RFC leaves a choice: base64 must be padded and canonical. A dictionary remembers that a key
//  came twice, which RFC 8941 allows (the last counts) and RFC 9421 must not let pass.
//

/// <summary>Parses whole field values; anything left over, or out of form, is no value at all.</summary>
internal static class StructuredFields
{
    internal static bool TryParseItem(string text, [NotNullWhen(true)] out StructuredItem? item)
    {
        var parser = new StructuredFieldParser(text);
        item = parser.ReadWhole(StructuredFieldParser.Shape.Item) ? parser.Item : null;
        return item is not null;
    }

    internal static bool TryParseList(string text, [NotNullWhen(true)] out IReadOnlyList<StructuredMember>? list)
    {
        var parser = new StructuredFieldParser(text);
        list = parser.ReadWhole(StructuredFieldParser.Shape.List) ? parser.List : null;
        return list is not null;
    }

    internal static bool TryParseDictionary(string text, [NotNullWhen(true)] out StructuredDictionary? dictionary)
    {
        var parser = new StructuredFieldParser(text);
        dictionary = parser.ReadWhole(StructuredFieldParser.Shape.Dictionary) ? parser.Dictionary : null;
        return dictionary is not null;
    }
}

/// <summary>What a list or a dictionary holds: an item, or an inner list. Both carry parameters.</summary>
internal abstract record StructuredMember(StructuredParameters Parameters);

/// <summary>One value with its parameters.</summary>
internal sealed record StructuredItem(BareItem Value, StructuredParameters Parameters) : StructuredMember(Parameters);

/// <summary>A list in brackets, with parameters of its own.</summary>
internal sealed record StructuredInnerList(IReadOnlyList<StructuredItem> Items, StructuredParameters Parameters)
    : StructuredMember(Parameters);

/// <summary>Parameters in the order received; of two with one name the last counts, in the place of the first.</summary>
internal sealed class StructuredParameters
{
    private readonly List<KeyValuePair<string, BareItem>> _all = [];

    internal IReadOnlyList<KeyValuePair<string, BareItem>> All => _all;

    internal bool HasDuplicates { get; private set; }

    internal BareItem? this[string name] => _all.Find(parameter => parameter.Key == name).Value;

    internal void Set(string name, BareItem value)
    {
        var at = _all.FindIndex(parameter => parameter.Key == name);
        if (at < 0)
        {
            _all.Add(new(name, value));
            return;
        }

        HasDuplicates = true;
        _all[at] = new(name, value);
    }
}

/// <summary>Named members in the order received; of two with one name the last counts, in the place of the first.</summary>
internal sealed class StructuredDictionary
{
    private readonly List<KeyValuePair<string, StructuredMember>> _all = [];

    internal IReadOnlyList<KeyValuePair<string, StructuredMember>> All => _all;

    internal bool HasDuplicates { get; private set; }

    internal StructuredMember? this[string name] => _all.Find(member => member.Key == name).Value;

    internal void Set(string name, StructuredMember value)
    {
        var at = _all.FindIndex(member => member.Key == name);
        if (at < 0)
        {
            _all.Add(new(name, value));
            return;
        }

        HasDuplicates = true;
        _all[at] = new(name, value);
    }
}

/// <summary>A value without parameters (RFC 8941 section 3.3).</summary>
internal abstract record BareItem
{
    /// <summary>At most 15 digits.</summary>
    internal sealed record Integer(long Value) : BareItem;

    /// <summary>At most 12 digits before the point and 3 after it.</summary>
    internal sealed record Decimal(decimal Value) : BareItem;

    /// <summary>Printable ASCII.</summary>
    internal sealed record Text(string Value) : BareItem;

    internal sealed record Token(string Value) : BareItem;

    internal sealed record Bytes(byte[] Value) : BareItem;

    internal sealed record Boolean(bool Value) : BareItem
    {
        internal static Boolean True { get; } = new(true);
    }
}
