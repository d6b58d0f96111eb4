using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Gateway.Ledger.Notes;
using Gateway.Ledger.Tree;
using Gateway.Scenarios.Fakes;

namespace Gateway.Scenarios;

/// <summary>The audit listener: for regulators and auditors, each as far as the bundle says; on record like every door.</summary>
public sealed class AuditTests
{
    [Fact]
    public async Task A_regulator_lists_what_was_decided_and_looks_at_one_transfer()
    {
        await using var boundary = await Readers.OpenAsync();
        var push = await boundary.North().PushAsync();

        var story = await boundary.StoryAsync(Readers.Everything, push.TransferId);
        var list = await boundary.ListAsync(Readers.Everything);

        Assert.Equal(["request", "response"], list.Select(item => item.GetProperty("leg").GetString()));
        Assert.All(list, item => Assert.Equal(push.TransferId, item.GetProperty("transferId").GetString()));
        Assert.Equal("crossed", story.GetProperty("ending").GetString());
        Assert.Equal(3, story.GetProperty("leaves").GetArrayLength());
    }

    [Fact]
    public async Task A_regulator_proves_one_entry_with_nothing_but_what_was_served()
    {
        await using var boundary = await Readers.OpenAsync();
        var push = await boundary.North().PushAsync();
        await boundary.StoryAsync(Readers.Everything, push.TransferId);
        var item = (await boundary.ListAsync(Readers.Mainland)).Single();

        var text = (await boundary.ReadAsync(Readers.Mainland, $"/v1/transfers/{push.TransferId}")).Text;
        var proof = (await boundary.ReadAsync(Readers.Mainland, $"/v1/transfers/{push.TransferId}/proof")).Text;
        var vkey = (await boundary.ReadAsync(Readers.Mainland, $"/{item.GetProperty("cursor").GetString()![..4]}/vkey")).Text;

        // The entry as it stands in the answer, byte for byte: it is not written anew by whoever checks it.
        var entry = text[(text.IndexOf("\"entry\":", StringComparison.Ordinal) + 8)..];
        entry = entry[..(entry.IndexOf("}},{", StringComparison.Ordinal) is var end and > 0 ? end + 1 : entry.IndexOf("}}]", StringComparison.Ordinal) + 1)];
        var leaf = SHA256.HashData([0, .. Encoding.UTF8.GetBytes(entry)]);
        Assert.Equal(item.GetProperty("leafHash").GetString(), Convert.ToHexStringLower(leaf));
        Assert.True(NoteKey.TryParse(vkey.TrimEnd('\n'), out var key));
        Assert.True(TransparencyProof.TryParse(proof, out var receipt));
        Assert.True(receipt!.Check(leaf, key!));
        leaf[0] ^= 1;
        Assert.False(receipt.Check(leaf, key!));
    }

    [Fact]
    public async Task Whoever_is_no_reader_is_refused_on_the_record()
    {
        await using var boundary = await Readers.OpenAsync();
        foreach (var (certificate, code) in new[]
        {
            ("officer.li-wei", "party.role"), ("bank-gz.client", "party.role"), ("gateway-gz.client", "party.unknown"),
            (null, "certificate.absent"),
        })
        {
            var answer = await boundary.Client("audit", certificate is null ? null : DevAssets.Certificate(certificate))
                .AskAsync(HttpMethod.Get, "/v1/transfers", null);

            Assert.Equal((HttpStatusCode.Forbidden, code), (answer.Status, answer.Code));
            Assert.Equal(code, Assert.Single(boundary.EntriesOf(answer.TransferId), entry => entry.Kind == "refusal").Code);
            await boundary.MetricsAsync(page => page.Contains(
                $"gateway_strangers_refused_total{{code=\"{code}\"}} ", StringComparison.Ordinal));
        }

        Assert.DoesNotContain(boundary.Entries(), entry => entry.Kind == "read");
    }

