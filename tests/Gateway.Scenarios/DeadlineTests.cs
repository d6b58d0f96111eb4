using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Gateway.Scenarios.Fakes;

namespace Gateway.Scenarios;

/// <summary>Every phase of a transfer ends: whoever dawdles, on either side, holds nothing for ever.</summary>
public sealed class DeadlineTests
{
    private static readonly TimeSpan Generous = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_head_that_never_ends_is_cut_off_and_counted()
    {
        await using var boundary = await OpenAsync(("Reading__HeadersTimeout", "00:00:01"));
        using var certificate = DevAssets.Certificate("bank-gz.client");
        await using var caller = await RawCaller.ConnectAsync(boundary.Door("north"), certificate);

        var answer = await caller.SendAsync(
            Encoding.ASCII.GetBytes($"POST {Asking.PushPath} HTTP/1.1\r\nHost: a\r\nX-Slow: "), Generous);

        Assert.StartsWith("HTTP/1.1 408 ", answer, StringComparison.Ordinal);
        await boundary.StopAsync();
        Assert.Single(boundary.Entries(), entry => entry is { Kind: "refusal", Code: "message.malformed" });
    }

    [Fact]
    public async Task A_body_that_trickles_is_ended_by_the_time_of_the_whole_transfer_too()
    {
        await using var boundary = await OpenAsync(("Identity__TransferTimeout", "00:00:01"), ("Reading__Timeout", "00:05:00"));
        using var certificate = DevAssets.Certificate("bank-gz.client");
        await using var caller = await RawCaller.ConnectAsync(boundary.Door("north"), certificate);

        var answer = await caller.SendAsync(Head(900), Generous);

        Assert.Contains("body.timeout", answer, StringComparison.Ordinal);
        Assert.Empty(boundary.BankHk.Received);
    }

    [Fact]
    public async Task A_far_side_that_never_answers_is_ended_by_the_time_of_the_whole_transfer_too()
    {
        await using var boundary = await OpenAsync(("Identity__TransferTimeout", "00:00:02"), ("Forwarding__Timeout", "00:05:00"));
        using var gate = new Gate(boundary.BankHk);

        var answer = await boundary.North().PushAsync();

        await Expect.FailedAsync(boundary, answer, "upstream.timeout", "\"unknown\"");
    }

