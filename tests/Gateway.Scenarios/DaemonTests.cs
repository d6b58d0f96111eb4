using System.Net;
using Gateway.Ledger;
using Gateway.Ledger.Verification;
using Gateway.Policies;
using Gateway.Scenarios.Fakes;

namespace Gateway.Scenarios;

/// <summary>The daemon as an operator meets it: start, stop, a new bundle, probes, strangers, a ledger that says no.</summary>
public sealed class DaemonTests
{
    [Fact]
    public async Task A_new_bundle_comes_into_force_and_is_recorded_first()
    {
        await using var boundary = await Boundary.OpenAsync();
        boundary.WriteBundle(text => Version(text, 8).Replace("/hk/notes", "/hk/news", StringComparison.Ordinal));
        await boundary.Daemon.ReloadAsync();

        Assert.Equal(HttpStatusCode.OK, (await boundary.North().PushAsync(path: "/hk/news")).Status);
        Assert.Equal("route.unknown", (await boundary.North().PushAsync(path: "/hk/notes")).Code);
        Assert.Equal(2, boundary.Entries().Count(entry => entry.Kind == "policy"));
    }

    [Fact]
    public async Task A_changed_file_is_noticed_without_being_told()
    {
        await using var boundary = await Boundary.OpenAsync(
            settings: new Dictionary<string, string> { ["Policy__ReloadInterval"] = "00:00:01" });
        boundary.WriteBundle(text => Version(text, 8));

        await Eventually.TrueAsync(() => boundary.Entries().Where(entry => entry.Kind == "policy").Skip(1).FirstOrDefault());
    }

    [Theory]
    [InlineData("routes:", "routes: [", "syntax")]
    [InlineData("version: 7", "version: 6", "behind 7")]
    [InlineData("path: /hk/notes", "path: /hk/news", "raise the version")]
    [InlineData("do: mask, keepFirst: 1 }", "do: keep }", "pinned")]
    [InlineData("consent: none", "consent: separate", "consent")]
    public async Task A_bundle_that_may_not_come_into_force_leaves_the_old_one(string from, string to, string said)
    {
        await using var boundary = await Boundary.OpenAsync();
        boundary.WriteBundle(text => said is "pinned" or "consent"
            ? Version(text, 8).Replace(from, to, StringComparison.Ordinal)
            : text.Replace(from, to, StringComparison.Ordinal));
        var before = LogCapture.Instance.Text.Length;
        await boundary.Daemon.ReloadAsync();

        Assert.Equal(HttpStatusCode.OK, (await boundary.North().PushAsync(path: "/hk/notes")).Status);
        Assert.Single(boundary.Entries(), entry => entry.Kind == "policy");
        Assert.NotEqual(before, LogCapture.Instance.Text.Length);
    }

    [Fact]
    public async Task Every_look_at_the_files_is_counted_by_what_came_of_it()
    {
        await using var boundary = await Boundary.OpenAsync();
        Assert.Equal((0, 0, 0), await ReloadsAsync(boundary));

        await boundary.Daemon.ReloadAsync();
        Assert.Equal((0, 0, 1), await ReloadsAsync(boundary));

        boundary.WriteBundle(text => Version(text, 8));
        await boundary.Daemon.ReloadAsync();
        Assert.Equal((1, 0, 1), await ReloadsAsync(boundary));

        // A part that is taken does not hide one that is not.
        boundary.WriteBundle(text => Version(text, 6));
        File.WriteAllBytes(
            Path.Combine(boundary.Crls, "newer.crl"), DevAssets.RevocationOf(DevAssets.Certificate("clinic-hk.client")));
        Assert.NotEmpty((await boundary.Daemon.ReloadAsync()).Taken);
        Assert.Equal((1, 1, 1), await ReloadsAsync(boundary));
    }

    [Fact]
    public async Task A_rollback_is_refused_after_a_restart_too()
    {
        await using var boundary = await Boundary.OpenAsync(text => Version(text, 9));
        await boundary.StopAsync();
        boundary.WriteBundle(text => Version(text, 8));

        Assert.Contains(await boundary.TryStartAsync(), fault => fault.Code == "bundle.rollback");
    }

    [Fact]
    public async Task A_second_daemon_on_the_same_ledger_does_not_start()
    {
        await using var boundary = await Boundary.OpenAsync();
        var faults = new List<Fault>();

        await Assert.ThrowsAnyAsync<LedgerStopException>(() => Commands.Run.GatewayDaemon.StartAsync(
            boundary.ConfigFile, new Dictionary<string, string>(), TimeProvider.System, faults, CancellationToken.None));

        Assert.Equal(HttpStatusCode.OK, (await boundary.North().PushAsync()).Status);
    }

    [Fact]
    public async Task A_restart_goes_on_where_the_ledger_ended()
    {
        await using var boundary = await Boundary.OpenAsync();
        await boundary.North().PushAsync();
        await boundary.StopAsync();
        var before = boundary.Entries().Count;
        await boundary.StartAsync();
        await boundary.North().PushAsync();
        await boundary.StopAsync();

        Assert.True(boundary.Entries().Count > before);
        Assert.Empty(LedgerVerifier.Verify(boundary.Ledger, null).Findings);
    }

