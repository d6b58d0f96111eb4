using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Gateway.Scenarios.Fakes;
using Gateway.State;

namespace Gateway.Scenarios;

/// <summary>Bodies that are longer than what is read into memory: they go record by record, through a spool.</summary>
public sealed class LongBodyTests : IAsyncLifetime
{
    private const string Category = """
          - id: T.file
            version: 1
            title: { en: File, zh-Hans: 档案, zh-Hant: 檔案 }
            grade: general
            sensitive: []
            consent: none
            format: csv
            subject: "$[*].id"
            unlisted: drop
            screen: [prc-id]
            onFinding: refuse
            fields:
              - { path: "$[*].id", do: hash, key: hash-1 }
              - { path: "$[*].name", do: mask, keepFirst: 1 }
              - { path: "$[*].remark", do: keep }

        """;

    private Boundary? _boundary;

    private Boundary Boundary => _boundary!;

    private string Spool => Path.Combine(Boundary.State, "spool");

    public async ValueTask InitializeAsync()
    {
        _boundary = Boundary.Prepare(
            WithRows,
            new Dictionary<string, string>
            {
                ["Reading__MaxBodyBytes"] = "65536",
                ["Reading__SpoolDirectory"] = "state/spool",
                ["Reading__MaxSpooledBytes"] = "4194304",
                ["Reading__Timeout"] = "00:01:00",
            });
        Directory.CreateDirectory(Spool);
        await _boundary.StartAsync();
    }

    public ValueTask DisposeAsync() => Boundary.DisposeAsync();

    [Fact]
    public async Task A_long_body_leaves_row_by_row_stamped_and_on_record()
    {
        using var response = await PushAsync(Rows(20_000, "regular"));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var sent = Assert.Single(Boundary.BankHk.Received);
        var rows = sent.Text.TrimEnd('\n').Split('\n');
        Assert.Equal(20_001, rows.Length);
        Assert.Equal("id,name,remark", rows[0]);
        Assert.All(rows.Skip(1), row => Assert.Matches(@"^hash-1\.[0-9a-f]{32},王\*\*,regular$", row));
        Assert.Equal("text/csv", sent.Field("Content-Type"));
        Assert.Equal($"sha-256=:{Convert.ToBase64String(SHA256.HashData(sent.Body))}:", sent.Field("Content-Digest"));
        var entries = await Boundary.WholeAsync(response.Headers.GetValues("Transfer-Id").Single());
        Assert.Equal(["release", "release", "outcome"], entries.Select(entry => entry.Kind));
        Assert.Empty(Directory.GetFileSystemEntries(Spool));
        var statement = Encoding.UTF8.GetString(Convert.FromBase64String(sent.Field("Transfer-Statement")!.Trim(':')));
        Assert.Contains("\"records\":{\"in\":20000,\"out\":20000,\"withheld\":0}", statement, StringComparison.Ordinal);
        Assert.Contains("\"subjects\":20000", statement, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task One_number_in_the_last_row_and_nothing_of_the_others_leaves(bool isChunked)
    {
        var answer = await PushAsync(Rows(20_000, "regular") + $"x,x,x,{People.ResidentId()}\n", isChunked);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains(
            "screen.finding",
            await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Empty(Boundary.BankHk.Received);
        Assert.Empty(Directory.GetFileSystemEntries(Spool));
    }

    [Fact]
    public async Task Even_a_spool_has_a_limit()
    {
        using var response = await PushAsync(Rows(130_000, "regular"), isChunked: true);

        Assert.Contains(
            "body.too_large",
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Empty(Boundary.BankHk.Received);
    }

    [Fact]
    public async Task Without_a_place_for_the_spool_a_long_body_is_turned_away_for_the_moment()
    {
        Directory.Delete(Spool);

        using var response = await PushAsync(Rows(60_000, "regular"));

        Assert.Contains(
            "limit.concurrency",
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Empty(Boundary.BankHk.Received);
    }

    [Fact]
    public async Task An_empty_body_of_unknown_length_carries_nothing()
    {
        using var response = await PushAsync("", isChunked: true);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Empty(Assert.Single(Boundary.BankHk.Received).Body);
    }

    [Fact]
    public async Task A_short_body_of_the_same_category_leaves_as_before()
    {
        using var response = await PushAsync(Rows(3, "regular"));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(4, Assert.Single(Boundary.BankHk.Received).Text.TrimEnd('\n').Split('\n').Length);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_mirrored_copy_that_may_be_long_is_counted_as_what_it_would_have_become(bool isRefused)
    {
        var port = FreePort.Take();
        await using var boundary = Boundary.Prepare(
            WithRows,
            new Dictionary<string, string> { ["Reading__SpoolDirectory"] = "state/spool" },
            listeners: new Dictionary<string, object> { ["observe"] = new { Party = "bank-gz", Address = $"127.0.0.1:{port}" } });
        Directory.CreateDirectory(Path.Combine(boundary.State, "spool"));
        await boundary.StartAsync();
        using var mirror = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        var planted = isRefused ? People.ResidentId() : "regular";

        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(Rows(20, planted)));
        content.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        using var request = new HttpRequestMessage(HttpMethod.Post, Asking.PushPath) { Content = content };
        request.Headers.TransferEncodingChunked = true;
        using var answer = await mirror.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        await boundary.StopAsync();
        var period = Assert.Single(new ObservedFile(boundary.State).Read());
        Assert.Equal(
            isRefused ? ("refused", "screen.finding") : ("crosses", ""),
            period.Outcomes.Select(outcome => (outcome.Decision, outcome.Code)).Single());
        Assert.Equal(isRefused ? 20 : 0, period.Findings.Where(finding => finding.Kind == "prc-id").Sum(finding => finding.Count));
    }

    private async Task<HttpResponseMessage> PushAsync(string body, bool isChunked = false)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        using var request = new HttpRequestMessage(HttpMethod.Post, Asking.PushPath) { Content = content };
        request.Headers.TransferEncodingChunked = isChunked;
        return await Boundary.North().SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static string Rows(int count, string remark) =>
        "id,secret,name,remark\n"
        + string.Concat(Enumerable.Range(0, count).Select(i => $"C-{i},s{i},王小明,{remark}\n"));

    internal static string WithRows(string bundle)
    {
        var from = bundle.IndexOf("  - id: T.file", StringComparison.Ordinal);
        var to = bundle.IndexOf("  - id: T.ack", StringComparison.Ordinal);
        return bundle[..from] + Category + bundle[to..];
    }
}
