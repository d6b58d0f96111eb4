using System.Text;
using Gateway.Identity;
using Gateway.Listening;
using Gateway.Policies;
using Gateway.Policies.Parties;
using Gateway.Policies.Routes;
using Gateway.Policies.Screening;
using Gateway.Rooms;

namespace Gateway.Routing;

/// <summary>
/// Room 3's result: one route, and every value beside the body that may cross, declared and screened.
/// </summary>
internal sealed class RoutedTransfer
{
    private RoutedTransfer(AdmittedTransfer admitted, RouteDefinition route, AdmittedValues values)
    {
        Admitted = admitted;
        Route = route;
        Values = values.Values;
        var upstream = UpstreamOf(route, admitted.Identified.Arrival.Id);
        IsBeside = UpstreamOrigin.IsPlain(upstream);
        TargetUri = TargetUriOf(route, upstream, values);
    }

    internal AdmittedTransfer Admitted { get; }

    internal IdentifiedTransfer Identified => Admitted.Identified;

    internal RouteDefinition Route { get; }

    /// <summary>Declared, matched and screened: what may cross beside the body.</summary>
    internal IReadOnlyList<AdmittedValue> Values { get; }

    /// <summary>The absolute URI that is sent upstream, and signed as @target-uri; exactly these octets.</summary>
    internal string TargetUri { get; }

    /// <summary>The upstream is the application the gateway stands beside, reached without TLS.</summary>
    internal bool IsBeside { get; }

    internal PinnedSnapshots Pinned => Identified.Arrival.Pinned;

    internal Party Callee => Pinned.Policy.Bundle.Parties[Route.CalleeParty];

    internal TransferFacts Facts
    {
        get => Identified.Facts;
        set => Identified.Facts = value;
    }

    /// <summary>Whether a route of a newer bundle is still the same door between the same parties.</summary>
    internal bool IsSameDoor(RouteDefinition route) =>
        route.Path.Text == Route.Path.Text && route.North == Route.North && route.South == Route.South
        && route.Caller == Route.Caller && route.Methods.Contains(Identified.Arrival.Method, StringComparer.Ordinal)
        && Equals(route.Request, Route.Request) && Equals(route.Response, Route.Response)
        && route.Upstream.SequenceEqual(Route.Upstream);

    // No failover between upstreams: nothing is ever sent twice. Ids are spread evenly, so load is too.
    private static Uri UpstreamOf(RouteDefinition route, TransferId id) =>
        route.Upstream[(id.GetHashCode() & int.MaxValue) % route.Upstream.Count];

    internal static string TargetUriOf(RouteDefinition route, Uri upstream, AdmittedValues values)
    {
        var target = new StringBuilder($"{upstream.Scheme}://{upstream.Authority}{upstream.AbsolutePath.TrimEnd('/')}");
        foreach (var segment in route.Path.Segments)
        {
            target.Append('/').Append(segment.Literal ?? Uri.EscapeDataString(PathValueOf(values, segment.Parameter)));
        }

        // The template "/" has no segment, and a request target is never empty (RFC 9112 section 3.2.1).
        if (route.Path.Segments.Count == 0)
        {
            target.Append('/');
        }

        return (values.Query.Length == 0 ? target : target.Append('?').Append(values.Query)).ToString();
    }

    private static string PathValueOf(AdmittedValues values, string? name) =>
        values.Values.First(value => value.Place == ParameterPlace.Path && value.Name == name).Value;

    /// <summary>Room 3: where to? No default route; what is not declared does not cross.</summary>
    internal sealed class RoutingRoom
    {
        // An answer's header has no pattern, so it is at least kept from being a body of its own.
        private const int MaxAnswerValue = 1024;

        internal static Outcome<RoutedTransfer> Route(AdmittedTransfer admitting)
        {
            var identified = admitting.Identified;
            var arrival = identified.Arrival;
            arrival.Enter(Room.Routing);
            var policy = arrival.Pinned.Policy;
            var (path, query) = Split(arrival.RawTarget);
            if (policy.Routes.Match(arrival.Method, path) is not { } match)
            {
                return new Refusal(RefusalCode.RouteUnknown, "no route of the bundle matches method and path");
            }

            arrival.Facts = arrival.Facts with { Route = match.Route.Id };
            if (match.Route.CallerParty != identified.Caller.Id)
            {
                return new Refusal(
                    RefusalCode.PartyNotOnRoute,
                    $"party '{identified.Caller.Id}' does not call route '{match.Route.Id}'");
            }

            var headers = arrival.Context.Request.Headers
                .SelectMany(header => header.Value.Select(value => KeyValuePair.Create(header.Key, value ?? "")));
            if (!ParameterCheck.Check(match, query, headers).TryPass(out var admitted, out var turnBack))
            {
                return turnBack;
            }

            return Screen(policy.ParameterScreener, admitted) is { } refusal
                ? refusal
                : new RoutedTransfer(admitting, match.Route, admitted);
        }

        // Values beside the body are screened by every detector of this build: they cross in clear text.
        private static Refusal? Screen(Screener screener, AdmittedValues admitted)
        {
            var findings = new List<Finding>();
            foreach (var value in admitted.Values)
            {
                if (screener.Screen(Encoding.UTF8.GetBytes(value.Value), findings) > 0)
                {
                    var code = value.Place == ParameterPlace.Header
                        ? RefusalCode.RouteHeader
                        : RefusalCode.RouteParameter;
                    return new Refusal(code, $"parameter '{value.Name}' holds {findings[0].Kind}");
                }
            }

            return null;
        }

        /// <summary>
        /// The answer's declared header values cross in clear text beside its body: plain ASCII, and screened like
        /// the request's. Null when they may.
        /// </summary>
        internal static Refusal? RefuseAnswer(Screener screener, IEnumerable<KeyValuePair<string, string>> headers)
        {
            var findings = new List<Finding>();
            foreach (var (name, value) in headers)
            {
                if (value.AsSpan().ContainsAnyExceptInRange(' ', '~') || value.Length > MaxAnswerValue)
                {
                    return new Refusal(RefusalCode.RouteHeader, $"response header '{name}' is not short plain ASCII");
                }

                if (screener.Screen(Encoding.UTF8.GetBytes(value), findings) > 0)
                {
                    return new Refusal(RefusalCode.RouteHeader, $"response header '{name}' holds {findings[0].Kind}");
                }
            }

            return null;
        }

        private static (string Path, string Query) Split(string target)
        {
            var mark = target.IndexOf('?', StringComparison.Ordinal);
            return mark < 0 ? (target, "") : (target[..mark], target[(mark + 1)..]);
        }
    }
}
