using System.Net.Security;
using System.Text;
using Gateway.Commands;
using Gateway.Commands.Demo;
using Gateway.Policies;
using Gateway.Scenarios.Fakes;

namespace Gateway.Scenarios;

/// <summary>The two commands that packages need: the container's health check, and a far side for a first try.</summary>
public sealed class PackagedCommandTests
{
    [Theory]
    [InlineData("/healthz", 0)]
    [InlineData("/readyz", 0)]
    [InlineData("/nothing-here", 1)]
    public async Task A_health_check_says_whether_the_probe_listener_says_yes(string path, int exitCode)
    {
        await using var boundary = await Boundary.OpenAsync();
        var url = $"http://{boundary.Daemon.Addresses["probe"]}{path}";

        Assert.Equal(exitCode, await GatewayCommand.RunAsync(["healthcheck", "--url", url]));
        await boundary.StopAsync();
        Assert.Equal(1, await GatewayCommand.RunAsync(["healthcheck", "--url", url]));
    }

    [Theory]
    [InlineData("not an address")]
    [InlineData("ftp://127.0.0.1/healthz")]
    public async Task A_health_check_of_what_is_no_address_says_no(string url) =>
        Assert.Equal(1, await GatewayCommand.RunAsync(["healthcheck", "--url", url]));

    [Fact]
    public async Task A_far_side_for_a_first_try_answers_the_gateway_alone_and_shows_what_crossed()
    {
        var answer = Path.GetTempFileName();
        await File.WriteAllTextAsync(answer, """{"accepted":1}""", TestContext.Current.CancellationToken);
        var output = new StringWriter();
        using var end = new CancellationTokenSource();
        var order = new FarSideOrder(DevAssets.Pki.Root, "bank-hk", 0, answer);
#pragma warning disable CA2025 // Awaited below, before its source is disposed.
        var running = Task.Run(
            () => FarSideCommand.RunAsync(order, Language.English, output, end.Token),
            TestContext.Current.CancellationToken);
#pragma warning restore CA2025
        var address = await Eventually.TrueAsync(
            () => output.ToString() is { Length: > 0 } text ? text.Trim()["listening at ".Length..] : null);

        Assert.Equal("""{"accepted":1}""", await AskAsync(address, "gateway-gz.client"));
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => AskAsync(address, "bank-gz.client"));
        await end.CancelAsync();
        Assert.Equal(0, await running);
        Assert.Contains($"POST {address}/hk/customers/HKG001", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("\n\n{\"batch\":1}\n", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_far_side_without_its_keys_says_so()
    {
        var order = new FarSideOrder("/nothing/here", "bank-hk", 0, "/nothing/here.json");
        Assert.Equal(1, await FarSideCommand.RunAsync(
            order, Language.English, TextWriter.Null, TestContext.Current.CancellationToken));
    }

    private static async Task<string> AskAsync(string address, string identity)
    {
        using var client = new HttpClient(new SocketsHttpHandler
        {
            SslOptions = new SslClientAuthenticationOptions
            {
                ClientCertificates = [DevAssets.Certificate(identity)],
#pragma warning disable CA5359 // Whom it lets in is asked here, not who it is.
                RemoteCertificateValidationCallback = (_, _, _, _) => true,
#pragma warning restore CA5359
            },
        });
        using var body = new StringContent("""{"batch":1}""", Encoding.UTF8, "application/json");
        using var answer = await client.PostAsync(
            new Uri(address + "/hk/customers/HKG001"), body, TestContext.Current.CancellationToken);
        return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }
}