    [Fact]
    public async Task A_reader_from_another_zone_is_refused_where_the_listener_names_its_zone()
    {
        await using var boundary = await Boundary.OpenAsync(
            Readers.WithReaders,
            new Dictionary<string, string> { ["Listeners__audit__Zone"] = "CN" },
            listeners: new Dictionary<string, object> { ["audit"] = Readers.Listener });

        Assert.Equal("party.zone", (await boundary.ReadAsync(Readers.HongKong, "/v1/summary")).Code);
        Assert.Equal(HttpStatusCode.OK, (await boundary.ReadAsync(Readers.Mainland, "/v1/summary")).Status);
        Assert.Equal(HttpStatusCode.OK, (await boundary.ReadAsync(Readers.Auditor, "/v1/summary")).Status);
    }

    [Fact]
    public async Task The_door_takes_no_transfer_no_body_and_nothing_it_does_not_name()
    {
        await using var boundary = await Readers.OpenAsync();
        var reader = boundary.Reader(Readers.Everything);
        foreach (var (method, path, code) in new[]
        {
            ("POST", Asking.PushPath, "route.unknown"), ("POST", "/v1/transfers", "route.unknown"),
            ("GET", "/v1/status", "route.unknown"), ("GET", "/index.db", "route.unknown"),
            ("GET", "/2031/checkpoint", "route.unknown"), ("GET", "/v1/transfers?colour=red", "route.parameter"),
            ("GET", "/v1/sample?n=1&tree=2026:999999999", "route.parameter"),
            ("GET", $"/v1/transfers/{Guid.CreateVersion7():D}", "transfer.unknown"),
        })
        {
            Assert.Equal((path, code), (path, (await reader.AskAsync(new HttpMethod(method), path, null)).Code));
        }

        var withBody = await reader.AskAsync(HttpMethod.Get, "/v1/summary", Asking.Json("{}"u8.ToArray()));
        Assert.Equal("body.unexpected", withBody.Code);

        // Nobody's transfer was refused: what was asked is on record, not that it was not there.
        Assert.DoesNotContain(boundary.Entries(), entry => entry.Kind == "refusal");
        Assert.Empty(boundary.BankHk.Received);
        foreach (var (door, certificate) in new[] { ("north", "bank-gz.client"), ("south", "clinic-hk.client") })
        {
            var answer = await boundary.Client(door, DevAssets.Certificate(certificate)).AskAsync(HttpMethod.Get, "/v1/transfers", null);
            Assert.Equal("route.unknown", answer.Code);
        }
    }

    [Fact]
    public async Task Each_filter_finds_what_fits_and_nothing_else()
    {
        await using var boundary = await Readers.OpenAsync();
        await boundary.North().PushAsync();
        await boundary.South().PullAsync();
        await boundary.North().PushAsync($$"""{"customers":[{"remark":"{{People.ResidentId()}}"}]}""");
        await boundary.PublishedAsync(5);

        // release T.file, release T.ack, request, release T.summary, refusal: in this order.
        foreach (var (query, expected) in new[]
        {
            ("", new[] { "T.file", "T.ack", null, "T.summary", "T.file" }),
            ("direction=N2S", ["T.file", "T.summary"]),
            ("direction=S2N", ["T.ack"]),
            ("party=clinic-hk", [null, "T.summary"]),
            ("party=bank-gz", ["T.file", "T.ack", "T.file"]),
            ("category=T.summary", ["T.summary"]),
            ("purpose=referral", ["T.summary"]),
            ("instrument=hkout-bank-1", ["T.ack"]),
            ("decision=request", [null]),
            ("decision=refusal", ["T.file"]),
            ("code=screen.finding", ["T.file"]),
            ("code=body.media", []),
            ("party=nobody", []),
            ("direction=N2S&category=T.file&decision=release", ["T.file"]),
            ("since=2020-01-01", ["T.file", "T.ack", null, "T.summary", "T.file"]),
            ("until=2020-01-01", []),
            ("since=2099-01-01T00:00:00Z", []),
        })
        {
            var found = await boundary.ListAsync(Readers.Everything, "?" + query);
            Assert.True(
                expected.SequenceEqual(found.Select(item => item.GetProperty("category").GetString())),
                $"{query}: {string.Join(' ', found.Select(item => item.GetRawText()))}");
        }

        var times = (await boundary.ListAsync(Readers.Everything)).Select(item => item.GetProperty("time").GetString()!).ToList();
        var since = await boundary.ListAsync(Readers.Everything, $"?since={Uri.EscapeDataString(times[3])}");
        var until = await boundary.ListAsync(Readers.Everything, $"?until={Uri.EscapeDataString(times[3])}");
        Assert.Equal(times.Count(time => string.CompareOrdinal(time, times[3]) >= 0), since.Count);
        Assert.Equal(times.Count - since.Count, until.Count);
    }

