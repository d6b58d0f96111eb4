using Gateway.Settings;
using Microsoft.AspNetCore.Connections;

namespace Gateway.Listening;

/// <summary>
/// How many connections one listener takes at a time. Kestrel's own limit is one for the whole process, so strangers
/// at one door could fill the other, and the probe.
/// </summary>
internal sealed class ConnectionPlaces(int most)
{
    private int _taken;

    internal int Most => most;

    internal int Taken => Math.Min(Volatile.Read(ref _taken), most);

    /// <summary>One for each listener, by its name.</summary>
    internal static IReadOnlyDictionary<string, ConnectionPlaces> ForAll(IEnumerable<ListenerSettings> listeners) =>
        listeners.ToDictionary(
            listener => listener.Name,
            listener => new ConnectionPlaces(listener.MaxConnections),
            StringComparer.Ordinal);

    /// <summary>Serves the connection, or cuts it off when every place is taken.</summary>
    internal async Task RunAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        try
        {
            if (Interlocked.Increment(ref _taken) > most)
            {
                connection.Abort(new ConnectionAbortedException("every place of this listener is taken"));
                return;
            }

            await next(connection);
        }
        finally
        {
            Interlocked.Decrement(ref _taken);
        }
    }
}
