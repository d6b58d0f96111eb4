using Gateway.Policies.Catalogue;
using Gateway.Policies.Parties;
using Gateway.Policies.Purposes;

namespace Gateway.Policies.Routes;

/// <summary>One HTTP door: match, the two parties, which of them calls, and what each leg carries.</summary>
public sealed record RouteDefinition(
    RouteId Id,
    PathTemplate Path,
    IReadOnlyList<string> Methods,
    IReadOnlyList<RouteParameter> Parameters,
    IReadOnlyList<string> ResponseHeaders,
    PartyId North,
    PartyId South,
    CallerSide Caller,
    IReadOnlyList<Uri> Upstream,
    Cargo? Request,
    Cargo? Response,
    RouteMode Mode,
    Mark Mark)
{
    public PartyId CallerParty => Caller == CallerSide.North ? North : South;

    public PartyId CalleeParty => Caller == CallerSide.North ? South : North;

    /// <summary>Which way a leg goes: the request leaves the caller's side, the response comes back to it.</summary>
    public Direction DirectionOf(Leg leg) =>
        (Caller == CallerSide.North) == (leg == Leg.Request) ? Direction.NorthToSouth : Direction.SouthToNorth;

    public Cargo? CargoOf(Leg leg) => leg == Leg.Request ? Request : Response;
}

/// <summary>What a carrying leg carries: one named category for one purpose.</summary>
public sealed record Cargo(CategoryId Category, PurposeId Purpose);

/// <summary>Which of the two parties calls.</summary>
public enum CallerSide
{
    North,
    South,
}

/// <summary>transfer = data crosses; verify = only a yes or no does.</summary>
public enum RouteMode
{
    Transfer,
    Verify,
}

/// <summary>Where a declared value stands.</summary>
public enum ParameterPlace
{
    Path,
    Query,
    Header,
}

/// <summary>
/// A value that may cross beside the body: by name and pattern (full match, NonBacktracking), screened.
/// </summary>
public sealed record RouteParameter(
    ParameterPlace In, string Name, System.Text.RegularExpressions.Regex Pattern, Mark Mark)
{
    /// <summary>The pattern as the file spells it.</summary>
    public string PatternText => ValuePattern.TextOf(Pattern);
}