    [Fact]
    public async Task Nothing_leaves_while_the_clock_stands_before_the_last_entry()
    {
        var clock = new MovedClock();
        await using var boundary = await Boundary.OpenAsync(time: clock);
        Assert.Equal(HttpStatusCode.OK, (await boundary.North().PushAsync()).Status);
        boundary.BankHk.Received.Clear();

        clock.Shift = TimeSpan.FromMinutes(-10);
        var answer = await boundary.North().PushAsync();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.Status);
        Assert.Equal("stopped", answer.Code);
        Assert.Empty(boundary.BankHk.Received);
        using var probe = new HttpClient { BaseAddress = new Uri($"http://{boundary.Door("probe")}") };
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await probe.AskAsync(HttpMethod.Get, "/readyz", null)).Status);

        // It has caught up: nothing was lost, and nothing has to be restarted.
        clock.Shift = TimeSpan.Zero;
        Assert.Equal(HttpStatusCode.OK, (await probe.AskAsync(HttpMethod.Get, "/readyz", null)).Status);
        Assert.Equal(HttpStatusCode.OK, (await boundary.North().PushAsync()).Status);
    }

    [Fact]
    public async Task Strangers_fill_ten_entries_a_minute_and_the_rest_is_one_counted_entry()
    {
        await using var boundary = await Boundary.OpenAsync();
        for (var i = 0; i < 25; i++)
        {
            var answer = await boundary.Client("north", null).PushAsync();
            Assert.Equal("certificate.absent", answer.Code);
            Assert.Equal(i < 10, answer.Header("Transfer-Ledger") is not null);
        }

        await boundary.StopAsync();
        var refusals = boundary.Entries().Where(entry => entry.Code == "certificate.absent").ToList();
        Assert.Equal(11, refusals.Count);
        Assert.Equal("15", Assert.Single(refusals, entry => entry.TransferId is null).Raw("count"));
    }

    [Fact]
    public async Task What_never_became_a_request_is_counted()
    {
        await using var boundary = await Boundary.OpenAsync();
        using (var plain = new System.Net.Sockets.TcpClient())
        {
            await plain.ConnectAsync(boundary.Door("north"), TestContext.Current.CancellationToken);
            await plain.GetStream().WriteAsync("GET / HTTP/1.1\r\n\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
            _ = await plain.GetStream().ReadAsync(new byte[100], TestContext.Current.CancellationToken);
        }

        await boundary.StopAsync();
        Assert.Single(boundary.Entries(), entry => entry is { Kind: "refusal", Code: "message.tls" });
    }

    [Theory]
    [InlineData("GET", "/healthz", 200)]
    [InlineData("GET", "/readyz", 200)]
    [InlineData("POST", "/healthz", 405)]
    [InlineData("GET", "/hk/notes", 404)]
    [InlineData("GET", "/.well-known/gateway-keys", 404)]
    public async Task The_probe_answers_probes_and_nothing_else(string method, string path, int status)
    {
        await using var boundary = await Boundary.OpenAsync();
        using var client = new HttpClient { BaseAddress = new Uri($"http://{boundary.Door("probe")}") };

        Assert.Equal(status, (int)(await client.AskAsync(new HttpMethod(method), path, null)).Status);
    }

    [Fact]
    public async Task The_public_keys_are_for_whoever_is_a_party()
    {
        await using var boundary = await Boundary.OpenAsync();
        var answer = await boundary.South().AskAsync(HttpMethod.Get, "/.well-known/gateway-keys", null);
        var keys = answer.Problem.GetProperty("keys");

        Assert.Equal(2, keys.GetArrayLength());
        Assert.Equal(
            File.ReadAllBytes(DevAssets.Pki.Endorsement(Stamping.KeyUse.Stamping)), keys[0].GetProperty("endorsement").GetBytesFromBase64());
        var stranger = await boundary.Client("south", null).AskAsync(HttpMethod.Get, "/.well-known/gateway-keys", null);
        Assert.Equal("certificate.absent", stranger.Code);
    }

    private static async Task<(int Taken, int Refused, int Unchanged)> ReloadsAsync(Boundary boundary)
    {
        var page = (await boundary.ProbeAsync("/metrics")).Text.Split('\n');
        return (Of("taken"), Of("refused"), Of("unchanged"));

        int Of(string outcome)
        {
            var name = $"gateway_reloads_total{{outcome=\"{outcome}\"}} ";
            var line = Assert.Single(page, line => line.StartsWith(name, StringComparison.Ordinal));
            return int.Parse(line[name.Length..], System.Globalization.CultureInfo.InvariantCulture);
        }
    }

    private static string Version(string text, int version) =>
        text.Replace("version: 7,", $"version: {version},", StringComparison.Ordinal);

    private sealed class MovedClock : TimeProvider
    {
        internal TimeSpan Shift { get; set; }

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Shift;
    }
}
