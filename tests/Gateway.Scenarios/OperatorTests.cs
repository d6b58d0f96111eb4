using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Gateway.Scenarios.Fakes;

namespace Gateway.Scenarios;

/// <summary>The operator listener: for officers with the role, and for nobody else; on record like every door.</summary>
public sealed class OperatorTests
{
    private const string Operator = "officer.zhou-min";

    [Fact]
    public async Task An_officer_with_the_role_reads_what_is_up_and_what_expires()
    {
        await using var boundary = await OpenAsync();

        var status = await AskAsync(boundary, Operator, "/v1/status");

        Assert.Equal(HttpStatusCode.OK, status.Status);
        var json = status.Problem;
        Assert.True(json.GetProperty("ready").GetBoolean());
        Assert.Equal("scenario", json.GetProperty("policy").GetProperty("name").GetString());
        Assert.Equal(2, json.GetProperty("trust").GetArrayLength());
        Assert.Equal(boundary.Door("operator").ToString(), json.GetProperty("listeners").EnumerateArray()
            .Single(listener => listener.GetProperty("kind").GetString() == "operator").GetProperty("address").GetString());
        Assert.True(json.GetProperty("ledger").GetProperty("available").GetBoolean());
        var kinds = json.GetProperty("expiries").EnumerateArray().Select(expiry => expiry.GetProperty("kind").GetString()).ToHashSet();
        Assert.Superset(
            new HashSet<string?>
            {
                "bundle", "trust-list", "crl", "server-certificate", "client-certificate", "stamping-key", "ledger-key",
                "instrument", "trust-entry",
            },
            kinds);
        var remaining = (await AskAsync(boundary, Operator, "/v1/expiries")).Problem.GetProperty("expiries").EnumerateArray()
            .Select(expiry => expiry.GetProperty("remainingSeconds").GetInt64()).ToList();
        Assert.Equal(remaining.Order(), remaining);
    }

