using System.Globalization;
using System.Net;
using Gateway.Scenarios.Fakes;

namespace Gateway.Scenarios;

/// <summary>Readers who try for more than their scope, by every way the audit listener has.</summary>
public sealed class AuditAttackTests
{
    private const string Far = "9223372036854775807";

    // Addresses that are not what they look like, and places at the edges of what a place can be.
    private static IEnumerable<string> Targets(string year, string hidden, string hiddenCursor) =>
    [
        $"/{year}/tile/entries/000", $"/{year}/tile/entries/000.p/1", $"/{year}/tile/entries/000.p/2", $"/{year}/tile/entries/000.p/255",
        $"/{year}/tile/-1/000.p/1", $"/{year}/tile/-1/000", $"/{year}/tile/0/entries/000.p/1", $"/{year}/tile/0/../entries/000.p/1",
        $"/{year}/tile/0/%2e%2e/entries/000.p/1", $"/{year}/tile%2fentries%2f000.p%2f1", $"/{year}/TILE/entries/000.p/1",
        $"/{year}//tile/entries/000.p/1", $"//{year}/tile/entries/000.p/1", $"/{year}/tile/entries/./000.p/1", $"/{year}/tile/entries/000.p/1/",
        $"/{year}/tile/entries/000.p/01", $"/{year}/tile/entries/000.p/256", $"/{year}/tile/entries/0", $"/{year}/tile/entries/x000/000.p/1",
        $"/{year}/tile/0/000.p/0", $"/{year}/tile/8/000.p/1", $"/{year}/tile/8/000", $"/{year}/tile/16/000.p/1", $"/{year}/tile/63/000.p/1",
        $"/{year}/tile/64/000", $"/{year}/tile/7/x999/x999/x999/x999/x999/999", $"/{year}/tile/entries/x999/x999/x999/x999/x999/999.p/1",
        $"/{year}/seals/../tile/entries/000.p/1", $"/{year}/seals/..%2f..%2findex.db", $"/{year}/cosigs/../../side/{year}/0", $"/{year}/cosigs/../checkpoint",
        $"/{year}/minimum", $"/side/{year}/0", "/wal/spare", "/index.db", "/logs.json", "/keys/", "/LOCK", "/0000/checkpoint", "/9999/vkey", "/../gateway.json",
        $"/v1/transfers/{hidden}", $"/v1/transfers/{hidden}/proof", $"/v1/transfers/{hidden}/evidence", $"/v1/transfers/{hidden}/proof?entry={hiddenCursor}",
        $"/v1/transfers/{hidden.ToUpperInvariant()}", $"/v1/transfers/{hidden}/", $"/v1/transfers/{{{hidden}}}", $"/v1/transfers/{hidden}/proof?entry={year}:{Far}",
        $"/v1/transfers?cursor=0000:0", $"/v1/transfers?cursor={year}:{Far}", $"/v1/transfers?cursor=9999:{Far}", "/v1/transfers?limit=1000&party=bank-gz",
        "/v1/transfers?limit=1000&category=T.file", "/v1/transfers?limit=1000&direction=N2S", "/v1/transfers?limit=1000&decision=release",
        "/v1/transfers?since=0001-01-01", "/v1/transfers?until=9999-12-31", "/v1/transfers?since=9999-12-31T23:59:59.999Z", "/v1/transfers?party=*", "/v1/transfers?category=*",
        "/v1/transfers?party=bank-gz&party=bank-hk", "/v1/transfers?cursor=", "/v1/transfers?=", "/v1/transfers?%00=1", "/v1/transfers?party=%00", "/v1/transfers?&&&",
        "/v1/sample?n=1000", "/v1/sample?n=1000&seed=x&tree=2026:1", $"/v1/sample?n=1000&tree={year}:{Far}", $"/v1/sample?n=1000&tree=9999:{Far}", "/v1/sample?n=1000&tree=0000:1",
        "/v1/sample?n=0", "/v1/sample?n=-1", "/v1/sample?n=1001", "/v1/sample?n=%31", "/v1/sample?n=1&seed=a%0Ab", "/v1/sample?n=1&seed=" + new string('a', 65),
        $"/v1/reports/{year}", $"/v1/reports/{year}?lang=en", $"/v1/reports/{year}-Q4", "/v1/reports/0001", "/v1/reports/9000", "/v1/reports/9999-12", "/v1/reports/2026-00", "/v1/reports/2026-13",
        "/v1/reports/../transfers", "/v1/summary", "/v1/summary?zones=CN", "/v1/summary#all", "/v1", "/v1/", "/v2/transfers", "/V1/transfers", "/v1/transfers;scope=all", "/", "/?", "*",
    ];

