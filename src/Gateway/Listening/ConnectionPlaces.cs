using Microsoft.AspNetCore.Connections;

namespace Gateway.Listening;

/// <summary>
/// How many connections one listener takes at a time. Kestrel's own limit is one for the whole process, so strangers
/// at one door could fill the other, and the probe.
/// </summary>
internal sealed class ConnectionPlaces(int most)
{
    private int _taken;

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
