using System.Globalization;
using System.Net;
using Gateway.Ledger.Verification;
using Gateway.Listening;
using Gateway.Policies;
using Gateway.Scenarios.Fakes;
using Gateway.State;

namespace Gateway.Scenarios;

/// <summary>Mirrored copies of today's traffic: looked at by the rules that would be enforced, counted, and forwarded to nobody.</summary>
[Collection(nameof(StandardOutput))]
public sealed class ObserveTests
{
    private readonly int _port = FreePort.Take();

    [Fact]
    public async Task A_copy_is_counted_as_what_it_would_have_become_and_nothing_of_it_leaves_or_is_on_record()
    {
        await using var boundary = await Boundary.OpenAsync(listeners: OnLoopback());
        using var mirror = Mirror();
        var planted = People.ResidentId();

        Assert.Equal(HttpStatusCode.NoContent, (await mirror.PushAsync()).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await mirror.PushAsync($$"""{"customers":[{"remark":"{{planted}}"}]}""")).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await mirror.PushAsync("{broken")).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await mirror.PushAsync(planted, "/no/such/route")).Status);

        await boundary.StopAsync();
        var period = Assert.Single(new ObservedFile(boundary.State).Read());
        Assert.Equal(
            [
                ("", "refused", "route.unknown", ""),
                ("push", "crosses", "", ""),
                ("push", "refused", "body.malformed", ""),
                ("push", "refused", "screen.finding", "$.customers[*].remark"),
            ],
            period.Outcomes.Select(outcome => (outcome.Route, outcome.Decision, outcome.Code, outcome.Rule)));
        Assert.Equal([("", "prc-id"), ("push", "prc-id")], period.Findings.Select(finding => (finding.Route, finding.Kind)));
        Assert.Equal(("T.file", 1L, 1L), (period.Fields[0].Category, period.Fields[0].Counts.Masked, period.Fields[0].Counts.Hashed));
        Assert.Empty(boundary.BankHk.Received);
        Assert.All(boundary.Entries(), entry => Assert.Contains(entry.Kind, new[] { "start", "policy", "trust", "key", "tick", "stop" }));
        Assert.Empty(LedgerVerifier.Verify(boundary.Ledger, null).Findings);
        Assert.DoesNotContain(planted, File.ReadAllText(Path.Combine(boundary.State, ObservedFile.Name)), StringComparison.Ordinal);
        Assert.DoesNotContain("Wong", File.ReadAllText(Path.Combine(boundary.State, ObservedFile.Name)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whose_copy_it_is_must_be_said_by_the_right_address_and_a_browsers_origin_is_the_originals()
    {
        await using var boundary = await Boundary.OpenAsync(listeners: OnLoopback());
        using var mirror = Mirror();

        var page = await mirror.AskAsync(HttpMethod.Post, Asking.PushPath, Asking.Json("{}"u8.ToArray()), ("Origin", "https://shop.example"));
        Assert.Equal(HttpStatusCode.NoContent, page.Status);
        mirror.DefaultRequestHeaders.Host = "elsewhere.example";
        Assert.Equal(HttpStatusCode.Forbidden, (await mirror.PushAsync()).Status);

        await boundary.StopAsync();
        var period = Assert.Single(new ObservedFile(boundary.State).Read());
        Assert.Equal([("unseen", "party.host"), ("crosses", "")], period.Outcomes.Select(outcome => (outcome.Decision, outcome.Code)));
    }

    [Fact]
    public async Task A_party_that_does_not_call_the_route_is_seen_not_to()
    {
        await using var boundary = await Boundary.OpenAsync(listeners: OnLoopback("clinic-hk"));
        using var mirror = Mirror();

        await mirror.PushAsync();

        await boundary.StopAsync();
        Assert.Equal("party.not_on_route", Assert.Single(Assert.Single(new ObservedFile(boundary.State).Read()).Outcomes).Code);
    }

    [Fact]
    public async Task A_party_that_the_bundle_lacks_is_a_fault_with_its_line()
    {
        await using var boundary = Boundary.Prepare(listeners: OnLoopback("nobody"));

        var fault = Assert.Single(await boundary.TryStartAsync(), fault => !fault.IsWarning);
        Assert.Equal(("sidecar.party", "Listeners.observe.Party"), (fault.Code, fault.Path));
        Assert.True(fault.Line > 0);
    }

    [Fact]
    public async Task On_a_socket_only_the_proxys_user_may_mirror()
    {
        var listener = new { Party = "bank-gz", Socket = "run/observe.sock", Uids = new[] { PosixFile.OwnUser + 1 } };
        await using var boundary = await Boundary.OpenAsync(listeners: new Dictionary<string, object> { ["observe"] = listener });
        using var client = new HttpClient(new SocketsHttpHandler { ConnectCallback = (_, _) => ConnectAsync(boundary) });

        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(new Uri("http://x/"), TestContext.Current.CancellationToken));

        await boundary.StopAsync();
        Assert.Equal(RefusalCode.PartyUnknown.Wire, Assert.Single(boundary.Entries(), entry => entry.Kind == "refusal").Code);
        Assert.Empty(new ObservedFile(boundary.State).Read());
    }

    [Fact]
    public async Task What_was_observed_is_told_in_words_and_for_machines_and_by_the_status()
    {
        await using var boundary = await Boundary.OpenAsync(listeners: OnLoopback());
        using (var mirror = Mirror())
        {
            await mirror.PushAsync();
            await mirror.PushAsync("{broken");
        }

        await boundary.StopAsync();
        var words = await CapturedCommand.RunAsync("observed", "--config", boundary.ConfigFile);
        Assert.Equal(3, words.ExitCode);
        Assert.Contains("push: 1 would cross\n", words.Output, StringComparison.Ordinal);
        Assert.Contains("push: 1 would be refused, body.malformed", words.Output, StringComparison.Ordinal);
        var machines = await CapturedCommand.RunAsync("observed", "--config", boundary.ConfigFile, "--json");
        Assert.Contains("\"code\":\"body.malformed\"", machines.Output, StringComparison.Ordinal);
        var status = await CapturedCommand.RunAsync("status", "--config", boundary.ConfigFile);
        Assert.Contains("1 copies would cross, 1 would not", status.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_large_copies_that_no_rule_is_for_took_of_the_memory_is_given_back()
    {
        await using var boundary = await Boundary.OpenAsync(listeners: OnLoopback(), settings: new Dictionary<string, string>
        {
            ["Reading__MemoryBudgetBytes"] = "16777216",
            ["Reading__RoomTimeout"] = "00:00:01",
        });
        using var mirror = Mirror();
        var large = $$"""{"batch":"{{new string('b', 700_000)}}","customers":[]}""";

        await mirror.PushAsync(large, "/no/such/route");
        await mirror.PushAsync(large);

        await boundary.StopAsync();
        Assert.Equal(
            [("refused", "route.unknown"), ("crosses", "")],
            Assert.Single(new ObservedFile(boundary.State).Read()).Outcomes.Select(outcome => (outcome.Decision, outcome.Code)));
    }

    [Fact]
    public async Task Nothing_observed_is_said_so()
    {
        await using var boundary = Boundary.Prepare();

        var words = await CapturedCommand.RunAsync("observed", "--config", boundary.ConfigFile);
        Assert.Equal((0, "nothing was observed\n"), (words.ExitCode, words.Output));
    }

    [Fact]
    public async Task A_web_server_that_mirrors_goes_on_as_always_and_its_traffic_is_seen()
    {
        // CI installs it (.ci/run); a machine without it may skip, and says so.
        Assert.SkipUnless(Nginx.Program is not null || Environment.GetEnvironmentVariable("CI") == "true", "nginx is not installed");
        await using var boundary = await Boundary.OpenAsync(listeners: OnLoopback());
        var address = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{_port}");
        await using var nginx = await Nginx.StartAsync(address);
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{nginx.Port}") };

        for (var i = 0; i < 3; i++)
        {
            var answer = await client.PushAsync();
            Assert.Equal((HttpStatusCode.OK, "as always"), (answer.Status, answer.Text));
        }

        await Eventually.TrueAsync(() => Seen(boundary) == 3 ? boundary : null);
        Assert.Empty(boundary.BankHk.Received);
    }

    private static long Seen(Boundary boundary) => boundary.Daemon.Observed
        .Sum(period => period.Outcomes.Where(outcome => outcome is { Route: "push", Decision: "crosses" }).Sum(outcome => outcome.Count));

    private Dictionary<string, object> OnLoopback(string party = "bank-gz") => new()
    {
        ["observe"] = new { Party = party, Address = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{_port}") },
    };

    private HttpClient Mirror() => new() { BaseAddress = new Uri($"http://127.0.0.1:{_port}") };

    private static async ValueTask<Stream> ConnectAsync(Boundary boundary)
    {
        var socket = new System.Net.Sockets.Socket(
            System.Net.Sockets.AddressFamily.Unix, System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Unspecified);
        await socket.ConnectAsync(new System.Net.Sockets.UnixDomainSocketEndPoint(Path.Combine(boundary.Folder, "run", "observe.sock")));
        return new System.Net.Sockets.NetworkStream(socket, ownsSocket: true);
    }
}
