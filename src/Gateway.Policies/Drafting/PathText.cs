using System.Globalization;
using System.Text;

namespace Gateway.Policies.Drafting;

/// <summary>Spells steps of a path so that a rule reads them back as the same names.</summary>
public static class PathText
{
    /// <summary>Every element of an array.</summary>
    public const string AnyElement = "[*]";

    /// <summary>".name", or "['na me']" where the name needs quotes.</summary>
    public static string Member(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (IsPlain(name))
        {
            return "." + name;
        }

        var text = new StringBuilder("['");
        foreach (var character in name)
        {
            if (character is '\'' or '\\')
            {
                text.Append('\\').Append(character);
            }
            else if (character < ' ')
            {
                text.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");
            }
            else
            {
                text.Append(character);
            }
        }

        return text.Append("']").ToString();
    }

    // RFC 9535 section 2.5.1.1, member-name-shorthand.
    private static bool IsPlain(string name) => name.Length > 0
        && !char.IsAsciiDigit(name[0])
        && name.All(character => char.IsAsciiLetterOrDigit(character) || character == '_' || character >= 0x80);
}
