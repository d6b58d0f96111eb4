using System.Text;
using Gateway.Policies.Formats;
using Gateway.Policies.Selectors;

namespace Gateway.Policies.Transforms;

/// <summary>
/// What the rules of an XML category ask about siblings: ways from the element that holds a value to attributes and
/// elements in it. Immutable.
/// </summary>
internal sealed class XmlWhere
{
    private readonly Way[] _ways;

    internal XmlWhere(IEnumerable<(string Key, PathStep[] Steps)> keys, XmlNames names)
    {
        _ways = [.. keys.Select(key => new Way(
            Encoding.UTF8.GetBytes(key.Key), [.. key.Steps.Select(step => names.NumberOf(step.Name))]))];
    }

    private sealed record Way(byte[] Key, int[] Names);

    /// <summary>Marks what an element's attributes and elements fulfil.</summary>
    internal void Fill(
        ReadOnlySpan<byte> xml, XmlTape tape, int element, WhereConditions conditions, PooledList<byte> text,
        Span<ulong> row)
    {
        foreach (var way in _ways)
        {
            if (conditions.TryFind(way.Key, out var slot))
            {
                Follow(new Search(xml, tape, conditions, text, row, slot), way.Names, element);
            }
        }
    }

    // As deep as the bundle's way is long.
    private static void Follow(in Search search, ReadOnlySpan<int> names, int element)
    {
        var tokens = search.Tape.Tokens;
        var end = tokens[element].Link;
        for (var i = element + 1; i < end; i++)
        {
            ref readonly var token = ref tokens[i];
            var isNamed = token.Kind is XmlKind.Open or XmlKind.Attribute && token.Name == names[0];
            if (isNamed && token.Kind == XmlKind.Attribute)
            {
                search.MarkAttribute(token);
            }
            else if (isNamed && names.Length == 1)
            {
                search.MarkElement(i);
            }
            else if (isNamed)
            {
                Follow(search, names[1..], i);
            }

            i = token.Kind == XmlKind.Open ? token.Link : i;
        }
    }

    /// <summary>One search for one way.</summary>
    private readonly ref struct Search(
        ReadOnlySpan<byte> xml, XmlTape tape, WhereConditions conditions, PooledList<byte> text, Span<ulong> row,
        int slot)
    {
        private readonly ReadOnlySpan<byte> _xml = xml;
        private readonly Span<ulong> _row = row;

        internal XmlTape Tape { get; } = tape;

        internal void MarkAttribute(in XmlToken token)
        {
            var raw = _xml[(token.Quote + 1)..(token.End - 1)];
            text.Truncate(0);
            var size = XmlText.DecodeValue(raw, text.Extend(raw.Length));
            conditions.Mark(slot, text.Items[..size], _row);
        }

        // An element's text is all text in it, without the white space around it.
        internal void MarkElement(int element)
        {
            text.Truncate(0);
            for (var i = element + 1; i < Tape.Tokens[element].Link; i++)
            {
                ref readonly var token = ref Tape.Tokens[i];
                if (token.Kind is XmlKind.Text or XmlKind.Data)
                {
                    var raw = _xml[token.Start..token.End];
                    var start = text.Count;
                    text.Truncate(start + XmlText.Decode(raw, text.Extend(raw.Length)));
                }
            }

            conditions.Mark(slot, text.Items.Trim(" \t\r\n"u8), _row);
        }
    }
}
