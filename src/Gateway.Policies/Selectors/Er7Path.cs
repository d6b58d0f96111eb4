using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Gateway.Policies.Formats;

namespace Gateway.Policies.Selectors;

//
//  Paths of HL7 version 2 rules
//
//      PID-5  PID-5.1  PID-5.1.2     segment, field, component, subcomponent; counted from 1, repeats implied
//      $                             the message, for 'records'
//

/// <summary>Reads paths of an HL7 version 2 category. A number is the name of a member.</summary>
internal static class Er7Path
{
    private const string Shape =
        "a field is 'PID-5', a part of it 'PID-5.1' or 'PID-5.1.2', with numbers from 1 to 999";
    private const int MaxParts = 3;

    // By number, in UTF-8: a document's places are looked up by them.
    private static readonly byte[][] Names = [.. Enumerable.Range(0, Er7Scanner.MaxNumber + 1)
        .Select(number => Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture)))];

    internal static bool TryParse(
        string text, [NotNullWhen(true)] out FieldPath? path, [NotNullWhen(false)] out string? error)
    {
        path = text == "$" ? new FieldPath([]) : Parse(text);
        error = path is null ? Shape : null;
        if (path?.Steps is [{ Name: "MSH" }, { Name: "1" or "2" or "18" }, ..])
        {
            (path, error) = (null, "'MSH-1', 'MSH-2' and 'MSH-18' say how a message is read and leave as they came");
        }

        return path is not null;
    }

    /// <summary>The name of a field, component or subcomponent.</summary>
    internal static ReadOnlySpan<byte> NameOf(int number) => Names[number];

    internal static bool IsNumber(string text) =>
        text.Length is > 0 and <= 3 && text.All(char.IsAsciiDigit) && text[0] != '0';

    private static FieldPath? Parse(string text)
    {
        if (text.Length < 5 || text[3] != '-' || !char.IsAsciiLetterUpper(text[0])
            || !text[1..3].All(character => char.IsAsciiLetterUpper(character) || char.IsAsciiDigit(character)))
        {
            return null;
        }

        var numbers = text[4..].Split('.');
        return numbers.Length <= MaxParts && numbers.All(IsNumber)
            ? new FieldPath([PathStep.Member(text[..3]), .. numbers.Select(PathStep.Member)])
            : null;
    }
}