    [Theory]
    [InlineData("Reading__Timeout", "Identity__TransferTimeout")]
    [InlineData("Identity__TransferTimeout", "Reading__Timeout")]
    public async Task An_answer_that_stalls_half_way_does_not_cross(string shortOne, string longOne)
    {
        await using var boundary = await OpenAsync((shortOne, "00:00:02"), (longOne, "00:05:00"));
        boundary.BankHk.Answer = _ => FarAnswer.Raw(
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{\"accepted\":1");

        var answer = await boundary.North().PushAsync();

        Expect.RefusedOnTheWayBack(boundary, answer, "body.timeout");
        var entries = await boundary.WholeAsync(answer.TransferId);
        Assert.Equal("true", entries.Single(entry => entry.Kind == "outcome").Raw("delivered"));
    }

    [Theory]
    [InlineData("Gateway.Screening.", "body.timeout")]
    [InlineData("Gateway.Stamping.", "stopped")]
    public async Task Time_that_runs_out_in_customs_is_refused_on_record_and_nothing_leaves(string room, string code)
    {
        var clock = new EndingClock { EndsIn = room };
        await using var boundary = await OpenAsync(clock);

        Expect.RefusedBeforeLeaving(boundary, await boundary.North().PushAsync(), code);

        Assert.True(clock.HasEnded);
        Assert.Equal(HttpStatusCode.OK, (await boundary.North().PushAsync()).Status);
    }

    [Theory]
    [InlineData("Gateway.Screening.", "body.timeout")]
    [InlineData("Gateway.Stamping.", "stopped")]
    public async Task An_answer_whose_time_runs_out_in_customs_is_refused_on_record_and_does_not_cross(string room, string code)
    {
        var clock = new EndingClock();
        await using var boundary = await OpenAsync(clock);
        boundary.BankHk.Answer = _ =>
        {
            clock.EndsIn = room;
            return FarAnswer.Json("""{"accepted":1}""");
        };

        var answer = await boundary.North().PushAsync();

        Expect.RefusedOnTheWayBack(boundary, answer, code);
        Assert.Equal("true", (await boundary.WholeAsync(answer.TransferId)).Single(entry => entry.Kind == "outcome").Raw("delivered"));
    }

    [Fact]
    public async Task A_far_side_that_cannot_be_connected_to_holds_nobody()
    {
        // Nobody accepts, and the queue is full: the kernel drops what comes, as a firewall would.
        using var deaf = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        deaf.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        deaf.Listen(0);
        var port = ((IPEndPoint)deaf.LocalEndPoint!).Port;
        using var filler = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await filler.ConnectAsync(IPAddress.Loopback, port, TestContext.Current.CancellationToken);
        await using var boundary = await Boundary.OpenAsync(
            text => text.Replace("${bank-hk}", $"{port}", StringComparison.Ordinal),
            new Dictionary<string, string> { ["Forwarding__ConnectTimeout"] = "00:00:01" });

        var answer = await boundary.North().PushAsync();

        Assert.Contains(answer.Code, new[] { "upstream.unreachable", "upstream.timeout" });
        Assert.False(answer.Problem.GetProperty("delivered").ValueKind == System.Text.Json.JsonValueKind.True);
    }

    [Fact]
    public async Task A_reader_that_stops_reading_is_cut_off_and_the_record_says_nobody_knows()
    {
        await using var boundary = await OpenAsync(
            ("Identity__TransferTimeout", "00:00:04"), ("Identity__MaxConcurrent", "1"), ("Reading__MaxBodyBytes", "16777216"));
        var note = new string('n', 14 * 1024 * 1024);
        boundary.BankHk.Answer = _ => FarAnswer.Json($$"""{"note":"{{note}}"}""");
        using var certificate = DevAssets.Certificate("bank-gz.client");
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
        await client.ConnectAsync(boundary.Door("north"), TestContext.Current.CancellationToken);
        await using var tls = await OpenTlsAsync(client, certificate);

        await tls.WriteAsync(
            Head(Asking.File.Length).Concat(Encoding.UTF8.GetBytes(Asking.File)).ToArray(), TestContext.Current.CancellationToken);

        var outcome = await Eventually.TrueAsync(() => boundary.Entries().FirstOrDefault(entry => entry.Kind == "outcome"));
        Assert.Equal("\"unknown\"", outcome.Raw("delivered"));
        boundary.BankHk.Answer = _ => FarAnswer.Json("""{"accepted":1}""");
        await Eventually.TrueAsync(() => boundary.Daemon is { } daemon && daemon.UnderWay == 0 ? daemon : null);
        Assert.Equal(HttpStatusCode.OK, (await boundary.North().PushAsync()).Status);
    }

    private static Task<Boundary> OpenAsync(params (string Key, string Value)[] settings) =>
        Boundary.OpenAsync(settings: settings.ToDictionary(setting => setting.Key, setting => setting.Value));

    private static async Task<SslStream> OpenTlsAsync(Socket socket, X509Certificate2 certificate)
    {
        var tls = new SslStream(new NetworkStream(socket, ownsSocket: false));
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "localhost",
            ClientCertificates = [certificate],
#pragma warning disable CA5359 // What the gateway shows is looked at elsewhere.
            RemoteCertificateValidationCallback = (_, _, _, _) => true,
#pragma warning restore CA5359
        });
        return tls;
    }

    private static byte[] Head(int length) => Encoding.ASCII.GetBytes(
        $"POST {Asking.PushPath} HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n");

    private static Task<Boundary> OpenAsync(EndingClock clock) => Boundary.OpenAsync(
        settings: new Dictionary<string, string> { ["Identity__TransferTimeout"] = $"{EndingClock.TransferTime}" }, time: clock);

    /// <summary>A clock by which a transfer's time is up when a certain part of the daemon looks at it: once.</summary>
    private sealed class EndingClock : TimeProvider
    {
        // No other timer of the daemon has this length.
        internal static readonly TimeSpan TransferTime = TimeSpan.FromSeconds(299);

        private volatile string? _endsIn;
        private volatile Action? _end;

        internal string? EndsIn
        {
            set => _endsIn = value;
        }

        internal bool HasEnded { get; private set; }

        public override DateTimeOffset GetUtcNow()
        {
            Look();
            return System.GetUtcNow();
        }

        public override long GetTimestamp()
        {
            Look();
            return System.GetTimestamp();
        }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime == TransferTime)
            {
                _end = () => callback(state);
            }

            return System.CreateTimer(callback, state, dueTime, period);
        }

        private void Look()
        {
            if (_endsIn is { } place && Environment.StackTrace.Contains(place, StringComparison.Ordinal))
            {
                _endsIn = null;
                HasEnded = true;
                _end!();
            }
        }
    }
}
