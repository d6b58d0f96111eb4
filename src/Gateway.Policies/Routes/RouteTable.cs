using System.Buffers;

namespace Gateway.Policies.Routes;

/// <summary>
/// Finds the one route of a request. Compiled once per snapshot into a trie of path segments per method, so a
/// lookup costs what the path is long, not what the bundle holds.
/// </summary>
/// <remarks>
/// There is no default route, and no path is put in order first: a path that another server could read in a
/// second way (dot segments, empty segments, encoded slashes, dots, percent signs or letters, backslash, control
/// characters, bad triplets, octets that are not UTF-8, anything outside ASCII) matches nothing.
/// </remarks>
public sealed class RouteTable
{
    private static readonly SearchValues<char> PathAndSlash = SearchValues.Create(
        "/abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~!$&'()*+,;=:@%");

    private readonly Dictionary<string, Node> _roots = new(StringComparer.Ordinal);

    private RouteTable()
    {
    }

    public static RouteTable Compile(IReadOnlyList<RouteDefinition> routes)
    {
        ArgumentNullException.ThrowIfNull(routes);
        var table = new RouteTable();
        foreach (var route in routes)
        {
            foreach (var method in route.Methods)
            {
                table.Add(method, route);
            }
        }

        return table;
    }

    /// <summary>
    /// The route of a method and a raw path, as received and without query; null: <c>route.unknown</c>.
    /// </summary>
    public RouteMatch? Match(string method, ReadOnlySpan<char> rawPath)
    {
        ArgumentNullException.ThrowIfNull(method);
        if (rawPath.IsEmpty || rawPath[0] != '/' || rawPath.ContainsAnyExcept(PathAndSlash))
        {
            return null;
        }

        Span<Range> segments = stackalloc Range[PathTemplateParser.MaxSegments + 1];
        var path = rawPath[1..];
        var count = path.IsEmpty ? 0 : path.Split(segments, '/');
        if (count > PathTemplateParser.MaxSegments || !_roots.TryGetValue(method, out var root))
        {
            return null;
        }

        return Find(root, path, segments[..count]) is { } route ? Bind(route, path, segments[..count]) : null;
    }

    // A literal goes before a parameter; a way that ends nowhere is left. Routes of one method never overlap,
    // so at most one way ends in a route.
    private static RouteDefinition? Find(Node node, ReadOnlySpan<char> path, ReadOnlySpan<Range> segments)
    {
        if (segments.IsEmpty)
        {
            return node.Route;
        }

        var segment = path[segments[0]];
        var found = node.Literals.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(segment, out var literal)
            ? Find(literal, path, segments[1..])
            : null;
        return found ?? (node.Parameter is null ? null : Find(node.Parameter, path, segments[1..]));
    }

    private static RouteMatch? Bind(RouteDefinition route, ReadOnlySpan<char> path, ReadOnlySpan<Range> segments)
    {
        var values = new List<PathValue>();
        for (var i = 0; i < segments.Length; i++)
        {
            if (route.Path.Segments[i].Parameter is not { } name)
            {
                continue;
            }

            var raw = path[segments[i]];
            if (raw is "" or "." or ".." || !PercentDecoding.TryDecodeSegment(raw, out var decoded))
            {
                return null;
            }

            values.Add(new PathValue(name, raw.ToString(), decoded));
        }

        return new RouteMatch(route, values);
    }

    private void Add(string method, RouteDefinition route)
    {
        if (!_roots.TryGetValue(method, out var node))
        {
            _roots[method] = node = new Node();
        }

        foreach (var segment in route.Path.Segments)
        {
            node = node.Child(segment);
        }

        // The reader refuses overlapping routes; a table built without it must not pick one silently.
        node.Route = node.Route is null ? route : throw new ArgumentException("two routes match the same requests");
    }

    /// <summary>One segment of the trie.</summary>
    private sealed class Node
    {
        internal Dictionary<string, Node> Literals { get; } = new(StringComparer.Ordinal);

        internal Node? Parameter { get; private set; }

        internal RouteDefinition? Route { get; set; }

        internal Node Child(PathSegment segment)
        {
            if (segment.Literal is null)
            {
                return Parameter ??= new Node();
            }

            if (!Literals.TryGetValue(segment.Literal, out var child))
            {
                Literals[segment.Literal] = child = new Node();
            }

            return child;
        }
    }
}
