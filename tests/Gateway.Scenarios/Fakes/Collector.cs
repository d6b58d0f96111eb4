using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Scenarios.Fakes;

/// <summary>An OTLP collector on loopback: takes everything, understands nothing, and keeps the bytes.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private static readonly byte[] EmptyGrpcMessage = new byte[5];

    private readonly ConcurrentQueue<(string Path, byte[] Bytes)> _received = new();
    private readonly WebApplication _app;

    private Collector(WebApplication app) => _app = app;

    /// <summary>http/protobuf.</summary>
    internal string Http { get; private set; } = "";

    /// <summary>gRPC, HTTP/2 without TLS.</summary>
    internal string Grpc { get; private set; } = "";

    /// <summary>http/protobuf over TLS, at the name "localhost"; empty where no certificate was given.</summary>
    internal string Https { get; private set; } = "";

    internal IReadOnlyList<string> Paths => [.. _received.Select(message => message.Path)];

    /// <summary>Everything received, byte by byte.</summary>
    internal string Text => string.Concat(_received.Select(message => Encoding.Latin1.GetString(message.Bytes)));

    internal static async Task<Collector> StartAsync(X509Certificate2? certificate = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance);
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1);
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
            if (certificate is not null)
            {
                kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate));
            }
        });
        var app = builder.Build();
        var collector = new Collector(app);
        app.Run(collector.TakeAsync);
        await app.StartAsync();
        var bound = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.ToList();
        (collector.Http, collector.Grpc) = (bound[0], bound[1]);
        collector.Https = bound.Count > 2 ? bound[2].Replace("127.0.0.1", "localhost", StringComparison.Ordinal) : "";
        return collector;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var head = string.Concat(context.Request.Headers.Select(header => $"{header.Key}: {header.Value}\n"));
        _received.Enqueue((context.Request.Path, [.. Encoding.Latin1.GetBytes(head), .. body.ToArray()]));
        if (context.Request.ContentType == "application/grpc")
        {
            context.Response.ContentType = "application/grpc";
            await context.Response.Body.WriteAsync(EmptyGrpcMessage);
            context.Response.AppendTrailer("grpc-status", "0");
        }
    }
}
