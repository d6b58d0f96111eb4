using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Gateway.Scenarios.Fakes;

namespace Gateway.Scenarios;

/// <summary>What the far side can do wrong, and what of its answer never crosses back.</summary>
public sealed class UpstreamTests(SharedBoundary shared) : IClassFixture<SharedBoundary>
{
    private readonly Boundary _boundary = shared.Fresh();

    [Fact]
    public async Task A_far_side_that_is_not_there_got_nothing()
    {
        using var nobody = new TcpListener(IPAddress.Loopback, 0);
        nobody.Start();
        var port = ((IPEndPoint)nobody.LocalEndpoint).Port;
        nobody.Stop();
        await using var boundary = await Boundary.OpenAsync(text => text.Replace("${bank-hk}", $"{port}", StringComparison.Ordinal));

        var answer = await boundary.North().PushAsync();

        await Expect.FailedAsync(boundary, answer, "upstream.unreachable", "false");
        Assert.Single(boundary.EntriesOf(answer.TransferId), entry => entry.Kind == "release");
    }

    [Theory]
    [InlineData("clinic-hk.server")]
    [InlineData("gateway-gz.server")]
    [InlineData("bank-hk.client")]
    public async Task A_far_side_with_another_partys_certificate_gets_nothing(string certificate)
    {
        await using var impostor = new FarSide(DevAssets.Certificate(certificate));
        await using var boundary = await Boundary.OpenAsync(
            text => text.Replace("${bank-hk}", $"{impostor.Port}", StringComparison.Ordinal));

        var answer = await boundary.North().PushAsync();

        await Expect.FailedAsync(boundary, answer, "upstream.untrusted", "false");
        Assert.Empty(impostor.Received);
    }

    [Fact]
    public async Task A_far_side_that_does_not_answer_in_time_may_have_got_it()
    {
        await using var boundary = await Boundary.OpenAsync(
            settings: new Dictionary<string, string> { ["Forwarding__Timeout"] = "00:00:01" });
        boundary.BankHk.Answer = _ => FarAnswer.Json("{}") with { Delay = TimeSpan.FromSeconds(30) };

        var answer = await boundary.North().PushAsync();

        await Expect.FailedAsync(boundary, answer, "upstream.timeout", "\"unknown\"");
    }

