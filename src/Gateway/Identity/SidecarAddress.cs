using Gateway.Listening;
using Gateway.Policies;
using Gateway.Settings;

namespace Gateway.Identity;

/// <summary>What a sidecar's request is addressed to, and by whom: see <see cref="CalledAs"/>.</summary>
internal static class SidecarAddress
{
    /// <summary>Null: it may be the application.</summary>
    internal static Refusal? Refuse(Arrival arrival, SidecarSettings sidecar)
    {
        var request = arrival.Context.Request;
        var isOurs = sidecar.Hosts.Count == 0
            ? SidecarReading.IsHost(request.Host.Value ?? "")
            : CalledAs.IsOurs(request, sidecar.Hosts);
        if (!isOurs)
        {
            return new Refusal(RefusalCode.PartyHost, "the Host is not one this listener answers to");
        }

        // A mirrored copy brings what its original had, a browser's Origin too; and it lets nothing out.
        if (arrival.Listener.Kind == ListenerKind.Observe)
        {
            return null;
        }

        return CalledAs.IsFromElsewhere(request, sidecar.Hosts)
            ? new Refusal(RefusalCode.PartyOrigin, "a web page of another origin may not call this listener")
            : null;
    }
}
