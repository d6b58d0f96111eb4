using Gateway.Listening;
using Gateway.Policies;
using Gateway.Policies.Instruments;
using Gateway.Rooms;
using Gateway.Routing;
using Gateway.State;

namespace Gateway.Permit;

/// <summary>Room 4's result: each carrying leg has its category, purpose and legal instrument.</summary>
internal sealed class PermittedTransfer
{
    private readonly Permission? _request;
    private readonly Permission? _response;

    private PermittedTransfer(RoutedTransfer routed, Permission? request, Permission? response)
    {
        Routed = routed;
        _request = request;
        _response = response;
    }

    internal RoutedTransfer Routed { get; }

    internal Arrival Arrival => Routed.Identified.Arrival;

    internal TransferFacts Facts
    {
        get => Routed.Facts;
        set => Routed.Facts = value;
    }

    /// <summary>The permission of a carrying leg; null where the leg carries nothing.</summary>
    internal Permission? PermissionFor(Leg leg) => leg == Leg.Request ? _request : _response;

    /// <summary>Room 4: may it leave at all? Asked before the body is read.</summary>
    internal sealed class PermitRoom(StopSwitch stopSwitch, Standing standing, TimeProvider time)
    {
        internal Outcome<PermittedTransfer> Permit(RoutedTransfer routed)
        {
            routed.Identified.Arrival.Enter(Room.Permit);
            if (stopSwitch.IsEngaged)
            {
                return Stopped();
            }

            if (standing.Refuse(routed.Pinned.Policy) is { } fallen)
            {
                return fallen;
            }

            // Both legs now: a request whose answer could never come back must not be sent.
            if (!Decide(routed, routed.Pinned.Policy, Leg.Request).TryPass(out var request, out var turnBack)
                || !Decide(routed, routed.Pinned.Policy, Leg.Response).TryPass(out var response, out turnBack))
            {
                return turnBack;
            }

            return new PermittedTransfer(routed, request.Permission, response.Permission);
        }

        /// <summary>
        /// Asked again just before the append: the stop switch and what must stand always, the rest where a newer
        /// bundle is in force. Null: still permitted. Field rules stay those of the pinned snapshot.
        /// </summary>
        internal TurnBack? AskAgain(PermittedTransfer permitted, PolicySnapshot current, Leg leg)
        {
            if (stopSwitch.IsEngaged)
            {
                return Stopped();
            }

            if (standing.Refuse(current) is { } fallen)
            {
                return fallen;
            }

            if (ReferenceEquals(current, permitted.Routed.Pinned.Policy))
            {
                return null;
            }

            return Decide(permitted.Routed, current, leg).TryPass(out _, out var turnBack) ? null : turnBack;
        }

        private Outcome<LegDecision> Decide(RoutedTransfer routed, PolicySnapshot policy, Leg leg)
        {
            // In a newer bundle the route may be gone, or may mean something else.
            if (policy.RouteOf(routed.Route.Id) is not { } route || !routed.IsSameDoor(route))
            {
                return new Refusal(RefusalCode.RouteUnknown, "the route is no longer in the bundle");
            }

            if (route.CargoOf(leg) is null)
            {
                return LegDecision.CarriesNothing;
            }

            return InstrumentSelection.Decide(policy.Bundle, route, leg, time.GetUtcNow())
                .TryPass(out var permission, out var turnBack)
                ? new LegDecision(permission)
                : turnBack;
        }

        private static Refusal Stopped() => new(RefusalCode.Stopped, "egress is stopped by the operator");

        private sealed record LegDecision(Permission? Permission)
        {
            internal static LegDecision CarriesNothing { get; } = new((Permission?)null);
        }
    }
}
