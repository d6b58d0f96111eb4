using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Gateway.Policies.Routes;

/// <summary>Compiles the pattern of a declared value: whole value, linear time, bounded length.</summary>
internal static class ValuePattern
{
    private const int MaxLength = 512;

    // NonBacktracking: the value comes from a stranger, so matching must not be able to explode.
    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;

    private const string Begin = @"\A(?:";
    private const string End = @")\z";

    /// <summary>What was compiled, without the anchors.</summary>
    internal static string TextOf(Regex regex)
    {
        var text = regex.ToString();
        return text.StartsWith(Begin, StringComparison.Ordinal) ? text[Begin.Length..^End.Length] : text;
    }

    internal static bool TryCompile(
        string pattern,
        [NotNullWhen(true)] out Regex? regex,
        [NotNullWhen(false)] out string? problem)
    {
        regex = null;
        problem = $"1 to {MaxLength} characters are wanted";
        if (pattern.Length is 0 or > MaxLength)
        {
            return false;
        }

        try
        {
            // First alone: "a)|(b" is balanced only inside the anchors' group, and would match part of a value.
            _ = new Regex(pattern, Options);
            regex = new Regex(Begin + pattern + End, Options);
            problem = null;
            return true;
        }
        catch (NotSupportedException)
        {
            problem = "write it without look-around, back-references and atomic groups: they have no linear match";
        }
        catch (RegexParseException e)
        {
            problem = $"not a regular expression: {e.Error} at offset {e.Offset}";
        }

        return false;
    }
}