    [Theory]
    [InlineData("")]
    [InlineData("SSH-2.0-x\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab")]
    [InlineData("HTTP/1.1 twohundred OK\r\n\r\n")]
    public async Task An_answer_that_is_not_HTTP_is_a_protocol_fault(string message)
    {
        _boundary.BankHk.Answer = _ => FarAnswer.Raw(message) with { Cut = true };

        var answer = await _boundary.North().PushAsync();

        await Expect.FailedAsync(_boundary, answer, "upstream.protocol", "\"unknown\"");
        Assert.Single(_boundary.BankHk.Received);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{\"accepted\":1}")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"acc")]
    public async Task An_answer_that_breaks_off_does_not_cross(string message)
    {
        _boundary.BankHk.Answer = _ => FarAnswer.Raw(message) with { Cut = true };

        var answer = await _boundary.North().PushAsync();

        Expect.RefusedOnTheWayBack(_boundary, answer, "body.aborted");
        Assert.DoesNotContain("accepted", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redirect_is_not_followed_and_says_nothing_of_where_to()
    {
        _boundary.BankHk.Answer = _ => FarAnswer.Empty(302, $"Location: https://127.0.0.1:{_boundary.HospitalGz.Port}/");

        var answer = await _boundary.North().PushAsync();

        Assert.Equal(HttpStatusCode.Redirect, answer.Status);
        Assert.Null(answer.Header("Location"));
        Assert.Empty(_boundary.HospitalGz.Received);
        Assert.Single(_boundary.BankHk.Received);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(404)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task The_body_of_an_error_is_emptied_and_counted(int status)
    {
        _boundary.BankHk.Answer = _ => FarAnswer.Json("""{"accepted":1,"trace":"at Bank.Customers"}""", status, "Server: bank/1");

        var answer = await _boundary.North().PushAsync();

        Assert.Equal(status, (int)answer.Status);
        Assert.Empty(answer.Body);
        Assert.Null(answer.ContentHeaders.ContentType);
        Assert.Null(answer.Header("Server"));
        Assert.Null(answer.Header("Signature"));
        var entries = await _boundary.WholeAsync(answer.TransferId);
        Assert.Equal(["release", "outcome"], entries.Select(entry => entry.Kind));
        Assert.Equal("42", entries[1].Raw("discardedBytes"));
    }

    [Fact]
    public async Task An_answer_of_204_crosses_with_nothing()
    {
        _boundary.BankHk.Answer = _ => FarAnswer.Empty(204);

        var answer = await _boundary.North().PushAsync();

        Assert.Equal(HttpStatusCode.NoContent, answer.Status);
        Assert.Equal(["release", "outcome"], (await _boundary.WholeAsync(answer.TransferId)).Select(entry => entry.Kind));
    }

    [Fact]
    public async Task A_leg_that_carries_nothing_passes_the_status_and_empties_the_body()
    {
        var answer = await _boundary.North().PushAsync(path: "/hk/notes");

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Empty(answer.Body);
        var entries = await _boundary.WholeAsync(answer.TransferId);
        Assert.Equal(["release", "outcome"], entries.Select(entry => entry.Kind));
        Assert.Equal("14", entries[1].Raw("discardedBytes"));
    }

    [Fact]
    public async Task HEAD_crosses_without_a_body()
    {
        _boundary.HospitalGz.Answer = _ => FarAnswer.Raw("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 12\r\n\r\n");

        var answer = await _boundary.South().AskAsync(HttpMethod.Head, "/gz/records/r-1", null);

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Empty(answer.Body);
        Assert.Equal("HEAD", Assert.Single(_boundary.HospitalGz.Received).Method);
        Assert.Equal("request", (await _boundary.WholeAsync(answer.TransferId))[0].Kind);
    }

    [Fact]
    public async Task Trailers_the_reason_phrase_and_undeclared_headers_stay_behind()
    {
        _boundary.BankHk.Answer = _ => FarAnswer.Raw(
            "HTTP/1.1 200 Wong is known here\r\nContent-Type: application/json\r\nX-Batch-State: done\r\nX-Customer: Wong\r\n"
            + "Set-Cookie: a=b\r\nTransfer-Encoding: chunked\r\nTrailer: X-After\r\n\r\ne\r\n{\"accepted\":1}\r\n0\r\nX-After: Wong\r\n\r\n");
        using var certificate = DevAssets.Certificate("bank-gz.client");

        var answer = await RawCaller.AskAsync(_boundary.Door("north"), certificate, RawPush());

        Assert.StartsWith("HTTP/1.1 200 OK\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("x-batch-state: done", answer, StringComparison.OrdinalIgnoreCase);
        Assert.EndsWith("{\"accepted\":1}", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("Wong", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("Set-Cookie", answer, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_compressed_answer_is_read_screened_and_crosses_uncompressed()
    {
        _boundary.BankHk.Answer = _ => Gzip("""{"accepted":1}""");
        var answer = await _boundary.North().PushAsync();
        Assert.Equal("""{"accepted":1}""", answer.Text);
        Assert.Empty(answer.ContentHeaders.ContentEncoding);

        _boundary.BankHk.Answer = _ => Gzip($$"""{"note":"{{People.ResidentId()}}"}""");
        Expect.RefusedOnTheWayBack(_boundary, await _boundary.North().PushAsync(), "screen.finding");
    }

    [Fact]
    public async Task An_answer_with_what_the_catalogue_does_not_know_is_refused_and_delivered()
    {
        _boundary.BankHk.Answer = _ => FarAnswer.Json("""{"accepted":1,"name":"Wong"}""");

        var answer = await _boundary.North().PushAsync();

        Expect.RefusedOnTheWayBack(_boundary, answer, "field.unlisted");
        Assert.Null(answer.Detail);
        Assert.DoesNotContain("Wong", answer.Text, StringComparison.Ordinal);
        var entries = await _boundary.WholeAsync(answer.TransferId);
        Assert.Equal(["outcome", "refusal", "release"], entries.Select(entry => entry.Kind).Order(StringComparer.Ordinal));
        Assert.Equal("true", entries.Single(entry => entry.Kind == "outcome").Raw("delivered"));
    }

    [Theory]
    [InlineData("text/html")]
    [InlineData("")]
    public async Task An_answer_of_another_media_type_is_refused(string type)
    {
        _boundary.BankHk.Answer = _ => FarAnswer.Body("{}"u8.ToArray(), 200, $"Content-Type: {type}");

        Expect.RefusedOnTheWayBack(_boundary, await _boundary.North().PushAsync(), "body.media");
    }

    [Fact]
    public async Task An_answer_over_the_limit_is_refused()
    {
        _boundary.BankHk.Answer = _ => FarAnswer.Json(new string(' ', (1024 * 1024) + 1));

        Expect.RefusedOnTheWayBack(_boundary, await _boundary.North().PushAsync(), "body.too_large");
    }

    [Fact]
    public async Task What_is_released_is_delivered_although_the_caller_hung_up()
    {
        using var arrived = new SemaphoreSlim(0);
        using var gone = new SemaphoreSlim(0);
        _boundary.BankHk.Answer = _ =>
        {
            arrived.Release();
            gone.Wait(TimeSpan.FromSeconds(10));
            return FarAnswer.Json("""{"accepted":1}""");
        };
        using var certificate = DevAssets.Certificate("bank-gz.client");
        await using (var caller = await RawCaller.ConnectAsync(_boundary.Door("north"), certificate))
        {
            _ = await caller.SendAsync(RawPush(), TimeSpan.FromMilliseconds(500));
            Assert.True(await arrived.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken));
        }

        gone.Release();
        var id = Assert.Single(_boundary.BankHk.Received).Field("Transfer-Id")!;
        var entries = await _boundary.WholeAsync(id);
        Assert.Equal(["release", "release", "outcome"], entries.Select(entry => entry.Kind));
    }

    [Fact]
    public async Task Nothing_is_sent_twice_when_the_far_side_drops_a_kept_connection()
    {
        // Each answer is followed by a close the gateway was not told of, so the next request meets a dead connection.
        _boundary.BankHk.Answer = _ => FarAnswer.Json("""{"accepted":1}""") with { Cut = true };
        var client = _boundary.North();
        for (var i = 0; i < 20; i++)
        {
            await client.PushAsync();
        }

        _boundary.HospitalGz.Answer = _ => null;
        for (var i = 0; i < 5; i++)
        {
            await _boundary.South().PullAsync();
        }

        AssertOnce(_boundary.BankHk, 20);
        AssertOnce(_boundary.HospitalGz, 5);
    }

    private static void AssertOnce(FarSide far, int most)
    {
        var ids = far.Received.Select(request => request.Field("Transfer-Id")).ToList();
        Assert.InRange(ids.Count, 1, most);
        Assert.Equal(ids.Count, ids.Distinct().Count());
    }

    private static string RawPush() =>
        $"POST {Asking.PushPath} HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: application/json\r\n"
        + $"Content-Length: {Asking.File.Length}\r\n\r\n{Asking.File}";

    private static FarAnswer Gzip(string json)
    {
        using var output = new MemoryStream();
        using (var gzip = new GZipStream(output, CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes(json));
        }

        return FarAnswer.Body(output.ToArray(), 200, "Content-Type: application/json", "Content-Encoding: gzip");
    }
}
