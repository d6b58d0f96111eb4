using Gateway.Listening;
using Gateway.Policies;
using Gateway.Settings;

namespace Gateway.Identity;

//
//  What a sidecar's request is addressed to, and by whom
//
//  References:
//
//      RFC 9110 - section 7.2, Host
//      RFC 6454 - section 7, Origin; Fetch Metadata Request Headers (W3C), Sec-Fetch-Site
//
//  On loopback nothing but the request itself tells the application from a web page in a browser on the same machine. A
//  page whose name was rebound to loopback brings that name as Host; a page of another site brings Origin or
//  Sec-Fetch-Site, which no script can take away.
//
internal static class SidecarAddress
{
    /// <summary>Null: it may be the application.</summary>
    internal static Refusal? Refuse(Arrival arrival, SidecarSettings sidecar)
    {
        var request = arrival.Context.Request;
        var host = request.Host.Value ?? "";
        var isOurs = sidecar.Hosts.Count == 0
            ? SidecarReading.IsHost(host)
            : sidecar.Hosts.Contains(host, StringComparer.Ordinal);
        if (!isOurs)
        {
            return new Refusal(RefusalCode.PartyHost, "the Host is not one this listener answers to");
        }

        // A mirrored copy brings what its original had, a browser's Origin too; and it lets nothing out.
        if (arrival.Listener.Kind == ListenerKind.Observe)
        {
            return null;
        }

        return request.Headers.Origin.All(origin => IsOwn(origin, sidecar))
            && request.Headers["Sec-Fetch-Site"].All(site => site is "same-origin" or "none")
                ? null
                : new Refusal(RefusalCode.PartyOrigin, "a web page of another origin may not call this listener");
    }

    private static bool IsOwn(string? origin, SidecarSettings sidecar) =>
        sidecar.Hosts.Any(host => origin == $"http://{host}");
}