    [Fact]
    public async Task No_reader_sees_more_than_its_scope_in_any_resource()
    {
        await using var boundary = await Readers.OpenAsync();
        var push = await boundary.North().PushAsync();
        var pull = await boundary.South().PullAsync();
        var lost = await boundary.North().PushAsync(path: "/nowhere");
        await boundary.StoryAsync(Readers.Everything, pull.TransferId);

        // Which decisions each may see: of the push its request (T.file, leaves CN) and its answer (T.ack, leaves HK),
        // of the pull its asking and its answer (T.summary, leaves CN), and the one that knew no route.
        var (file, ack, ask, summary, nowhere) = ("T.file", "T.ack", "request", "T.summary", "route.unknown");
        foreach (var (who, seen) in new[]
        {
            (Readers.Everything, new[] { file, ack, ask, summary, nowhere }),
            (Readers.Mainland, [file, ask, summary, nowhere]),
            (Readers.Auditor, [file, ask, summary, nowhere]),
            (Readers.HongKong, [ack]),
            (Readers.OneBank, [file, nowhere]),
            (Readers.OneCategory, [summary]),
            (Readers.HospitalOnly, []),
            (Readers.NoScope, []),
            (Readers.AuditorOfNothing, []),
        })
        {
            await SeesAsync(boundary, who, seen, [(push, [file, ack]), (pull, [ask, summary]), (lost, [nowhere])]);
        }
    }

    private static async Task SeesAsync(
        Boundary boundary, string who, string[] seen, (CallersAnswer Transfer, string[] Decisions)[] transfers)
    {
        var list = await boundary.ListAsync(who);
        Assert.Equal(seen, list.Select(Known));
        var sample = (await boundary.ReadAsync(who, "/v1/sample?n=1000&seed=x")).Problem;
        Assert.Equal(seen.Order(), sample.GetProperty("sample").EnumerateArray().Select(Known).Order());
        Assert.Equal(seen.Length, sample.GetProperty("population").GetInt32());
        var year = list.Count > 0 ? list[0].GetProperty("cursor").GetString()![..4] : boundary.Year;
        var report = (await boundary.ReadAsync(who, $"/v1/reports/{year}")).Problem;
        Assert.Equal(seen.Length, report.GetProperty("total").GetProperty("decisions").GetInt32());
        Assert.Equal(
            transfers.Count(transfer => transfer.Decisions.Any(seen.Contains)), report.GetProperty("transfers").GetInt32());
        var summary = (await boundary.ReadAsync(who, "/v1/summary")).Problem;
        Assert.Equal(
            seen.Length, summary.GetProperty("decisions").EnumerateArray().Sum(row => row.GetProperty("decisions").GetInt32()));
        foreach (var (transfer, decisions) in transfers)
        {
            var part = decisions.Where(seen.Contains).ToList();
            foreach (var path in new[] { "", "/proof", "/evidence" })
            {
                var answer = await boundary.ReadAsync(who, $"/v1/transfers/{transfer.TransferId}{path}");
                Assert.Equal(part.Count == 0 ? "transfer.unknown" : null, answer.Code);
                if (path.Length == 0 && part.Count > 0)
                {
                    var leaves = answer.Problem.GetProperty("leaves").EnumerateArray()
                        .Count(leaf => leaf.GetProperty("entry").GetProperty("kind").GetString() != "outcome");
                    Assert.Equal(part.Count, leaves);
                }
            }
        }

        // Hash tiles and heads say nothing of an entry; bundles hold them all.
        var size = summary.GetProperty("shards")[0].GetProperty("size").GetInt32();
        foreach (var path in new[] { "checkpoint", "vkey", $"tile/0/000.p/{size}" })
        {
            Assert.Equal(HttpStatusCode.OK, (await boundary.ReadAsync(who, $"/{year}/{path}")).Status);
        }

        var bundle = await boundary.ReadAsync(who, $"/{year}/tile/entries/000.p/{size}");
        Assert.Equal(who == Readers.Everything ? null : "party.scope", bundle.Code);
    }

