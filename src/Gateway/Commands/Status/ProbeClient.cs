using System.Net;
using Gateway.Settings;

namespace Gateway.Commands.Status;

/// <summary>Asks the daemon's probe listener over loopback, as an orchestrator would.</summary>
internal static class ProbeClient
{
    private const int MostWords = 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Null where no probe listener is configured, or its port is chosen at start.</summary>
    internal static async Task<ProbeAnswer?> AskAsync(GatewaySettings settings, CancellationToken cancellationToken)
    {
        if (settings.Listeners.FirstOrDefault(listener => listener.Kind == ListenerKind.Probe)?.Address
            is not IPEndPoint { Port: > 0 } probe)
        {
            return null;
        }

        var address = new IPEndPoint(Reachable(probe.Address), probe.Port);
        using var handler = new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false };
        using var client = new HttpClient(handler)
        {
            BaseAddress = new Uri($"http://{address}"),
            Timeout = Patience,
            MaxResponseContentBufferSize = MostWords,
        };
        try
        {
            using var health = await client.GetAsync(new Uri("/healthz", UriKind.Relative), cancellationToken);
            using var ready = await client.GetAsync(new Uri("/readyz", UriKind.Relative), cancellationToken);
            var words = await ready.Content.ReadAsStringAsync(cancellationToken);
            return new ProbeAnswer(
                health.StatusCode == HttpStatusCode.OK,
                ready.StatusCode == HttpStatusCode.OK,
                string.Join(", ", words.Split('\n', StringSplitOptions.RemoveEmptyEntries)));
        }
        catch (Exception e) when (
            e is HttpRequestException
            || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return new ProbeAnswer(false, false, "");
        }
    }

    // A listener on every address is reached over loopback.
    private static IPAddress Reachable(IPAddress address) =>
        address.Equals(IPAddress.Any) ? IPAddress.Loopback
        : address.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback
        : address;
}
