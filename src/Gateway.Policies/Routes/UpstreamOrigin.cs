using System.Net;

namespace Gateway.Policies.Routes;

/// <summary>
/// What an upstream's URI says of the way to it: https across a network, or plain http to the application that stands
/// beside the gateway on the same machine.
/// </summary>
public static class UpstreamOrigin
{
    private const byte LoopbackNetwork = 127;

    /// <summary>True for http: no TLS, so only ever on loopback.</summary>
    public static bool IsPlain(Uri upstream) => upstream.Scheme == Uri.UriSchemeHttp;

    /// <summary>
    /// True for a literal of 127.0.0.0/8, for ::1 and for the name localhost; every other name could be made to mean
    /// another machine.
    /// </summary>
    public static bool IsLoopback(Uri upstream) => upstream.HostNameType switch
    {
        UriHostNameType.IPv4 => IPAddress.Parse(upstream.Host).GetAddressBytes()[0] == LoopbackNetwork,
        UriHostNameType.IPv6 => IPAddress.Parse(upstream.Host).Equals(IPAddress.IPv6Loopback),
        _ => upstream.Host == "localhost",
    };
}