    [Fact]
    public async Task Bundles_of_entries_are_for_a_reader_who_may_see_all_of_them()
    {
        await using var boundary = await Readers.OpenAsync();
        await boundary.North().PushAsync();
        await boundary.PublishedAsync(3);
        var head = (await boundary.ReadAsync(Readers.Everything, $"/{boundary.Year}/checkpoint")).Text.Split('\n');
        var size = long.Parse(head[1], CultureInfo.InvariantCulture);

        var tile = await boundary.ReadAsync(Readers.Everything, $"/{boundary.Year}/tile/0/000.p/{size}");
        var bundle = await boundary.ReadAsync(Readers.Everything, $"/{boundary.Year}/tile/entries/000.p/{size}");

        var entries = Gateway.Ledger.ShardFolder.Split(bundle.Body, (int)size)!;
        var range = new CompactRange();
        foreach (var entry in entries)
        {
            range.Append(SHA256.HashData([0, .. bundle.Body.AsSpan(entry)]));
        }

        Assert.Equal(head[2], Convert.ToBase64String(range.Root()));
        Assert.Equal(size * 32, tile.Body.Length);
        Assert.Equal(HttpStatusCode.Forbidden, (await boundary.ReadAsync(Readers.Mainland, $"/{boundary.Year}/tile/entries/000.p/{size}")).Status);
        Assert.Equal("route.unknown", (await boundary.ReadAsync(Readers.Everything, $"/{boundary.Year}/tile/0/001")).Code);
    }

    [Fact]
    public async Task The_cursor_neither_skips_nor_repeats_while_transfers_go_on()
    {
        await using var boundary = await Readers.OpenAsync();
        var pushed = new List<string>();
        var pushing = Task.Run(async () =>
        {
            var north = boundary.North();
            for (var i = 0; i < 40; i++)
            {
                pushed.Add((await north.PushAsync(path: "/nowhere")).TransferId);
                pushed.Add((await north.PushAsync()).TransferId);
            }
        }, TestContext.Current.CancellationToken);

        var seen = new List<(string Cursor, string Transfer)>();
        var cursor = "";
        async Task<int> PageAsync()
        {
            var page = (await boundary.ReadAsync(Readers.Everything, "/v1/transfers?limit=7" + cursor)).Problem;
            cursor = "&cursor=" + page.GetProperty("next").GetString();
            var items = page.GetProperty("transfers").EnumerateArray().ToList();
            seen.AddRange(items.Select(item => (item.GetProperty("cursor").GetString()!, item.GetProperty("transferId").GetString()!)));
            return items.Count;
        }

        while (!pushing.IsCompleted)
        {
            await PageAsync();
        }

        await pushing;
        await boundary.WholeAsync(pushed[^1]);
        for (var i = 0; i < 200 && (await PageAsync() > 0 || seen.Count < 120); i++)
        {
            await Task.Delay(25, TestContext.Current.CancellationToken);
        }

        Assert.Equal(seen.Count, seen.Select(item => item.Cursor).Distinct().Count());
        Assert.Equal(pushed, seen.Select(item => item.Transfer).Distinct());
        Assert.Equal(
            (await boundary.ListAsync(Readers.Everything, "?limit=1000")).Select(item => item.GetProperty("cursor").GetString()),
            seen.Select(item => item.Cursor));
    }

    [Fact]
    public async Task A_cursor_that_no_entry_has_yet_is_of_another_log_and_refused()
    {
        await using var boundary = await Readers.OpenAsync();
        var push = await boundary.North().PushAsync();
        await boundary.StoryAsync(Readers.Everything, push.TransferId);
        var next = (await boundary.ReadAsync(Readers.Everything, "/v1/transfers")).Problem.GetProperty("next").GetString();

        Assert.Equal(HttpStatusCode.OK, (await boundary.ReadAsync(Readers.Everything, $"/v1/transfers?cursor={next}")).Status);
        foreach (var beyond in new[] { $"{boundary.Year}:999999", "9999:0" })
        {
            var answer = await boundary.ReadAsync(Readers.Everything, $"/v1/transfers?cursor={beyond}");
            Assert.Equal((HttpStatusCode.BadRequest, "route.parameter"), (answer.Status, answer.Code));
        }
    }

