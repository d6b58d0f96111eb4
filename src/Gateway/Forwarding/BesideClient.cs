using System.Net;
using System.Net.Sockets;
using Gateway.Ledger.Entries;
using Gateway.Policies.Parties;
using Gateway.Settings;

namespace Gateway.Forwarding;

/// <summary>
/// The connections to the application the gateway stands beside: plain HTTP that cannot leave the machine, whatever a
/// resolver or a hosts file says. Who answers there is the configured party, and is recorded as such.
/// </summary>
internal sealed class BesideClient(PartyId party, ForwardingSettings settings) : IPeerClient
{
    public HttpMessageInvoker Invoker { get; } = new(CreateHandler(settings), disposeHandler: true);

    public EntryPeer? LastPeer { get; } = new EntryPeer.Configured(party);

    public void Dispose() => Invoker.Dispose();

    private static SocketsHttpHandler CreateHandler(ForwardingSettings settings)
    {
        var handler = PeerClient.CreateHandler(settings);
        handler.ConnectCallback = (context, cancellationToken) =>
            ConnectAsync(context.DnsEndPoint, cancellationToken);
        return handler;
    }

    // INVARIANT: no address but loopback is ever connected to. The bundle was checked; this is why it need not be
    // believed.
    private static async ValueTask<Stream> ConnectAsync(DnsEndPoint target, CancellationToken cancellationToken)
    {
        var addresses = IPAddress.TryParse(target.Host, out var literal)
            ? [literal]
            : new[] { IPAddress.Loopback, IPAddress.IPv6Loopback };
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        var isConnected = false;
        try
        {
            await socket.ConnectAsync([.. addresses.Where(IPAddress.IsLoopback)], target.Port, cancellationToken);
            isConnected = true;
            return new NetworkStream(socket, ownsSocket: true);
        }
        finally
        {
            if (!isConnected)
            {
                socket.Dispose();
            }
        }
    }
}
