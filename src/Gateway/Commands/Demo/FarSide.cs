using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Gateway.Stamping;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Commands.Demo;

/// <summary>
/// A server of a party behind the gateway: takes nobody but the gateway, and keeps every request as it came, head and
/// body. What it holds at the end is what really crossed.
/// </summary>
internal sealed class FarSide : IAsyncDisposable
{
    private readonly ConcurrentQueue<ReceivedRequest> _received = new();
    private readonly WebApplication _app;

    private readonly Action<ReceivedRequest>? _took;

    private FarSide(WebApplication app, Action<ReceivedRequest>? took)
    {
        _app = app;
        _took = took;
    }

    /// <summary>For the bundle: where routes send to.</summary>
    internal string Address { get; private set; } = "";

    internal int Count => _received.Count;

    internal ReceivedRequest? Find(string transferId) =>
        _received.FirstOrDefault(request => request.TransferId == transferId);

    /// <param name="gateway">The only client certificate that is let in.</param>
    /// <param name="port">On loopback; 0 takes a free one.</param>
    /// <param name="took">Told of each request once it is here whole.</param>
    internal static async Task<FarSide> StartAsync(
        X509Certificate2 server,
        X509Certificate2 gateway,
        Func<string, FarAnswer> answer,
        CancellationToken cancellationToken,
        int port = 0,
        Action<ReceivedRequest>? took = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance);
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        var https = new HttpsConnectionAdapterOptions
        {
            ServerCertificate = server,
            ClientCertificateMode = ClientCertificateMode.RequireCertificate,
            ClientCertificateValidation = (shown, _, _) =>
                shown.RawDataMemory.Span.SequenceEqual(gateway.RawDataMemory.Span),
        };
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, port, listen => listen.UseHttps(https)));
        var side = new FarSide(builder.Build(), took);
        side._app.Run(context => side.TakeAsync(context, answer));
        await side._app.StartAsync(cancellationToken);
        var bound = side._app.Services.GetRequiredService<IServer>();
        side.Address = bound.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First();
        return side;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext context, Func<string, FarAnswer> answer)
    {
        var request = context.Request;
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, context.RequestAborted);
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var fields = request.Headers.SelectMany(
            field => field.Value.Select(value => new HeaderLine(field.Key, value ?? "")));
        var head = MessageHead.OfRequest(request.Method, $"https://{request.Host}{target}", [.. fields]);
        var reply = answer(request.Path);
        var received = new ReceivedRequest(head, body.ToArray(), reply);
        _received.Enqueue(received);
        _took?.Invoke(received);

        context.Response.StatusCode = reply.Status;
        context.Response.ContentType = reply.ContentType;
        if (reply.Body.Length > 0)
        {
            context.Response.ContentLength = reply.Body.Length;
            await context.Response.Body.WriteAsync(reply.Body, context.RequestAborted);
        }
    }
}
