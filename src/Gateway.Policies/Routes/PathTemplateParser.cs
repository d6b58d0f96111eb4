using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Gateway.Policies.Routes;

/// <summary>Reads a whole-path template as the file spells it.</summary>
internal static class PathTemplateParser
{
    /// <summary>More segments than any API has; bounds what a lookup can cost.</summary>
    internal const int MaxSegments = 32;

    private const int MaxLength = 1024;

    // RFC 3986 section 3.3, pchar without percent-encoding: a literal has exactly one spelling.
    private static readonly SearchValues<char> Literal = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~!$&'()*+,;=:@");

    /// <summary>The template, or what is wrong with the text.</summary>
    internal static bool TryParse(
        string text,
        [NotNullWhen(true)] out PathTemplate? template,
        [NotNullWhen(false)] out string? problem)
    {
        template = null;
        problem = FindProblem(text);
        if (problem is not null)
        {
            return false;
        }

        var segments = text.Length == 1 ? [] : text[1..].Split('/').Select(Parse).ToList();
        var names = segments.Select(segment => segment.Parameter).Where(name => name is not null).ToList();
        if (names.Distinct().Count() != names.Count)
        {
            problem = "a parameter stands once in a template";
            return false;
        }

        template = new PathTemplate(text, segments);
        return true;
    }

    private static string? FindProblem(string text)
    {
        if (text.Length is 0 or > MaxLength || text[0] != '/')
        {
            return "a template starts with '/' and is a whole path";
        }

        var segments = text[1..].Split('/');
        if (text.Length > 1 && segments.Contains(""))
        {
            return "remove the empty segment: '//' and a last '/' are never matched";
        }

        if (segments.Length > MaxSegments)
        {
            return $"at most {MaxSegments} segments";
        }

        return text.Length == 1 ? null : segments.Select(FindSegmentProblem).FirstOrDefault(found => found is not null);
    }

    private static string? FindSegmentProblem(string segment)
    {
        if (segment.StartsWith("{*", StringComparison.Ordinal))
        {
            return "name each segment: there is no catch-all";
        }

        if (segment is ['{', .. var name, '}'])
        {
            return DeclaredName.IsValid(name) ? null : "a parameter's name is letters, digits, '.', '_' or '-'";
        }

        if (segment is "." or "..")
        {
            return "a dot segment is never matched";
        }

        return segment.AsSpan().ContainsAnyExcept(Literal)
            ? "a segment is one '{name}', or plain path characters without percent-encoding"
            : null;
    }

    private static PathSegment Parse(string segment) =>
        segment is ['{', .. var name, '}'] ? new PathSegment(null, name) : new PathSegment(segment, null);
}