    [Fact]
    public async Task Nothing_of_what_left_another_zone_comes_out_by_any_address()
    {
        await using var boundary = await Readers.OpenAsync();
        var push = await boundary.North().PushAsync();
        await boundary.StoryAsync(Readers.Everything, push.TransferId);
        var pull = await boundary.South().PullAsync();
        await boundary.StoryAsync(Readers.Everything, pull.TransferId);
        var seen = await boundary.ListAsync(Readers.Everything, "?limit=1000");
        var hidden = seen.Where(item => item.GetProperty("direction").GetString() != "S2N").ToList();
        var cursor = hidden[0].GetProperty("cursor").GetString()!;
        var secrets = hidden.Select(item => item.GetProperty("leafHash").GetString()!)
            .Append(pull.TransferId)
            .Concat(boundary.Entries().Where(entry => entry.Kind == "release" && entry.Leg == "request").Select(entry => entry.Text("annexSha256")!))
            .ToList();
        Assert.Equal(5, secrets.Count);

        foreach (var who in new[] { Readers.HongKong, Readers.NoScope, Readers.HospitalOnly, Readers.AuditorOfNothing })
        {
            // All of them by one; by the others, who are judged by the same code, each fifth.
            foreach (var target in Targets(boundary.Year, pull.TransferId, cursor).Where((_, i) => who == Readers.HongKong || i % 5 == 0))
            {
                var (status, text) = await AskAsync(boundary, who, target);

                Assert.True(status is >= 200 and < 500, $"{target}: {text}");
                Assert.All(secrets, secret => Assert.False(text.Contains(secret, StringComparison.Ordinal), $"{who} {target}"));
                Assert.False(status == 200 && target.Contains("entries", StringComparison.Ordinal), $"{who} {target}");
            }
        }
    }

