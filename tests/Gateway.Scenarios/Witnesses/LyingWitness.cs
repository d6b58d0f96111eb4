using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Scenarios.Witnesses;

/// <summary>Says that it cosigned a far larger head, and has none to show but one that nobody signed.</summary>
internal sealed class LyingWitness : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _asked;

    private LyingWitness(WebApplication app) => _app = app;

    internal string Url { get; private set; } = "";

    internal int Asked => Volatile.Read(ref _asked);

    internal static async Task<LyingWitness> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var liar = new LyingWitness(app);
        app.Run(liar.AnswerAsync);
        await app.StartAsync();
        liar.Url = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return liar;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        if (HttpMethods.IsPost(context.Request.Method))
        {
            Interlocked.Increment(ref _asked);
            context.Response.StatusCode = 409;
            await context.Response.WriteAsync("1000000\n");
            return;
        }

        var origin = RunningWitness.Log.Name;
        await context.Response.WriteAsync($"{origin}\n1000000\n{Convert.ToBase64String(new byte[32])}\n\n\u2014 {origin} {Convert.ToBase64String(new byte[68])}\n");
    }
}
