using System.Collections.Concurrent;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace Gateway.Listening;

/// <summary>
/// The callers' connections that are open. When the daemon stops, each is told to end after what it is doing: HTTP/2
/// gets GOAWAY, HTTP/1.1 "Connection: close", an idle one is closed; the listeners stay open meanwhile.
/// </summary>
internal sealed class OpenConnections
{
    private readonly ConcurrentDictionary<string, IConnectionLifetimeNotificationFeature> _open =
        new(StringComparer.Ordinal);

    internal async Task TrackAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        if (connection.Features.Get<IConnectionLifetimeNotificationFeature>() is { } lifetime)
        {
            _open[connection.ConnectionId] = lifetime;
        }

        try
        {
            await next(connection);
        }
        finally
        {
            _open.TryRemove(connection.ConnectionId, out _);
        }
    }

    internal void EndAll()
    {
        foreach (var connection in _open.Values)
        {
            connection.RequestClose();
        }
    }
}