    [Fact]
    public async Task Headers_methods_and_ranges_open_nothing()
    {
        await using var boundary = await Readers.OpenAsync();
        var push = await boundary.North().PushAsync();
        await boundary.StoryAsync(Readers.Everything, push.TransferId);
        var bundle = $"/{boundary.Year}/tile/entries/000.p/1";
        var plain = await boundary.ReadAsync(Readers.HongKong, "/v1/transfers");
        foreach (var (name, value) in new[]
        {
            ("Range", "bytes=0-"), ("Accept", "application/octet-stream"), ("Accept", "text/html"), ("Accept-Encoding", "gzip"), ("X-HTTP-Method-Override", "POST"),
            ("X-Original-URL", bundle), ("X-Rewrite-URL", bundle), ("X-Forwarded-For", "127.0.0.1"), ("X-Client-Cert", "regulator-gd"), ("If-None-Match", "*"),
            ("Authorization", "Basic cmVndWxhdG9yLWdkOng="), ("Last-Event-ID", "2000:0"), ("Cookie", "reader=regulator-gd"),
        })
        {
            Assert.Equal("party.scope", (await boundary.ReadAsync(Readers.HongKong, bundle, (name, value))).Code);
            var asked = await boundary.ReadAsync(Readers.HongKong, "/v1/transfers", (name, value));
            Assert.Equal((name, HttpStatusCode.OK), (name, asked.Status));
            Assert.Equal("application/json", asked.Header("Content-Type"));
            Assert.Equal(plain.Problem.GetProperty("transfers").GetRawText(), asked.Problem.GetProperty("transfers").GetRawText());
        }

        foreach (var method in new[] { "HEAD", "OPTIONS", "POST", "PUT", "DELETE", "PATCH" })
        {
            var answer = await boundary.Reader(Readers.Everything).AskAsync(new HttpMethod(method), bundle, null);
            Assert.True((int)answer.Status is >= 400 and < 500, $"{method}: {answer.Status}");
            Assert.DoesNotContain("salt", answer.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_stream_taken_up_from_any_place_shows_no_more_than_the_scope()
    {
        await using var boundary = await Readers.OpenAsync(settings: new Dictionary<string, string> { ["Audit__Heartbeat"] = "00:00:01", ["Audit__StreamsPerReader"] = "20" });
        var push = await boundary.North().PushAsync();
        await boundary.StoryAsync(Readers.Everything, push.TransferId);
        var pull = await boundary.South().PullAsync();
        await boundary.StoryAsync(Readers.Everything, pull.TransferId);
        var hidden = (await boundary.ListAsync(Readers.Everything, "?direction=N2S"))[0].GetProperty("cursor").GetString()!;
        foreach (var id in new[] { "2000:0", "0000:0", hidden, $"{boundary.Year}:0" })
        {
            await using var stream = await EventStream.OpenAsync(boundary.Reader(Readers.HongKong), "/v1/stream?cursor=2000:0", id);
            Assert.Equal((id, HttpStatusCode.OK), (id, stream.Status));

            // The greeting is a comment, and so is what it says when there is nothing more.
            for (var comments = 0; comments < 2;)
            {
                var sent = (await stream.NextAsync())!;
                comments += sent.Event == "comment" ? 1 : 0;
                Assert.DoesNotContain(pull.TransferId, sent.Data, StringComparison.Ordinal);
                Assert.NotEqual(hidden, sent.Id);
            }
        }

        // What nobody was sent is of another log: to wait for it in silence would skip what comes before it.
        foreach (var id in new[] { $"{boundary.Year}:{Far}", $"9999:{Far}", $"{boundary.Year}:100000", "2001:7" })
        {
            Assert.Equal((id, "route.parameter"), (id, (await boundary.ReadAsync(Readers.Everything, "/v1/stream", ("Last-Event-ID", id))).Code));
            Assert.Equal((id, "route.parameter"), (id, (await boundary.ReadAsync(Readers.HongKong, $"/v1/stream?cursor={id}")).Code));
        }

        foreach (var id in new[] { "x", "2026:-1", "2026:01", "2026:1,2026:2", "2026:9223372036854775808", "12026:1" })
        {
            Assert.Equal((id, "route.header"), (id, (await boundary.ReadAsync(Readers.HongKong, "/v1/stream", ("Last-Event-ID", id))).Code));
        }
    }

    [Fact]
    public async Task Asking_too_often_is_counted_for_whatever_is_asked_and_by_whatever_connection()
    {
        await using var boundary = await Readers.OpenAsync(settings: new Dictionary<string, string>
        {
            ["Audit__RequestsPerSecondPerReader"] = "1",
            ["Audit__BurstPerReader"] = "10",
        });
        var codes = new List<string?>();
        foreach (var path in Enumerable.Repeat(new[] { "/openapi/v1.json", "/nothing", "/v1/transfers?x", "/.well-known/gateway-keys", "/2026/vkey" }, 6).SelectMany(paths => paths))
        {
            var (_, text) = await AskAsync(boundary, Readers.NoScope, path);
            codes.Add(text.Contains("limit.rate", StringComparison.Ordinal) ? "limit.rate" : null);
        }

        Assert.Contains("limit.rate", codes);

        // What was turned away for that is neither read nor on record as read.
        Assert.True(boundary.Entries().Count(entry => entry.Kind == "read") <= 2);
    }

    [Fact]
    public async Task A_reader_whose_questions_do_not_end_keeps_no_other_reader_waiting()
    {
        await using var boundary = await Readers.OpenAsync();

        // A seal that is a pipe: whoever asks for it is held where it is read.
        var pipe = Path.Combine(Directory.CreateDirectory(Path.Combine(boundary.Ledger, boundary.Year, "seals")).FullName, "7.p7s");
        using (var make = System.Diagnostics.Process.Start("mkfifo", pipe))
        {
            await make.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        var greedy = Enumerable.Range(0, 6).Select(_ => boundary.ReadAsync(Readers.NoScope, $"/{boundary.Year}/seals/7.p7s")).ToList();
        var held = Task.Run(() => File.Open(pipe, FileMode.Open, FileAccess.Write, FileShare.ReadWrite), TestContext.Current.CancellationToken);
        using (await held.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken))
        {
            for (var i = 0; i < 3; i++)
            {
                Assert.Equal(HttpStatusCode.OK, (await boundary.ReadAsync(Readers.HongKong, $"/{boundary.Year}/checkpoint")).Status);
            }

            // Those behind it give up; it does not.
            var answers = greedy.Select(async each => (await each).Code).ToList();
            while (answers.Count(answer => !answer.IsCompleted) > 1)
            {
                await Task.Delay(100, TestContext.Current.CancellationToken);
            }

            Assert.All(answers.Where(answer => answer.IsCompleted), answer => Assert.Equal("limit.concurrency", answer.Result));
        }

        Assert.Single(await Task.WhenAll(greedy), answer => answer.Status == HttpStatusCode.OK);
    }

    // Over a connection of its own, to the octet.
    private static async Task<(int Status, string Text)> AskAsync(Boundary boundary, string who, string target)
    {
        var certificate = DevAssets.Certificate(who.StartsWith("officer.", StringComparison.Ordinal) ? who : who + ".client");
        await using var caller = await RawCaller.ConnectAsync(boundary.Door("audit"), certificate);
        var text = await caller.SendAsync(
            $"GET {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", TimeSpan.FromSeconds(30));
        return (text.Length > 12 ? int.Parse(text.AsSpan(9, 3), CultureInfo.InvariantCulture) : 0, text);
    }
}
