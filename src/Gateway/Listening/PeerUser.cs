using System.Globalization;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace Gateway.Listening;

//
//  The user at the other end of a Unix socket
//
//  References:
//
//      unix(7), SO_PEERCRED - struct ucred { pid_t pid; uid_t uid; gid_t gid; } of the moment of connect(2)
//
//  Only the kernel is believed. Asked when the connection is accepted, before anything reads a byte of it.
//

/// <summary>A connection feature: who connected to a sidecar's socket.</summary>
internal sealed record PeerUser(uint Uid)
{
    private const int SocketLevel = 1; // SOL_SOCKET
    private const int PeerCredentials = 17; // SO_PEERCRED
    private const int CredentialsSize = 12;
    private const int UidOffset = 4;

    /// <summary>Serves the connection of a user who may, and cuts off any other, counted.</summary>
    internal static Task AdmitAsync(
        ConnectionContext connection, ConnectionDelegate next, Listener door, RejectedConnections rejected, ILogger log)
    {
        var user = Read(connection.Features.Get<IConnectionSocketFeature>()?.Socket);
        if (user is not null && door.Sidecar?.Uids.Contains(user.Uid) == true)
        {
            connection.Features.Set(user);
            return next(connection);
        }

        rejected.CountUser();
        log.UserCutOff(door.Name, user?.Uid.ToString(CultureInfo.InvariantCulture) ?? "unknown");
        connection.Abort(new ConnectionAbortedException("the user at the other end is not one of 'Uids'"));
        return Task.CompletedTask;
    }

    private static PeerUser? Read(Socket? socket)
    {
        Span<byte> credentials = stackalloc byte[CredentialsSize];
        try
        {
            return socket?.GetRawSocketOption(SocketLevel, PeerCredentials, credentials) == CredentialsSize
                ? new PeerUser(MemoryMarshal.Read<uint>(credentials[UidOffset..]))
                : null;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Gone already: nobody is there to be served.
            return null;
        }
    }
}
