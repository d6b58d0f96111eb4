using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Gateway.Settings;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace Gateway.Listening;

/// <summary>
/// Kestrel with exactly the listeners of gateway.json. Built empty: no environment variable, command line or
/// appsettings file of the framework can open another door.
/// </summary>
internal static class DoorServer
{
    // A reader, or a sender, that is slower than this for longer than the grace is cut off.
    private static readonly MinDataRate SlowestPeer = new(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));

    internal static WebApplication Build(
        GatewaySettings settings,
        Doorway doorway,
        Action<IServiceCollection> addRooms,
        ILoggerFactory log)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(log);
        builder.Services.AddSingleton<DistributedContextPropagator>(new NoPropagation());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => Configure(
            kestrel, settings, doorway, log.CreateLogger<Listener>()));
        builder.WebHost.UseSockets(sockets => sockets.CreateBoundListenSocket = address => Bind(address, settings));
        builder.Services.AddHttpForwarder();
        addRooms(builder.Services);
        var app = builder.Build();
        // This server's own listener, not every one of the process: another daemon counts its own.
        doorway.Rejected.Watch(app.Services.GetRequiredService<DiagnosticListener>());
        return app;
    }

    private static Socket Bind(EndPoint address, GatewaySettings settings) => address is UnixDomainSocketEndPoint
        ? SidecarSocket.Bind(
            address.ToString()!,
            settings.Listeners.Single(listener => listener.Address.Equals(address)).Sidecar?.Gid)
        : SocketTransportOptions.CreateDefaultBoundListenSocket(address);

    private static void Configure(
        KestrelServerOptions kestrel, GatewaySettings settings, Doorway doorway, ILogger log)
    {
        kestrel.AddServerHeader = false;
        kestrel.AllowSynchronousIO = false;
        kestrel.Limits.MaxConcurrentUpgradedConnections = 0;
        kestrel.Limits.MaxRequestHeadersTotalSize = 32 * 1024;
        kestrel.Limits.MaxRequestHeaderCount = 64;
        kestrel.Limits.MaxRequestLineSize = 8 * 1024;
        kestrel.Limits.RequestHeadersTimeout = settings.Reading.HeadersTimeout;
        kestrel.Limits.MinRequestBodyDataRate = SlowestPeer;
        kestrel.Limits.MinResponseDataRate = SlowestPeer;
        kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(120);
        kestrel.Limits.MaxConcurrentConnections = settings.Listeners.Sum(listener => (long)listener.MaxConnections);
        kestrel.Limits.Http2.MaxStreamsPerConnection = 100;
        // Reading refuses an over-long body with a code of its own, and an encoded one is shorter than what it holds.
        kestrel.Limits.MaxRequestBodySize = settings.Reading.LongestBody + 1L;
        foreach (var listener in settings.Listeners)
        {
            TlsIdentity InForce() => doorway.Snapshots.Current.Tls.Doors[listener.Name];
            kestrel.Listen(listener.Address, listen =>
            {
                if (listener.Kind != ListenerKind.Probe)
                {
                    listen.Use(next => connection => doorway.Open.TrackAsync(connection, next));
                }

                Open(listen, listener, doorway, log, tls => tls.UseTls(settings.Identity, InForce));
            });
        }
    }

    private static void Open(
        ListenOptions listen,
        ListenerSettings listener,
        Doorway doorway,
        ILogger log,
        Action<ListenOptions> useTls)
    {
        var (door, rejected, places) = (new Listener(listener), doorway.Rejected, doorway.Places[listener.Name]);
        listen.Use(next => connection =>
        {
            connection.Features.Set(door);
            return next(connection);
        });
        if (listener.Kind == ListenerKind.Probe)
        {
            listen.Protocols = HttpProtocols.Http1;
            listen.Use(next => connection => places.RunAsync(connection, next));
            return;
        }

        if (listener.Sidecar is not null)
        {
            // Without TLS there is no ALPN, and what is not asked for need not be spoken.
            listen.Protocols = HttpProtocols.Http1;
            if (listener.Address is UnixDomainSocketEndPoint)
            {
                listen.Use(next => connection => PeerUser.AdmitAsync(connection, next, door, rejected, log));
            }

            listen.Use(next => connection => places.RunAsync(connection, next));
            return;
        }

        listen.Protocols = HttpProtocols.Http1AndHttp2;
        listen.Use(next => connection => rejected.OutsideTlsAsync(connection, next));
        listen.Use(next => connection => places.RunAsync(connection, next));
        useTls(listen);
        listen.Use(next => connection => RejectedConnections.InsideTlsAsync(connection, next));
    }
}
