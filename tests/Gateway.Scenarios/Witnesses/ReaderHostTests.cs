using System.Net;
using Gateway.Scenarios.Fakes;

namespace Gateway.Scenarios.Witnesses;

/// <summary>
/// A witness and a mirror on loopback answer programs of their machine, and no web page in a browser on it: not one whose
/// name was rebound to loopback, nor one of another site.
/// </summary>
public sealed class ReaderHostTests
{
    [Fact]
    public async Task A_witness_answers_to_its_address_and_localhost_and_to_no_name_that_a_page_brings()
    {
        await using var witness = await RunningWitness.StartAsync("one.example");
        await AssertGuardedAsync(new Uri(witness.Url), "vkey");
    }

    [Fact]
    public async Task A_mirror_answers_to_its_address_and_localhost_and_to_no_name_that_a_page_brings()
    {
        await using var boundary = await Readers.OpenAsync();
        await using var mirror = new PulledMirror(boundary, Readers.Mainland, entries: false);
        await mirror.PullAsync();
        await mirror.Process.ServeAsync();
        await AssertGuardedAsync(new Uri($"http://{mirror.Process.Address}/"), "mirror.json");
    }

    [Fact]
    public async Task A_name_that_the_operator_gave_is_answered_to()
    {
        await using var witness = new RunningWitness("one.example");
        witness.Listen = witness.Listen with { Hosts = ["witness.example"] };
        await witness.StartAsync();
        var url = new Uri(witness.Url);

        Assert.Equal(HttpStatusCode.OK, await AskAsync(url, "vkey", "witness.example"));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(url, "vkey", "witness.example", ("Origin", "http://witness.example")));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(url, "vkey", url.Authority));
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(url, "vkey", "mirror.example"));
    }

    private static async Task AssertGuardedAsync(Uri url, string path)
    {
        var local = $"localhost:{url.Port}";
        Assert.Equal(HttpStatusCode.OK, await AskAsync(url, path, url.Authority));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(url, path, local));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(url, path, local, ("Origin", $"http://{local}"), ("Sec-Fetch-Site", "same-origin")));
        foreach (var host in new[] { $"rebound.example:{url.Port}", "localhost", "127.0.0.1", $"127.0.0.1:{url.Port - 1}", $"LOCALHOST.:{url.Port}" })
        {
            Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(url, path, host));
        }

        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(url, path, local, ("Origin", "http://page.example")));
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(url, path, local, ("Origin", "null")));
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(url, path, local, ("Sec-Fetch-Site", "cross-site")));
    }

    private static async Task<HttpStatusCode> AskAsync(
        Uri url, string path, string host, params (string Name, string Value)[] headers)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(url, path));
        request.Headers.Host = host;
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }
}
