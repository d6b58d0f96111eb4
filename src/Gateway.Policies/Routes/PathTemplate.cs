namespace Gateway.Policies.Routes;

/// <summary>
/// A whole-path template: literal segments and "{name}" segments, no catch-all. Matches the path octets as
/// received, case-sensitively; a parameter takes exactly one non-empty segment.
/// </summary>
/// <param name="Text">As the file spells it, for example "/hk/customers/{branch}".</param>
/// <param name="Segments">In order; the path "/a/{b}" has two.</param>
public sealed record PathTemplate(string Text, IReadOnlyList<PathSegment> Segments);

/// <summary>One segment: a literal, or the name of a path parameter.</summary>
public readonly record struct PathSegment(string? Literal, string? Parameter);