    [Theory]
    [InlineData("officer.li-wei", "party.role")]
    [InlineData("bank-gz.client", "party.unknown")]
    [InlineData(null, "certificate.absent")]
    public async Task Whoever_is_no_operator_is_refused_on_the_record(string? certificate, string code)
    {
        await using var boundary = await OpenAsync();

        var answer = await AskAsync(boundary, certificate, "/v1/status");

        Assert.Equal((HttpStatusCode.Forbidden, code), (answer.Status, answer.Code));
        Assert.Equal(code, Assert.Single(boundary.EntriesOf(answer.TransferId), entry => entry.Kind == "refusal").Code);
        Assert.DoesNotContain(boundary.Entries(), entry => entry.Kind == "read");
        await boundary.MetricsAsync(page => page.Contains(
            $"gateway_strangers_refused_total{{code=\"{code}\"}} 1\n", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_operator_who_asks_for_what_there_is_not_is_no_stranger()
    {
        await using var boundary = await OpenAsync();

        Assert.Equal("route.unknown", (await AskAsync(boundary, Operator, "/nowhere")).Code);
        await AskAsync(boundary, null, "/nowhere");

        var page = await boundary.MetricsAsync(page => page.Contains("gateway_strangers_refused_total{", StringComparison.Ordinal));
        Assert.Equal(
            ["gateway_strangers_refused_total{code=\"certificate.absent\"} 1"],
            page.Split('\n').Where(line => line.StartsWith("gateway_strangers_refused_total{", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task An_operator_from_another_zone_is_refused_where_the_listener_names_its_zone()
    {
        await using var boundary = await OpenAsync(zone: "CN");

        var answer = await AskAsync(boundary, "officer.chan-siu-ming", "/v1/status");

        Assert.Equal((HttpStatusCode.Forbidden, "party.zone"), (answer.Status, answer.Code));
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(boundary, Operator, "/v1/status")).Status);
    }

    [Fact]
    public async Task An_operator_of_either_zone_is_let_in_where_the_listener_names_none()
    {
        await using var boundary = await OpenAsync();

        Assert.Equal(HttpStatusCode.OK, (await AskAsync(boundary, "officer.chan-siu-ming", "/v1/status")).Status);
    }

    [Fact]
    public async Task A_programs_certificate_is_an_operators_only_where_the_bundle_pins_it_by_fingerprint()
    {
        using var program = DevAssets.Certificate("gateway-gz.client");
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(program.RawData));
        await using var boundary = await OpenAsync(text => text.Replace(
            "match: { serialNumber: OFFICER-0004 } }",
            $"match: {{ serialNumber: OFFICER-0004 }} }}, {{ sha256: {sha256} }}",
            StringComparison.Ordinal));

        Assert.Equal(HttpStatusCode.OK, (await AskAsync(boundary, "gateway-gz.client", "/v1/status")).Status);
        Assert.Equal("party.unknown", (await AskAsync(boundary, "bank-gz.client", "/v1/status")).Code);
    }

    [Fact]
    public async Task An_operators_certificate_that_is_revoked_opens_nothing()
    {
        using var certificate = DevAssets.Certificate(Operator);
        await using var boundary = await OpenAsync();
        File.WriteAllBytes(Path.Combine(boundary.Crls, "newer.crl"), DevAssets.RevocationOf(certificate));
        await boundary.Daemon.ReloadAsync();

        Assert.Equal("certificate.revoked", (await AskAsync(boundary, Operator, "/v1/status")).Code);
    }

    [Theory]
    [InlineData("north", "bank-gz.client")]
    [InlineData("south", "clinic-hk.client")]
    public async Task No_other_door_answers_the_operators_paths(string door, string certificate)
    {
        await using var boundary = await OpenAsync();

        var answer = await boundary.Client(door, DevAssets.Certificate(certificate)).AskAsync(HttpMethod.Get, "/v1/status", null);

        Assert.Equal("route.unknown", answer.Code);
    }

    [Theory]
    [InlineData("POST", Asking.PushPath)]
    [InlineData("POST", "/v1/status")]
    [InlineData("GET", "/v1/reload")]
    [InlineData("GET", "/v1/status/")]
    [InlineData("GET", "/metrics")]
    public async Task The_operators_door_takes_no_transfer_and_nothing_it_does_not_name(string method, string path)
    {
        await using var boundary = await OpenAsync();

        var answer = await AskAsync(boundary, Operator, path, new HttpMethod(method));

        Assert.Equal((HttpStatusCode.NotFound, "route.unknown"), (answer.Status, answer.Code));
        Assert.Empty(boundary.BankHk.Received);
    }

    [Theory]
    [InlineData("/v1/refusals?limit=0")]
    [InlineData("/v1/refusals?limit=257")]
    [InlineData("/v1/refusals?limit=5&x=1")]
    [InlineData("/v1/status?x=1")]
    [InlineData("/v1/transfers/not-an-id")]
    public async Task A_value_that_is_not_as_declared_is_refused(string path)
    {
        await using var boundary = await OpenAsync();

        Assert.Equal("route.parameter", (await AskAsync(boundary, Operator, path)).Code);
    }

    [Fact]
    public async Task A_body_is_not_waited_for()
    {
        await using var boundary = await OpenAsync();

        var answer = await boundary.Client("operator", DevAssets.Certificate(Operator))
            .AskAsync(HttpMethod.Post, "/v1/reload", Asking.Json("{}"u8.ToArray()));

        Assert.Equal((HttpStatusCode.BadRequest, "body.unexpected"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task A_reload_takes_what_is_there_and_says_what_is_in_force()
    {
        await using var boundary = await OpenAsync();
        boundary.WriteBundle(text => text.Replace("version: 7,", "version: 8,", StringComparison.Ordinal));

        var answer = await AskAsync(boundary, Operator, "/v1/reload", HttpMethod.Post);

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.True(answer.Problem.GetProperty("ok").GetBoolean());
        Assert.Equal(8, answer.Problem.GetProperty("policy").GetProperty("version").GetInt32());
        Assert.Equal(2, boundary.Entries().Count(entry => entry.Kind == "policy"));
    }

    [Fact]
    public async Task A_reload_of_a_broken_bundle_says_every_fault_and_the_old_one_stays()
    {
        await using var boundary = await OpenAsync();
        boundary.WriteBundle(text => text.Replace("version: 7,", "version: 6,", StringComparison.Ordinal));

        var answer = (await AskAsync(boundary, Operator, "/v1/reload", HttpMethod.Post)).Problem;

        Assert.False(answer.GetProperty("ok").GetBoolean());
        Assert.Equal("bundle.rollback", Assert.Single(answer.GetProperty("faults").EnumerateArray()).GetProperty("code").GetString());
        Assert.Equal(7, answer.GetProperty("policy").GetProperty("version").GetInt32());
    }

    [Fact]
    public async Task Recent_refusals_are_told_newest_first_and_survive_a_restart()
    {
        await using var boundary = await OpenAsync();
        var lost = await boundary.North().PushAsync(path: "/nowhere");
        var found = await boundary.North().PushAsync($$"""{"customers":[{"remark":"{{People.ResidentId()}}"}]}""");

        var before = await RefusalsAsync(boundary);
        await boundary.StopAsync();
        await boundary.StartAsync();
        var after = await RefusalsAsync(boundary);

        Assert.Equal(["screen.finding", "route.unknown"], before.Select(refusal => refusal.GetProperty("code").GetString()));
        var first = before[0];
        Assert.Equal(found.TransferId, first.GetProperty("transferId").GetString());
        Assert.Equal("request", first.GetProperty("leg").GetString());
        Assert.Equal("bank-gz", first.GetProperty("party").GetString());
        Assert.Equal("push", first.GetProperty("route").GetString());
        Assert.Equal(found.Header("Transfer-Ledger"), first.GetProperty("ledger").GetString());
        Assert.Equal(lost.TransferId, before[1].GetProperty("transferId").GetString());
        Assert.Equal(before.Select(Told), after.Select(Told));
        Assert.Single(await RefusalsAsync(boundary, "?limit=1"));
    }

    [Fact]
    public async Task A_transfer_is_told_with_both_legs_and_the_rules_that_changed_it()
    {
        await using var boundary = await OpenAsync();
        var push = await boundary.North().PushAsync();
        await boundary.WholeAsync(push.TransferId);

        var story = (await AskAsync(boundary, Operator, $"/v1/transfers/{push.TransferId}")).Problem;

        Assert.Equal("crossed", story.GetProperty("ending").GetString());
        Assert.True(story.GetProperty("changed").GetBoolean());
        var entries = story.GetProperty("entries").EnumerateArray().ToList();
        Assert.Equal(["release", "release", "outcome"], entries.Select(entry => entry.GetProperty("kind").GetString()));
        Assert.Contains(entries[0].GetProperty("rules").EnumerateArray(), rule => rule.GetProperty("path").GetString() == "$.customers[*].name");
    }

    [Fact]
    public async Task An_unknown_transfer_is_not_found()
    {
        await using var boundary = await OpenAsync();

        var answer = await AskAsync(boundary, Operator, $"/v1/transfers/{Guid.CreateVersion7():D}");

        Assert.Equal((HttpStatusCode.NotFound, "transfer.unknown"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task Whoever_looks_is_on_record_once_for_each_resource_and_minute()
    {
        await using var boundary = await OpenAsync(time: new StandingClock());
        await AskAsync(boundary, Operator, "/v1/status");
        await AskAsync(boundary, Operator, "/v1/status");
        await AskAsync(boundary, Operator, "/v1/refusals");
        await boundary.StopAsync();

        var reads = boundary.Entries().Where(entry => entry.Kind == "read").ToList();
        Assert.Equal(["status", "refusals"], reads.Select(entry => entry.Text("resource")));
        Assert.All(reads, entry => Assert.Equal("zhou-min", entry.Text("reader")));
    }

    [Fact]
    public async Task The_public_keys_are_served_to_operators_too()
    {
        await using var boundary = await OpenAsync();

        var answer = await AskAsync(boundary, Operator, "/.well-known/gateway-keys");

        Assert.Equal(2, answer.Problem.GetProperty("keys").GetArrayLength());
    }

    [Fact]
    public async Task A_planted_value_shows_nowhere_in_what_the_operator_reads()
    {
        await using var boundary = await OpenAsync();
        var planted = People.ResidentId();
        var refused = await boundary.North().PushAsync($$"""{"customers":[{"remark":"{{planted}}"}]}""", $"/hk/customers/{planted}");
        var found = await boundary.North().PushAsync($$"""{"customers":[{"remark":"{{planted}}","name":"{{planted}}"}]}""");

        foreach (var path in new[] { "/v1/status", "/v1/refusals", $"/v1/transfers/{refused.TransferId}", $"/v1/transfers/{found.TransferId}" })
        {
            var answer = await AskAsync(boundary, Operator, path);
            Assert.Equal(HttpStatusCode.OK, answer.Status);
            Assert.DoesNotContain(planted, answer.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_page_shows_exactly_what_is_served()
    {
        await using var boundary = await OpenAsync();
        var refused = await boundary.North().PushAsync($$"""{"customers":[{"remark":"{{People.ResidentId()}}"}]}""");
        // That of a seal is compared where there is an e-certificate to seal with (SealTests).
        var examples = Examples().Where(example => !example.TryGetProperty("sealSha256", out _)).ToList();
        var served = new List<JsonElement>
        {
            (await AskAsync(boundary, Operator, "/v1/status")).Problem,
            (await AskAsync(boundary, Operator, "/v1/refusals")).Problem,
            (await AskAsync(boundary, Operator, $"/v1/transfers/{refused.TransferId}")).Problem,
        };
        boundary.WriteBundle(text => text.Replace("version: 7,", "version: 6,", StringComparison.Ordinal));
        served.Insert(2, (await AskAsync(boundary, Operator, "/v1/reload", HttpMethod.Post)).Problem);

        Assert.Equal(5, examples.Count);
        for (var i = 0; i < served.Count; i++)
        {
            Assert.Equal(string.Join("\n", Members(examples[i])), string.Join("\n", Members(served[i])));
        }
    }

    /// <summary>The JSON examples of the page, in its order; the last is of the command "status".</summary>
    internal static List<JsonElement> Examples()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Gateway.sln")))
        {
            folder = folder.Parent!;
        }

        var page = File.ReadAllText(Path.Combine(folder.FullName, "docs", "formats", "operator.md"));
        return [.. page.Split("```json\n").Skip(1).Select(part => JsonElement.Parse(part.Split("```")[0]))];
    }

    /// <summary>Every path that a document has, each once; of a list what its elements have.</summary>
    internal static SortedSet<string> Members(JsonElement json, string path = "$") => json.ValueKind switch
    {
        JsonValueKind.Object => new(
            json.EnumerateObject().SelectMany(member => Members(member.Value, $"{path}.{member.Name}")), StringComparer.Ordinal),
        JsonValueKind.Array when json.GetArrayLength() > 0 => new(
            json.EnumerateArray().SelectMany(element => Members(element, path + "[]")), StringComparer.Ordinal),
        JsonValueKind.Array => new(StringComparer.Ordinal) { path + "[]" },
        _ => new(StringComparer.Ordinal) { path },
    };

    private static Task<Boundary> OpenAsync(
        Func<string, string>? bundle = null, string? zone = null, TimeProvider? time = null) =>
        Boundary.OpenAsync(bundle, Listener(zone), time);

    /// <summary>An operator listener beside the others, as overrides of the environment would add it.</summary>
    internal static Dictionary<string, string> Listener(string? zone = null)
    {
        var listener = new Dictionary<string, string>
        {
            ["Listeners__operator__Address"] = "127.0.0.1:0",
            ["Listeners__operator__Certificate"] = DevAssets.Pki.Certificate("gateway-gz.server"),
            ["Listeners__operator__Key"] = DevAssets.Pki.Key("gateway-gz.server"),
        };
        if (zone is not null)
        {
            listener["Listeners__operator__Zone"] = zone;
        }

        return listener;
    }

    private static Task<CallersAnswer> AskAsync(
        Boundary boundary, string? certificate, string path, HttpMethod? method = null) =>
        boundary.Client("operator", certificate is null ? null : DevAssets.Certificate(certificate))
            .AskAsync(method ?? HttpMethod.Get, path, null);

    private static async Task<List<JsonElement>> RefusalsAsync(Boundary boundary, string query = "") =>
        [.. (await AskAsync(boundary, Operator, "/v1/refusals" + query)).Problem.GetProperty("refusals").EnumerateArray()];

    // All but the moment: the ring has its own look at the clock, the entry another.
    private static string Told(JsonElement refusal) => string.Join(
        ' ', refusal.EnumerateObject().Where(member => member.Name != "time").Select(member => member.Value.GetRawText()));

    /// <summary>A clock that does not leave its minute; timers run as usual.</summary>
    private sealed class StandingClock : TimeProvider
    {
        private readonly DateTimeOffset _now = System.GetUtcNow();

        public override DateTimeOffset GetUtcNow() => _now;
    }
}
