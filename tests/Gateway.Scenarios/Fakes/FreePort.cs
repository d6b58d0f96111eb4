using System.Net;
using System.Net.Sockets;

namespace Gateway.Scenarios.Fakes;

/// <summary>A port of loopback that nobody has at this moment: for what must be written down before it is bound.</summary>
internal static class FreePort
{
    internal static int Take()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
