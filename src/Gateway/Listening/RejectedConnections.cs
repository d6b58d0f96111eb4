using System.Diagnostics;
using Gateway.Policies;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;

namespace Gateway.Listening;

/// <summary>
/// Counts what is turned away before there is a request: TLS handshakes that fail, users who may not connect to a
/// sidecar's socket, and messages Kestrel itself refuses. They become one counted entry a minute (DESIGN.md 3).
/// </summary>
internal sealed class RejectedConnections : IObserver<KeyValuePair<string, object?>>
{
    private const string BadRequestEvent = "Microsoft.AspNetCore.Server.Kestrel.BadRequest";

    private int _handshakes;
    private int _messages;
    private int _headers;
    private int _users;

    /// <summary>Raised for each, at once.</summary>
    internal event Action<RefusalCode>? TurnedAway;

    /// <summary>Listens to what one server refuses by itself, for as long as that server lives.</summary>
    internal IDisposable Watch(DiagnosticListener server) => server.Subscribe(this, name => name == BadRequestEvent);

    /// <summary>Outside TLS: a connection whose inside was never reached failed its handshake.</summary>
    internal async Task OutsideTlsAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        try
        {
            await next(connection);
        }
        finally
        {
            // A connection that was opened and closed without a byte counts too: it took a handshake slot.
            if (connection.Features.Get<HandshakeDone>() is null)
            {
                Interlocked.Increment(ref _handshakes);
                TurnedAway?.Invoke(RefusalCode.MessageTls);
            }
        }
    }

    /// <summary>Inside TLS: the handshake is done.</summary>
    internal static Task InsideTlsAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        connection.Features.Set(HandshakeDone.Instance);
        return next(connection);
    }

    /// <summary>A user connected to a sidecar's socket who is not one of its "Uids".</summary>
    internal void CountUser()
    {
        Interlocked.Increment(ref _users);
        TurnedAway?.Invoke(RefusalCode.PartyUnknown);
    }

    /// <summary>Takes the counts since the last call.</summary>
    internal (int Handshakes, int Messages, int Headers, int Users) Drain() =>
        (Interlocked.Exchange(ref _handshakes, 0),
            Interlocked.Exchange(ref _messages, 0),
            Interlocked.Exchange(ref _headers, 0),
            Interlocked.Exchange(ref _users, 0));

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (value.Key == BadRequestEvent)
        {
            var isTooLarge = IsTooLarge(value.Value as IFeatureCollection);
            Interlocked.Increment(ref isTooLarge ? ref _headers : ref _messages);
            TurnedAway?.Invoke(isTooLarge ? RefusalCode.MessageHeaderTooLarge : RefusalCode.MessageMalformed);
        }
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    // A request line or header section over the limit has a code of its own.
    private static bool IsTooLarge(IFeatureCollection? features) =>
        features?.Get<IBadRequestExceptionFeature>()?.Error is BadHttpRequestException
        {
            StatusCode: StatusCodes.Status431RequestHeaderFieldsTooLarge or StatusCodes.Status414UriTooLong,
        };

    private sealed class HandshakeDone
    {
        internal static HandshakeDone Instance { get; } = new();
    }
}
