using System.Globalization;
using System.Net;
using Gateway.Settings;

namespace Gateway.Listening;

//
//  As what a plain listener on loopback was called, and from where
//
//  References:
//
//      RFC 9110 - section 7.2, Host
//      RFC 6454 - section 7, Origin; Fetch Metadata Request Headers (W3C), Sec-Fetch-Site
//
//  On loopback nothing but the request itself tells a program from a web page in a browser on the same machine. A page
//  whose name was rebound to loopback brings that name as Host; a page of another site brings Origin or Sec-Fetch-Site,
//  which no script can take away.
//
internal static class CalledAs
{
    private const int HttpPort = 80;

    /// <summary>Whether the Host is one of those this listener answers to, to the letter.</summary>
    internal static bool IsOurs(HttpRequest request, IReadOnlyList<string> hosts) =>
        hosts.Contains(request.Host.Value ?? "", StringComparer.Ordinal);

    /// <summary>Whether a browser says that it comes from a page of another origin.</summary>
    internal static bool IsFromElsewhere(HttpRequest request, IReadOnlyList<string> hosts) =>
        !request.Headers.Origin.All(origin => hosts.Any(host => origin == $"http://{host}"))
        || !request.Headers["Sec-Fetch-Site"].All(site => site is "same-origin" or "none");

    /// <summary>
    /// What a listener answers to: the address that was connected to and localhost, with its port, and what its
    /// operator named besides. No page's name is among them, and an address needs no name that could be rebound.
    /// </summary>
    internal static IReadOnlyList<string> HostsOf(ConnectionInfo connection, SmallDoorSettings settings)
    {
        var address = connection.LocalIpAddress ?? settings.Address.Address;
        var name = new IPEndPoint(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address, connection.LocalPort)
            .ToString();
        var port = connection.LocalPort.ToString(CultureInfo.InvariantCulture);
        return connection.LocalPort == HttpPort
            ? [name, $"localhost:{port}", name[..name.LastIndexOf(':')], "localhost", .. settings.Hosts]
            : [name, $"localhost:{port}", .. settings.Hosts];
    }
}
