using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text;
using Gateway.Scenarios.Fakes;

namespace Gateway.Scenarios;

/// <summary>What a body may be before anything looks into it, and what may be found inside.</summary>
public sealed class BodyTests(SharedBoundary shared) : IClassFixture<SharedBoundary>
{
    private readonly Boundary _boundary = shared.Fresh();

    [Fact]
    public async Task A_body_over_the_limit_is_refused_by_its_announced_length()
    {
        var answer = await PushAsync(new byte[(1024 * 1024) + 1]);

        Expect.RefusedBeforeLeaving(_boundary, answer, "body.too_large");
    }

    [Fact]
    public async Task A_body_that_grows_over_the_limit_in_chunks_is_refused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Asking.PushPath) { Content = Asking.Json(new byte[(1024 * 1024) + 1]) };
        request.Headers.TransferEncodingChunked = true;
        using var response = await _boundary.North().SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Empty(_boundary.BankHk.Received);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/json; charset=gb18030")]
    [InlineData("not a media type")]
    [InlineData("application/json, text/plain")]
    public async Task A_body_of_another_media_type_is_refused(string type)
    {
        var answer = await PushAsync(Encoding.UTF8.GetBytes(Asking.File), null, type);

        Expect.RefusedBeforeLeaving(_boundary, answer, "body.media");
    }

    [Theory]
    [InlineData("deflate")]
    [InlineData("gzip, gzip")]
    [InlineData("zstd")]
    [InlineData("x")]
    public async Task A_content_coding_that_is_not_read_is_refused(string encoding)
    {
        var answer = await PushAsync(Encoding.UTF8.GetBytes(Asking.File), encoding);

        Expect.RefusedBeforeLeaving(_boundary, answer, "body.encoding");
    }

    [Theory]
    [InlineData("{")]
    [InlineData("{\"batch\":\"a\",\"batch\":\"b\"}")]
    [InlineData("{\"batch\":\"a\"} {}")]
    [InlineData("\u00ff\u00fe")]
    [InlineData("{\"batch\":NaN}")]
    public async Task A_body_that_is_not_strict_JSON_is_refused(string body)
    {
        var answer = await PushAsync(Encoding.Latin1.GetBytes(body));

        Expect.RefusedBeforeLeaving(_boundary, answer, "body.malformed");
    }

    [Fact]
    public async Task A_body_nested_too_deep_is_refused()
    {
        var answer = await PushAsync(Encoding.UTF8.GetBytes(new string('[', 70) + new string(']', 70)));

        Expect.RefusedBeforeLeaving(_boundary, answer, "body.malformed");
    }

    [Fact]
    public async Task A_body_where_the_route_carries_none_is_refused()
    {
        var answer = await _boundary.South().AskAsync(HttpMethod.Get, "/gz/records/r-1", Asking.Json("{}"u8.ToArray()));

        Expect.RefusedBeforeLeaving(_boundary, answer, "body.unexpected");
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task A_compressed_body_is_read_and_leaves_uncompressed(string encoding)
    {
        var answer = await PushAsync(Compress(Encoding.UTF8.GetBytes(Asking.File), encoding), encoding);

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        var sent = Assert.Single(_boundary.BankHk.Received);
        Assert.Null(sent.Field("Content-Encoding"));
        Assert.Contains("regular", sent.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task A_compressed_resident_number_is_found(string encoding)
    {
        var answer = await PushAsync(Compress(WithRemark(People.ResidentId()), encoding), encoding);

        Expect.RefusedBeforeLeaving(_boundary, answer, "screen.finding");
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task A_small_body_that_expands_without_end_is_refused(string encoding)
    {
        var answer = await PushAsync(Compress(new byte[64 * 1024 * 1024], encoding), encoding);

        Expect.RefusedBeforeLeaving(_boundary, answer, "body.too_large");
    }

    [Theory]
    [InlineData("gzip", 20)]
    [InlineData("gzip", 1)]
    [InlineData("br", 10)]
    public async Task A_truncated_compressed_body_is_refused(string encoding, int missing)
    {
        var whole = Compress(Encoding.UTF8.GetBytes(Asking.File), encoding);

        var answer = await PushAsync(whole[..^missing], encoding);

        Expect.RefusedBeforeLeaving(_boundary, answer, "body.malformed");
    }

    [Fact]
    public async Task A_caller_that_breaks_off_has_sent_nothing()
    {
        using var certificate = DevAssets.Certificate("bank-gz.client");
        var before = _boundary.Entries().Count;
        await using (var caller = await RawCaller.ConnectAsync(_boundary.Door("north"), certificate))
        {
            await caller.SendAsync(
                $"POST {Asking.PushPath} HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 900\r\n\r\n{Asking.File}",
                TimeSpan.FromMilliseconds(200));
        }

        var refusal = await Eventually.TrueAsync(() => _boundary.Entries().Skip(before).FirstOrDefault(entry => entry.Kind == "refusal"));
        Assert.Equal("body.aborted", refusal.Code);
        Assert.Empty(_boundary.BankHk.Received);
    }

    [Fact]
    public async Task A_caller_that_dawdles_is_refused_in_time()
    {
        await using var boundary = await Boundary.OpenAsync(
            settings: new Dictionary<string, string> { ["Reading__Timeout"] = "00:00:01" });
        using var certificate = DevAssets.Certificate("bank-gz.client");
        await using var caller = await RawCaller.ConnectAsync(boundary.Door("north"), certificate);

        var answer = await caller.SendAsync(
            Encoding.ASCII.GetBytes(
                $"POST {Asking.PushPath} HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 900\r\n\r\n"),
            TimeSpan.FromSeconds(5));

        Assert.Contains("body.timeout", answer, StringComparison.Ordinal);
        Assert.Empty(boundary.BankHk.Received);
    }

    [Fact]
    public async Task An_empty_chunked_body_carries_nothing_and_is_admitted_on_record()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Asking.PushPath) { Content = Asking.Json([]) };
        request.Headers.TransferEncodingChunked = true;
        using var response = await _boundary.North().SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var sent = Assert.Single(_boundary.BankHk.Received);
        Assert.Empty(sent.Body);
        Assert.Null(sent.Field("Signature"));
        var id = response.Headers.GetValues("Transfer-Id").Single();
        Assert.Equal(["request", "release", "outcome"], (await _boundary.WholeAsync(id)).Select(entry => entry.Kind));
    }

    [Fact]
    public async Task An_unlisted_member_is_refused_where_the_catalogue_says_so()
    {
        await using var boundary = await Boundary.OpenAsync(
            text => text.Replace("records: \"$.customers[*]\"\n    unlisted: drop", "records: \"$.customers[*]\"\n    unlisted: refuse", StringComparison.Ordinal));

        var answer = await boundary.North().PushAsync();

        Expect.RefusedBeforeLeaving(boundary, answer, "field.unlisted");
        Assert.DoesNotContain("secret", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_container_where_a_value_should_stand_is_refused()
    {
        var answer = await PushAsync("""{"batch":{"deep":"x"}}"""u8.ToArray());

        Expect.RefusedBeforeLeaving(_boundary, answer, "field.shape");
    }

    [Fact]
    public async Task A_value_that_the_action_cannot_take_is_refused()
    {
        var answer = await PushAsync("""{"customers":[{"grade":true}]}"""u8.ToArray());

        Expect.RefusedBeforeLeaving(_boundary, answer, "field.value");
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("spaces")]
    [InlineData("dashes")]
    [InlineData("full-width")]
    [InlineData("zero-width")]
    [InlineData("json-escapes")]
    [InlineData("percent-escapes")]
    [InlineData("entities")]
    [InlineData("markup")]
    public async Task A_resident_number_in_a_remark_is_found_however_it_is_written(string how)
    {
        var id = People.ResidentId();
        var written = how switch
        {
            "spaces" => string.Join(' ', id.Chunk(6).Select(part => new string(part))),
            "dashes" => string.Join('-', id.Chunk(6).Select(part => new string(part))),
            "full-width" => new string([.. id.Select(c => (char)(c - '!' + '\uff01'))]),
            "zero-width" => string.Join('\u200b', id.ToCharArray()),
            "json-escapes" => string.Concat(id.Select(c => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"))),
            "percent-escapes" => string.Concat(id.Select(c => string.Create(CultureInfo.InvariantCulture, $"%{(int)c:X2}"))),
            "entities" => string.Concat(id.Select(c => string.Create(CultureInfo.InvariantCulture, $"&#{(int)c};"))),
            "markup" => string.Join("<b></b>", id.Chunk(6).Select(part => new string(part))),
            _ => id,
        };

        var answer = await PushAsync(WithRemark(written));

        Expect.RefusedBeforeLeaving(_boundary, answer, "screen.finding");
        Assert.DoesNotContain(id, answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_remark_without_an_identifier_crosses()
    {
        var answer = await PushAsync(WithRemark("order 123456789012345678 of 2026-01-05"));

        Assert.Equal(HttpStatusCode.OK, answer.Status);
    }

    private Task<CallersAnswer> PushAsync(byte[] body, string? encoding = null, string type = "application/json") =>
        _boundary.North().AskAsync(HttpMethod.Post, Asking.PushPath, Asking.Json(body, encoding, type));

    private static byte[] WithRemark(string text) =>
        Encoding.UTF8.GetBytes("{\"batch\":\"b\",\"customers\":[{\"name\":\"W\",\"remark\":\"" + text + "\"}]}");

    private static byte[] Compress(byte[] body, string encoding)
    {
        using var output = new MemoryStream();
        using (Stream stream = encoding == "br"
            ? new BrotliStream(output, CompressionLevel.Fastest)
            : new GZipStream(output, CompressionLevel.Fastest))
        {
            stream.Write(body);
        }

        return output.ToArray();
    }
}
