namespace Gateway.Policies.Routes;

/// <summary>The route a request is for, with what its path parameters hold.</summary>
public sealed record RouteMatch(RouteDefinition Route, IReadOnlyList<PathValue> PathValues);

/// <summary>One path parameter's value: as received, and decoded.</summary>
public sealed record PathValue(string Name, string Raw, string Decoded);