    [Fact]
    public async Task A_planted_value_shows_nowhere_in_what_a_regulator_reads()
    {
        await using var boundary = await Readers.OpenAsync();
        var planted = People.ResidentId();
        var refused = await boundary.North().PushAsync($$"""{"customers":[{"remark":"{{planted}}"}]}""", $"/hk/customers/{planted}");
        var found = await boundary.North().PushAsync($$"""{"customers":[{"remark":"{{planted}}","name":"{{planted}}"}]}""");
        var crossed = await boundary.North().PushAsync($$"""{"customers":[{"name":"Wong","idNumber":"{{planted}}","secret":"{{planted}}"}]}""");
        await boundary.StoryAsync(Readers.Everything, crossed.TransferId);
        Assert.Equal(HttpStatusCode.OK, crossed.Status);

        List<string> paths = ["/v1/transfers", "/v1/summary", $"/v1/reports/{boundary.Year}", $"/v1/reports/{boundary.Year}?lang=zh-Hans", "/v1/sample?n=10"];
        foreach (var transfer in new[] { refused, found, crossed })
        {
            paths.AddRange(new[] { "", "/evidence", "/proof" }.Select(part => $"/v1/transfers/{transfer.TransferId}{part}"));
        }

        foreach (var path in paths)
        {
            var answer = await boundary.ReadAsync(Readers.Everything, path);
            Assert.Equal((path, HttpStatusCode.OK), (path, answer.Status));
            Assert.DoesNotContain(planted, Unpacked(answer), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Evidence_holds_what_its_reader_may_see_and_no_more()
    {
        await using var boundary = await Readers.OpenAsync();
        var push = await boundary.North().PushAsync();
        await boundary.StoryAsync(Readers.Everything, push.TransferId);

        var whole = await boundary.ReadAsync(Readers.Everything, $"/v1/transfers/{push.TransferId}/evidence");
        var part = await boundary.ReadAsync(Readers.Mainland, $"/v1/transfers/{push.TransferId}/evidence");

        Assert.Equal("application/zip", whole.Header("Content-Type"));
        Assert.Equal($"attachment; filename=\"{push.TransferId}.zip\"", whole.Header("Content-Disposition"));
        Assert.Contains("response/entry.json", Names(whole));
        Assert.DoesNotContain("response/entry.json", Names(part));
        Assert.Contains("signature-base.txt", Names(part));
    }

    [Fact]
    public async Task A_sample_is_what_a_reader_works_out_himself()
    {
        await using var boundary = await Readers.OpenAsync();
        for (var i = 0; i < 12; i++)
        {
            await boundary.North().PushAsync(path: "/nowhere");
        }

        await boundary.PublishedAsync(12);
        var all = await boundary.ListAsync(Readers.Mainland);
        var first = (await boundary.ReadAsync(Readers.Mainland, "/v1/sample?n=5&seed=audit-2026-11")).Problem;
        var (tree, origin) = (first.GetProperty("tree").GetString()!, first.GetProperty("origin").GetString()!);
        await boundary.North().PushAsync(path: "/nowhere");
        await boundary.PublishedAsync(13);
        var again = (await boundary.ReadAsync(Readers.Mainland, $"/v1/sample?n=5&seed=audit-2026-11&tree={tree}")).Problem;
        var other = (await boundary.ReadAsync(Readers.Mainland, $"/v1/sample?n=5&seed=audit-2026-12&tree={tree}")).Problem;

        var mine = all
            .Select(item => item.GetProperty("cursor").GetString()!)
            .OrderBy(
                cursor => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
                    $"gateway-sample/v1\n{origin}\n{tree[5..]}\naudit-2026-11\n{cursor[5..]}\n"))),
                StringComparer.Ordinal)
            .Take(5);
        Assert.Equal(mine, Cursors(first));
        Assert.Equal(Cursors(first), Cursors(again));
        Assert.NotEqual(Cursors(first), Cursors(other));
        Assert.Equal(12, first.GetProperty("population").GetInt32());
    }

