using System.Text;

namespace Gateway.Policies.Routes;

/// <summary>
/// Holds path, query and header values against what the route declares: by name and pattern, each at most once.
/// They are an egress channel like the body (DESIGN.md 3, room 3).
/// </summary>
// INVARIANT: a detail names the route and declared parameters, never a value or an undeclared name.
public static class ParameterCheck
{
    /// <summary>
    /// The admitted values, or <c>route.parameter</c>, <c>route.header</c>. Undeclared headers do not cross and
    /// are not looked at; declared parameters may be absent.
    /// </summary>
    /// <param name="rawQuery">As received, with or without '?'; empty for none.</param>
    /// <param name="headers">One pair for each field line.</param>
    public static Outcome<AdmittedValues> Check(
        RouteMatch match,
        string? rawQuery,
        IEnumerable<KeyValuePair<string, string>> headers)
    {
        ArgumentNullException.ThrowIfNull(match);
        ArgumentNullException.ThrowIfNull(headers);
        var values = new List<AdmittedValue>();
        var query = new StringBuilder();
        var refusal = AdmitPath(match, values)
            ?? AdmitQuery(match.Route, rawQuery ?? "", values, query)
            ?? AdmitHeaders(match.Route, headers, values);
        return refusal is null ? new AdmittedValues(values, query.ToString()) : refusal;
    }

    private static Refusal? AdmitPath(RouteMatch match, List<AdmittedValue> values)
    {
        foreach (var value in match.PathValues)
        {
            var declared = Find(match.Route, ParameterPlace.Path, value.Name, StringComparison.Ordinal);
            if (declared is null || !declared.Pattern.IsMatch(value.Decoded))
            {
                return Misfit(match.Route, ParameterPlace.Path, value.Name);
            }

            values.Add(new AdmittedValue(ParameterPlace.Path, value.Name, value.Decoded));
        }

        return null;
    }

    private static Refusal? AdmitQuery(
        RouteDefinition route,
        string rawQuery,
        List<AdmittedValue> values,
        StringBuilder query)
    {
        var rest = rawQuery.AsSpan();
        rest = rest is ['?', .. var afterMark] ? afterMark : rest;
        if (rest.IsEmpty)
        {
            return null;
        }

        var position = 0;
        foreach (var range in rest.Split('&'))
        {
            position++;
            var pair = rest[range];
            var equals = pair.IndexOf('=');
            var rawName = equals < 0 ? pair : pair[..equals];
            var rawValue = equals < 0 ? [] : pair[(equals + 1)..];
            if (!PercentDecoding.TryDecodeQuery(rawName, out var name)
                || Find(route, ParameterPlace.Query, name, StringComparison.Ordinal) is not { } declared)
            {
                return new Refusal(
                    RefusalCode.RouteParameter,
                    $"query parameter number {position} is not declared by route '{route.Id}'");
            }

            if (!PercentDecoding.TryDecodeQuery(rawValue, out var value)
                || Has(values, ParameterPlace.Query, name)
                || !declared.Pattern.IsMatch(value))
            {
                return Misfit(route, ParameterPlace.Query, declared.Name);
            }

            values.Add(new AdmittedValue(ParameterPlace.Query, declared.Name, value));
            query.Append(query.Length == 0 ? "" : "&");
            query.Append(Uri.EscapeDataString(declared.Name)).Append('=').Append(Uri.EscapeDataString(value));
        }

        return null;
    }

    private static Refusal? AdmitHeaders(
        RouteDefinition route,
        IEnumerable<KeyValuePair<string, string>> headers,
        List<AdmittedValue> values)
    {
        if (!route.Parameters.Any(parameter => parameter.In == ParameterPlace.Header))
        {
            return null;
        }

        foreach (var (name, value) in headers)
        {
            if (Find(route, ParameterPlace.Header, name, StringComparison.OrdinalIgnoreCase) is not { } declared)
            {
                continue;
            }

            // RFC 9110 section 5.5: beyond visible ASCII, the two ends need not read the same characters.
            var isPlain = !value.AsSpan().ContainsAnyExceptInRange(' ', '~');
            if (!isPlain || Has(values, ParameterPlace.Header, declared.Name) || !declared.Pattern.IsMatch(value))
            {
                return Misfit(route, ParameterPlace.Header, declared.Name);
            }

            values.Add(new AdmittedValue(ParameterPlace.Header, declared.Name, value));
        }

        return null;
    }

    private static bool Has(List<AdmittedValue> values, ParameterPlace place, string name) =>
        values.Exists(other => other.Place == place && other.Name == name);

    private static RouteParameter? Find(
        RouteDefinition route,
        ParameterPlace place,
        string name,
        StringComparison how) =>
        route.Parameters.FirstOrDefault(parameter => parameter.In == place && parameter.Name.Equals(name, how));

    private static Refusal Misfit(RouteDefinition route, ParameterPlace place, string declared) =>
        new(
            place == ParameterPlace.Header ? RefusalCode.RouteHeader : RefusalCode.RouteParameter,
            $"{place.Wire()} parameter '{declared}' of route '{route.Id}' is repeated or does not match its pattern");
}
