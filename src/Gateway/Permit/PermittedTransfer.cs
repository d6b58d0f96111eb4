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

            var pinned = routed.Pinned;
            if (standing.Refuse(pinned.Policy, pinned.Trust, pinned.Endorsed.All) is { } fallen)
            {
                return fallen;
            }

            // By the time of arrival: what is used later for this transfer is chosen by that time too.
            if (pinned.Secrets.MissingUse(routed.Identified.Arrival.Time) is { } use)
            {
                return new Refusal(RefusalCode.Stopped, $"no key for '{use}' is in force");
            }

            // Both legs now: a request whose answer could never come back must not be sent.
            if (!Decide(routed, pinned.Policy, Leg.Request).TryPass(out var request, out var turnBack)
                || !Decide(routed, pinned.Policy, Leg.Response).TryPass(out var response, out turnBack))
            {
                return turnBack;
            }

            return new PermittedTransfer(routed, request.Permission, response.Permission);
        }

        /// <summary>
        /// Asked again just before the append: the stop switch and what must stand always, the rest where a newer
        /// bundle is in force. Null: still permitted. Field rules stay those of the pinned snapshot.
        /// </summary>
        internal TurnBack? AskAgain(PermittedTransfer permitted, PinnedSnapshots current, Leg leg)
        {
            if (stopSwitch.IsEngaged)
            {
                return Stopped();
            }

            // Stamped with the keys it was pinned to: theirs are the endorsements that must hold.
            var pinned = permitted.Routed.Pinned;
            if (standing.Refuse(current.Policy, current.Trust, pinned.Endorsed.All) is { } fallen)
            {
                return fallen;
            }

            if (ReferenceEquals(current.Policy, pinned.Policy))
            {
                return null;
            }

            return Decide(permitted.Routed, current.Policy, leg).TryPass(out _, out var turnBack) ? null : turnBack;
        }

        private Outcome<LegDecision> Decide(RoutedTransfer routed, PolicySnapshot policy, Leg leg)
        {
            // In a newer bundle the route may be gone, or may mean something else.
            if (policy.RouteOf(routed.Route.Id) is not { } route || !routed.IsSameDoor(route))
            {
                return new Refusal(RefusalCode.RouteUnknown, "the route is no longer in the bundle");
            }

            if (route.CargoOf(leg) is not { } cargo)
            {
                return LegDecision.CarriesNothing;
            }

            var now = time.GetUtcNow();
            if (policy.KeysEndOf(cargo.Category) <= now)
            {
                return new Refusal(
                    RefusalCode.Stopped, $"a key that category '{cargo.Category}' needs is no longer in force");
            }

            return InstrumentSelection.Decide(policy.Bundle, route, leg, now)
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