    [Fact]
    public async Task A_report_adds_up_what_was_decided_and_is_a_page_in_three_languages()
    {
        await using var boundary = await Readers.OpenAsync();
        await boundary.North().PushAsync();
        await boundary.North().PushAsync();
        await boundary.North().PushAsync(path: "/nowhere");
        await boundary.PublishedAsync(5);

        var report = (await boundary.ReadAsync(Readers.Everything, $"/v1/reports/{boundary.Year}")).Problem;
        var by = report.GetProperty("by");

        Assert.Equal(3, report.GetProperty("transfers").GetInt32());
        Assert.Equal(5, report.GetProperty("total").GetProperty("decisions").GetInt32());
        Assert.Equal([("N2S", 2), ("S2N", 2)], Rows(by, "direction"));
        Assert.Equal([("refusal", 1), ("release", 4)], Rows(by, "decision").Order());
        Assert.Equal([("gba-bank-1", 2), ("hkout-bank-1", 2)], Rows(by, "instrument"));
        Assert.Equal([("route.unknown", 1)], Rows(by, "code"));
        Assert.False(report.GetProperty("complete").GetBoolean());
        Assert.Equal(0, (await boundary.ReadAsync(Readers.Everything, "/v1/reports/2020-Q1")).Problem.GetProperty("total").GetProperty("decisions").GetInt32());
        foreach (var (tag, word) in new[] { ("en", "By category"), ("zh-Hans", "按数据类别"), ("zh-Hant", "按數據類別") })
        {
            var page = await boundary.ReadAsync(Readers.Everything, $"/v1/reports/{boundary.Year}?lang={tag}");
            Assert.Equal(("text/html; charset=utf-8", tag), (page.Header("Content-Type"), page.Header("Content-Language")));
            Assert.Contains(word, page.Text, StringComparison.Ordinal);
            Assert.Contains("T.file", page.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Whoever_reads_is_on_record_once_for_each_resource_and_minute()
    {
        await using var boundary = await Readers.OpenAsync(time: new MinuteClock());
        var push = await boundary.North().PushAsync();
        await boundary.PublishedAsync(2);
        foreach (var path in new[] { "/v1/transfers", "/v1/transfers?limit=5", $"/v1/transfers/{push.TransferId}", $"/v1/transfers/{push.TransferId}/proof", "/openapi/v1.json" })
        {
            await boundary.ReadAsync(Readers.Everything, path);
        }

        await boundary.ReadAsync(Readers.Auditor, "/v1/transfers");
        await boundary.StopAsync();

        var reads = boundary.Entries().Where(entry => entry.Kind == "read").ToList();
        Assert.Equal(
            [
                "regulator regulator-gd transfers", $"regulator regulator-gd transfers/{push.TransferId}",
                $"regulator regulator-gd transfers/{push.TransferId}/proof", "auditor wang-fang transfers",
            ],
            reads.Select(entry => $"{entry.Text("role")} {entry.Text("reader")} {entry.Text("resource")}"));
    }

    [Fact]
    public async Task A_reader_who_asks_too_often_waits_and_another_does_not()
    {
        await using var boundary = await Readers.OpenAsync(settings: new Dictionary<string, string>
        {
            ["Audit__RequestsPerSecondPerReader"] = "1",
            ["Audit__BurstPerReader"] = "3",
        });

        var answers = new List<CallersAnswer>();
        for (var i = 0; i < 6; i++)
        {
            answers.Add(await boundary.ReadAsync(Readers.Everything, "/v1/summary"));
        }

        var refused = answers.First(answer => answer.Code == "limit.rate");
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.Status);
        Assert.NotNull(refused.Header("Retry-After"));
        Assert.Equal(HttpStatusCode.OK, (await boundary.ReadAsync(Readers.Mainland, "/v1/summary")).Status);
    }

    [Fact]
    public async Task The_golden_answers_have_exactly_the_members_that_are_served()
    {
        await using var boundary = await Readers.OpenAsync();
        var push = await boundary.North().PushAsync();
        await boundary.North().PushAsync(path: "/nowhere");
        await boundary.PublishedAsync(3);
        await boundary.StoryAsync(Readers.Everything, push.TransferId);
        foreach (var (name, path) in new[]
        {
            ("transfers", "/v1/transfers"), ("story", $"/v1/transfers/{push.TransferId}"),
            ("sample", "/v1/sample?n=2&seed=audit-2026-11"), ("summary", "/v1/summary"),
            ("report", $"/v1/reports/{boundary.Year}"), ("problem", "/v1/transfers?colour=red"),
        })
        {
            var served = await boundary.ReadAsync(Readers.Everything, path);
            var golden = JsonElement.Parse(File.ReadAllBytes(Path.Combine(Root(), "docs", "formats", "golden", "regulator", name + ".json")));

            Assert.Equal(
                string.Join('\n', OperatorTests.Members(golden)), string.Join('\n', OperatorTests.Members(served.Problem)));
        }
    }

    [Fact]
    public async Task The_description_names_exactly_the_paths_that_are_answered()
    {
        await using var boundary = await Readers.OpenAsync();
        var push = await boundary.North().PushAsync();
        await boundary.StoryAsync(Readers.Everything, push.TransferId);
        var described = (await boundary.ReadAsync(Readers.NoScope, "/openapi/v1.json")).Problem;

        var examples = new Dictionary<string, string>
        {
            ["{id}"] = push.TransferId,
            ["{period}"] = boundary.Year,
            ["{year}"] = boundary.Year,
            ["{level}"] = "0",
            ["{tile}"] = "000.p/1",
            ["{bundle}"] = "000.p/1",
        };
        foreach (var path in described.GetProperty("paths").EnumerateObject().Where(path => !path.Name.Contains("/stream", StringComparison.Ordinal)))
        {
            var target = examples.Aggregate(path.Name, (text, example) => text.Replace(example.Key, example.Value, StringComparison.Ordinal));
            if (path.Name == "/v1/sample")
            {
                target += "?n=1";
            }

            // No seal and no list was made here, and no witness asked: that a path is one is seen by its being looked for.
            target = target.Replace("{file}", "1.p7s", StringComparison.Ordinal).Replace("{head}", "checkpoint", StringComparison.Ordinal);
            var answer = await boundary.ReadAsync(Readers.Everything, target);
            var media = path.Value.GetProperty("get").GetProperty("responses").GetProperty("200").GetProperty("content");
            Assert.True(
                path.Name.Contains("{file}", StringComparison.Ordinal) || path.Name.Contains("{head}", StringComparison.Ordinal)
                    || path.Name.StartsWith("/logs.json", StringComparison.Ordinal)
                    ? answer.Detail == "the log has no such file"
                    : media.TryGetProperty(answer.Header("Content-Type")!.Split(';')[0], out _),
                $"{target}: {answer.Header("Content-Type")} {answer.Detail}");
        }
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Gateway.sln")))
        {
            folder = folder.Parent!;
        }

        return folder.FullName;
    }

    private static string? Known(JsonElement item) =>
        item.GetProperty("code").GetString() ?? item.GetProperty("category").GetString() ?? item.GetProperty("decision").GetString();

    private static List<string?> Cursors(JsonElement sample) =>
        [.. sample.GetProperty("sample").EnumerateArray().Select(item => item.GetProperty("cursor").GetString())];

    private static List<(string, int)> Rows(JsonElement by, string way) =>
        [.. by.GetProperty(way).EnumerateArray().Select(row => (row.GetProperty("key").GetString()!, row.GetProperty("decisions").GetInt32()))];

    private static List<string> Names(CallersAnswer answer)
    {
        using var zip = new ZipArchive(new MemoryStream(answer.Body));
        return [.. zip.Entries.Select(entry => entry.FullName)];
    }

    private static string Unpacked(CallersAnswer answer)
    {
        if (answer.Header("Content-Type") != "application/zip")
        {
            return answer.Text;
        }

        using var zip = new ZipArchive(new MemoryStream(answer.Body));
        return string.Concat(zip.Entries.Select(entry =>
        {
            using var reader = new StreamReader(entry.Open());
            return reader.ReadToEnd();
        }));
    }

    // It stands still in the minute it began in, whatever the machine does meanwhile.
    private sealed class MinuteClock : TimeProvider
    {
        private readonly DateTimeOffset _now = System.GetUtcNow();

        public override DateTimeOffset GetUtcNow() => _now;
    }
}
