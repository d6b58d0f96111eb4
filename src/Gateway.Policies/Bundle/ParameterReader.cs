using System.Text.RegularExpressions;
using Gateway.Policies.Routes;

namespace Gateway.Policies.Bundle;

/// <summary>Reads what may cross beside a body: path, query and header values, and response header names.</summary>
internal static class ParameterReader
{
    private const int MaxName = 64;

    // Stands for a pattern that could not be read, so that the rest of the route is still judged.
    private static readonly Regex Nothing = new("[^\\s\\S]", RegexOptions.NonBacktracking);

    internal static IReadOnlyList<RouteParameter> Read(IReadOnlyList<YamlNode> items, FaultList faults)
    {
        var parameters = new List<RouteParameter>();
        foreach (var map in items.Select(item => MapReader.From(item, faults)).OfType<MapReader>())
        {
            var place = map.RequiredChoice("in", WireNames.ParameterPlaces);
            var name = map.RequiredText("name");
            var pattern = map.RequiredText("pattern");
            map.Close();
            var regex = pattern is null ? Nothing : Compile(pattern, map.MarkOf("pattern"), faults);

            if (place is null || name is null)
            {
                continue;
            }

            CheckName(place.Value, name, map.MarkOf("name"), faults);
            if (parameters.Exists(other => IsSame(other, place.Value, name)))
            {
                faults.Add(map.MarkOf("name"), "value.duplicate", $"remove one: '{name}' is declared twice");
            }

            parameters.Add(new RouteParameter(place.Value, name, regex, map.Mark));
        }

        return parameters;
    }

    internal static IReadOnlyList<string> ReadResponseHeaders(IReadOnlyList<YamlNode> items, FaultList faults)
    {
        var names = MapReader.TextsOf(items, faults);
        foreach (var item in items.OfType<YamlScalar>().Where(item => names.Contains(item.Text)))
        {
            CheckHeader(item.Text, item.Mark, faults);
        }

        return names;
    }

    private static Regex Compile(string pattern, Mark mark, FaultList faults)
    {
        if (ValuePattern.TryCompile(pattern, out var regex, out var problem))
        {
            return regex;
        }

        faults.Add(mark, "route.pattern", problem);
        return Nothing;
    }

    private static bool IsSame(RouteParameter other, ParameterPlace place, string name)
    {
        var compare = place == ParameterPlace.Header ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        return other.In == place && other.Name.Equals(name, compare);
    }

    private static void CheckName(ParameterPlace place, string name, Mark mark, FaultList faults)
    {
        if (place == ParameterPlace.Header)
        {
            CheckHeader(name, mark, faults);
        }
        else if (name.Length is 0 or > MaxName || name.Any(c => c is <= ' ' or > '~'))
        {
            faults.Add(mark, "value.format", $"1 to {MaxName} visible ASCII characters are wanted");
        }
    }

    private static void CheckHeader(string name, Mark mark, FaultList faults)
    {
        if (!HeaderName.IsToken(name))
        {
            faults.Add(mark, "value.format", "a header field name is wanted (RFC 9110)");
        }
        else if (HeaderName.IsReserved(name))
        {
            faults.Add(mark, "route.header", $"remove it: '{name}' is the gateway's own and never crosses");
        }
    }
}
