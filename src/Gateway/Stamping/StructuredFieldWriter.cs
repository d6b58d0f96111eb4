using System.Globalization;
using System.Text;

namespace Gateway.Stamping;

/// <summary>Serialises structured values (RFC 8941 section 4.1), keeping the order they have.</summary>
internal static class StructuredFieldWriter
{
    internal static string Write(StructuredMember member)
    {
        var text = new StringBuilder();
        Append(text, member);
        return text.ToString();
    }

    internal static string Write(IEnumerable<StructuredMember> list)
    {
        var text = new StringBuilder();
        foreach (var member in list)
        {
            Append(text.Append(text.Length > 0 ? ", " : ""), member);
        }

        return text.ToString();
    }

    internal static string Write(StructuredDictionary dictionary)
    {
        var text = new StringBuilder();
        foreach (var (key, member) in dictionary.All)
        {
            text.Append(text.Length > 0 ? ", " : "").Append(key);
            if (member is StructuredItem { Value: BareItem.Boolean { Value: true } })
            {
                Append(text, member.Parameters);
            }
            else
            {
                Append(text.Append('='), member);
            }
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, StructuredMember member)
    {
        if (member is StructuredItem item)
        {
            Append(text, item.Value);
        }
        else
        {
            var items = ((StructuredInnerList)member).Items;
            text.Append('(');
            for (var i = 0; i < items.Count; i++)
            {
                Append(text.Append(i > 0 ? " " : ""), items[i]);
            }

            text.Append(')');
        }

        Append(text, member.Parameters);
    }

    private static void Append(StringBuilder text, StructuredParameters parameters)
    {
        foreach (var (key, value) in parameters.All)
        {
            text.Append(';').Append(key);
            if (value is not BareItem.Boolean { Value: true })
            {
                Append(text.Append('='), value);
            }
        }
    }

    private static void Append(StringBuilder text, BareItem value)
    {
        _ = value switch
        {
            BareItem.Integer integer => text.Append(integer.Value.ToString(CultureInfo.InvariantCulture)),
            BareItem.Decimal number => text.Append(number.Value.ToString("0.0##", CultureInfo.InvariantCulture)),
            BareItem.Token token => text.Append(token.Value),
            BareItem.Bytes bytes => text.Append(':').Append(Convert.ToBase64String(bytes.Value)).Append(':'),
            BareItem.Boolean boolean => text.Append(boolean.Value ? "?1" : "?0"),
            BareItem.Text { Value: var plain } => text
                .Append('"')
                .Append(plain.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal))
                .Append('"'),
            _ => throw new ArgumentException("no structured value has this type"),
        };
    }
}
