using Gateway.Policies.Catalogue;
using Gateway.Policies.Parties;
using Gateway.Policies.Purposes;
using Gateway.Policies.Routes;

namespace Gateway.Policies.Bundle;

/// <summary>Reads one entry of "routes".</summary>
internal static class RouteReader
{
    private static readonly string[] Methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

    /// <summary>Stands for a template that could not be read: overlaps nothing.</summary>
    internal static PathTemplate NoTemplate { get; } = new("", []);

    internal static void Read(YamlNode node, BundleDraft draft)
    {
        if (MapReader.From(node, draft.Faults) is not { } map)
        {
            return;
        }

        var id = draft.Declare<RouteId>(map, IdKind.Route, RouteId.TryParse);
        var match = MapReader.From(map.Required("match"), draft.Faults);
        var route = new RouteDefinition(
            id,
            ReadTemplate(match, draft.Faults),
            ReadMethods(match, draft.Faults),
            ParameterReader.Read(map.Items("params"), draft.Faults),
            ParameterReader.ReadResponseHeaders(map.Items("responseHeaders"), draft.Faults),
            draft.Refer<PartyId>(map.Required("north"), IdKind.Party, PartyId.TryParse),
            draft.Refer<PartyId>(map.Required("south"), IdKind.Party, PartyId.TryParse),
            map.RequiredChoice("caller", WireNames.CallerSides) ?? default,
            ReadUpstream(map.RequiredItems("upstream"), draft.Faults),
            ReadCargo(map.Map("request"), draft),
            ReadCargo(map.Map("response"), draft),
            map.Choice("mode", WireNames.RouteModes) ?? RouteMode.Transfer,
            map.Mark);
        match?.Close();
        map.Close();
        if (!ReferenceEquals(route.Path, NoTemplate))
        {
            CheckPathParameters(route, map, draft.Faults);
        }

        draft.Routes.Add(route);
    }

    private static PathTemplate ReadTemplate(MapReader? match, FaultList faults)
    {
        if (match?.RequiredText("path") is not { } text)
        {
            return NoTemplate;
        }

        if (PathTemplateParser.TryParse(text, out var template, out var problem))
        {
            return template;
        }

        faults.Add(match.MarkOf("path"), "route.path", problem);
        return NoTemplate;
    }

    private static List<string> ReadMethods(MapReader? match, FaultList faults)
    {
        var methods = new List<string>();
        foreach (var item in match?.RequiredItems("methods") ?? [])
        {
            if (ScalarTypes.Text(item, faults) is not { } method)
            {
                continue;
            }

            if (!Methods.Contains(method))
            {
                var names = string.Join(", ", Methods);
                faults.Add(item.Mark, "value.unknown", $"one of {names} is wanted{NearestName.Hint(method, Methods)}");
            }

            MapReader.AddOnce(methods, method, item.Mark, faults);
        }

        return methods;
    }

    // The template and the declared path parameters are the same set: no value crosses undeclared.
    private static void CheckPathParameters(RouteDefinition route, MapReader map, FaultList faults)
    {
        var inTemplate = route.Path.Segments.Where(s => s.Parameter is not null).Select(s => s.Parameter!).ToHashSet();
        var declared = route.Parameters.Where(p => p.In == ParameterPlace.Path).ToList();
        foreach (var name in inTemplate.Except(declared.Select(p => p.Name)))
        {
            faults.Add(map.MarkOf("params"), "route.params", $"declare path parameter '{name}' with its pattern");
        }

        foreach (var parameter in declared.Where(parameter => !inTemplate.Contains(parameter.Name)))
        {
            var hint = NearestName.Hint(parameter.Name, inTemplate);
            faults.Add(parameter.Mark, "route.params", $"the path has no '{{{parameter.Name}}}'{hint}");
        }
    }

    private static List<Uri> ReadUpstream(IReadOnlyList<YamlNode> items, FaultList faults)
    {
        var upstream = new List<Uri>();
        foreach (var item in items)
        {
            if (ScalarTypes.Text(item, faults) is not { } text)
            {
                continue;
            }

            if (!IsOrigin(text, out var uri))
            {
                const string Advice = "an https origin is wanted, for example https://branch.hk.example:9443";
                faults.Add(item.Mark, "route.upstream", Advice);
            }
            else if (UpstreamOrigin.IsPlain(uri!) && !UpstreamOrigin.IsLoopback(uri!))
            {
                const string Advice = "write https: http is for the application beside the gateway, on loopback";
                faults.Add(item.Mark, "route.upstream", Advice);
            }
            else
            {
                MapReader.AddOnce(upstream, uri!, item.Mark, faults);
            }
        }

        return upstream;
    }

    // Scheme, host and port alone: the path is the route's, and credentials in a URI end up in logs.
    private static bool IsOrigin(string text, out Uri? uri)
    {
        uri = null;
        return (text.StartsWith("https://", StringComparison.Ordinal)
                || text.StartsWith("http://", StringComparison.Ordinal))
            && text.All(c => char.IsAsciiLetterOrDigit(c) || ".-:/[]".Contains(c, StringComparison.Ordinal))
            && Uri.TryCreate(text, UriKind.Absolute, out uri)
            && uri is { PathAndQuery: "/", UserInfo: "", Fragment: "" }
            && uri.Host.Length > 0;
    }

    private static Cargo? ReadCargo(MapReader? map, BundleDraft draft)
    {
        if (map is null)
        {
            return null;
        }

        var cargo = new Cargo(
            draft.Refer<CategoryId>(map.Required("category"), IdKind.Category, CategoryId.TryParse),
            draft.Refer<PurposeId>(map.Required("purpose"), IdKind.Purpose, PurposeId.TryParse));
        map.Close();
        return cargo;
    }
}
