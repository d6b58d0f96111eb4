using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Mirroring;

/// <summary>A folder over HTTP, as any static web server would serve it; and what such a server may do wrong.</summary>
internal sealed class ServedFolder : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ServedFolder(WebApplication app, string root)
    {
        _app = app;
        Root = root;
    }

    internal string Root { get; set; }

    /// <summary>Changes what is served under a path; null: it is gone.</summary>
    internal Func<string, byte[], byte[]?> Change { get; set; } = (_, bytes) => bytes;

    internal int Status { get; set; } = 200;

    internal ConcurrentQueue<string> Asked { get; } = new();

    internal Uri Url { get; private set; } = null!;

    internal static async Task<ServedFolder> StartAsync(string root)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var served = new ServedFolder(app, root);
        app.Run(served.AnswerAsync);
        await app.StartAsync();
        served.Url = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First() + "/");
        return served;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value![1..];
        Asked.Enqueue(path);
        var file = Directory.EnumerateFiles(Root, "*", SearchOption.AllDirectories)
            .FirstOrDefault(file => Path.GetRelativePath(Root, file) == path);
        var bytes = file is null ? null : Change(path, await File.ReadAllBytesAsync(file));
        context.Response.StatusCode = bytes is null ? 404 : Status;
        await context.Response.Body.WriteAsync(bytes ?? []);
    }
}
