using System.Diagnostics.CodeAnalysis;
using Gateway.Policies.Routes;

namespace Gateway.Commands.Init;

/// <summary>One end of a route as a person names it: where it is, and the path that is asked for there.</summary>
/// <param name="Origin">Scheme, host and port, for example "https://branch.hk.example:9443".</param>
/// <param name="Path">A whole-path template, for example "/appointments/{day}".</param>
internal sealed record ServiceDoor(Uri Origin, string Path)
{
    /// <summary>Names in braces are path parameters of the route.</summary>
    internal IEnumerable<string> Parameters => Path.Split('/')
        .Where(segment => segment.StartsWith('{') && segment.EndsWith('}'))
        .Select(segment => segment[1..^1]);

    /// <summary>False with what is wrong, for the one who typed it.</summary>
    internal static bool TryParse(
        string text, bool isApplication, [NotNullWhen(true)] out ServiceDoor? door, out string problem)
    {
        door = null;
        problem = "";
        var authority = text.IndexOf("://", StringComparison.Ordinal);
        var slash = authority < 0 ? -1 : text.IndexOf('/', authority + 3);
        var origin = slash < 0 ? text : text[..slash];
        var path = slash < 0 ? "/" : text[slash..];
        path = path.Length > 1 ? path.TrimEnd('/') : path;
        if (!Uri.TryCreate(origin, UriKind.Absolute, out var uri)
            || uri.Scheme is not ("http" or "https") || uri.UserInfo.Length > 0)
        {
            problem = "a URL is wanted, for example https://branch.hk.example:9443/files";
        }
        else if (path.Contains('?', StringComparison.Ordinal) || path.Contains('#', StringComparison.Ordinal))
        {
            problem = "leave the query out: declare its parameters in the route";
        }
        else if (isApplication && !(UpstreamOrigin.IsPlain(uri) && UpstreamOrigin.IsLoopback(uri)))
        {
            problem = "the application stands beside the gateway: http://127.0.0.1:PORT or http://localhost:PORT";
        }
        else if (!isApplication && uri.Scheme != "https")
        {
            problem = "the far side is reached by https alone";
        }
        else
        {
            door = new ServiceDoor(uri, path.Length == 0 ? "/" : path);
        }

        return door is not null;
    }
}
