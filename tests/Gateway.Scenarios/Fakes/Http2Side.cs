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
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Scenarios.Fakes;

/// <summary>A far side that speaks HTTP/2 and nothing else.</summary>
internal sealed class Http2Side : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Http2Side(WebApplication app) => _app = app;

    internal int Port { get; private set; }

    internal ConcurrentQueue<(string Protocol, string Method, string Digest, string Body)> Received { get; } = new();

    /// <summary>Null: the stream is reset in the midst of the answer.</summary>
    internal string? Answer { get; set; } = """{"accepted":1}""";

    internal static async Task<Http2Side> StartAsync(X509Certificate2 certificate)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, listen =>
            {
                listen.Protocols = HttpProtocols.Http2;
                listen.UseHttps(new HttpsConnectionAdapterOptions
                {
                    ServerCertificate = certificate,
                    ClientCertificateMode = ClientCertificateMode.RequireCertificate,
                    ClientCertificateValidation = (_, _, _) => true,
                });
            }));
        var side = new Http2Side(builder.Build());
        side._app.Run(side.HandleAsync);
        await side._app.StartAsync();
        var addresses = side._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        side.Port = new Uri(addresses.Addresses.Single()).Port;
        return side;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private async Task HandleAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var body = await reader.ReadToEndAsync();
        Received.Enqueue((context.Request.Protocol, context.Request.Method, context.Request.Headers["Content-Digest"].ToString(), body));
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(Answer ?? """{"accept""");
        if (Answer is null)
        {
            await context.Response.Body.FlushAsync();
            context.Abort();
        }
    }
}
