using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using Gateway.Ledger.Verification;
using Gateway.Scenarios.Fakes;

namespace Gateway.Scenarios;

/// <summary>A daemon that is told to stop: what crossed is finished and on record, what has not begun is refused.</summary>
public sealed class DrainTests
{
    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task A_stop_in_the_midst_of_load_loses_no_answer_and_no_outcome(string signal)
    {
        await using var boundary = Boundary.Prepare();
        boundary.BankHk.Answer = _ => FarAnswer.Json("""{"accepted":1}""") with { Delay = TimeSpan.FromMilliseconds(30) };
        await using var daemon = ChildDaemon.Start(boundary.ConfigFile);
        using var load = new Load(await daemon.NorthAsync());
        await Eventually.TrueAsync(() => boundary.BankHk.Received.Count > 20 ? this : null);

        await daemon.SignalAsync(signal);
        Assert.Equal(0, await daemon.ExitCodeAsync());
        var answers = await load.EndAsync();

        Assert.All(answers, answer => Assert.Contains(answer.Code ?? "crossed", new[] { "crossed", "stopped" }));
        var entries = boundary.Entries();
        Assert.Equal("stop", entries[^1].Kind);
        var crossed = answers.Where(answer => answer.Status == HttpStatusCode.OK).Select(answer => answer.TransferId).ToHashSet();
        var received = boundary.BankHk.Received.Select(request => request.Field("Transfer-Id")!).ToList();
        Assert.Equal(received.Count, received.Distinct().Count());
        Assert.All(received, id => Assert.Contains(id, crossed));
        Assert.All(received, id => Assert.Single(entries, entry => entry.TransferId == id && entry is { Kind: "release", Leg: "request" }));
        Assert.All(
            received,
            id => Assert.Equal("true", Assert.Single(entries, entry => entry.TransferId == id && entry.Kind == "outcome").Raw("delivered")));
        Assert.Empty(LedgerVerifier.Verify(boundary.Ledger, null).Findings);
    }

    [Fact]
    public async Task What_does_not_end_in_time_is_cut_off_and_the_record_says_nobody_knows()
    {
        await using var boundary = Boundary.Prepare();
        using var gate = new Gate(boundary.BankHk);
        await using var daemon = ChildDaemon.Start(boundary.ConfigFile, settings: ("GATEWAY__State__DrainTimeout", "00:00:01"));
        using var load = new Load(await daemon.NorthAsync(), callers: 1);
        await gate.ReachedAsync(1);

        await daemon.SignalAsync("TERM");

        Assert.Equal(0, await daemon.ExitCodeAsync());
        AssertUnknownAndStopped(boundary);
    }

    [Fact]
    public async Task A_second_signal_hurries_and_harms_nothing()
    {
        await using var boundary = Boundary.Prepare();
        using var gate = new Gate(boundary.BankHk);
        await using var daemon = ChildDaemon.Start(
            boundary.ConfigFile, settings: ("GATEWAY__State__DrainTimeout", "00:30:00"));
        using var load = new Load(await daemon.NorthAsync(), callers: 1);
        await gate.ReachedAsync(1);

        await daemon.SignalAsync("TERM");
        await Eventually.TrueAsync(() => daemon.Said.Contains("stopping", StringComparison.Ordinal) ? daemon : null);
        await daemon.SignalAsync("INT");
        await daemon.SignalAsync("TERM");

        Assert.Equal(0, await daemon.ExitCodeAsync());
        AssertUnknownAndStopped(boundary);
    }

    [Fact]
    public async Task While_it_stops_it_is_not_ready_refuses_what_is_new_and_finishes_what_crossed()
    {
        await using var boundary = await Boundary.OpenAsync();
        using var probe = new HttpClient { BaseAddress = new Uri($"http://{boundary.Door("probe")}") };
        using var gate = new Gate(boundary.BankHk);
        var under = boundary.North().PushAsync();
        await gate.ReachedAsync(1);

        var draining = boundary.Daemon.DrainAsync(CancellationToken.None);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await probe.AskAsync(HttpMethod.Get, "/readyz", null)).Status);
        Assert.Equal(HttpStatusCode.OK, (await probe.AskAsync(HttpMethod.Get, "/healthz", null)).Status);
        var refused = await boundary.North().PushAsync();
        Assert.Equal(("stopped", HttpStatusCode.ServiceUnavailable), (refused.Code, refused.Status));
        Assert.True(refused.Headers.ConnectionClose);
        Assert.Single(boundary.EntriesOf(refused.TransferId), entry => entry.Code == "stopped");
        Assert.False(draining.IsCompleted);

        gate.Open();
        Assert.Equal(HttpStatusCode.OK, (await under).Status);
        await draining;
        Assert.Single(boundary.BankHk.Received);
    }

    [Fact]
    public async Task An_HTTP_2_connection_is_told_to_go_away_and_an_idle_one_is_closed()
    {
        await using var boundary = await Boundary.OpenAsync();
        using var certificate = DevAssets.Certificate("bank-gz.client");
        using var client = new TcpClient();
        await client.ConnectAsync(boundary.Door("north"), TestContext.Current.CancellationToken);
        await using var tls = new SslStream(client.GetStream());
        await tls.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = "localhost",
                ClientCertificates = [certificate],
                ApplicationProtocols = [SslApplicationProtocol.Http2],
#pragma warning disable CA5359 // What the gateway shows is looked at elsewhere.
                RemoteCertificateValidationCallback = (_, _, _, _) => true,
#pragma warning restore CA5359
            },
            TestContext.Current.CancellationToken);
        await tls.WriteAsync("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray().Concat(Settings).ToArray(), TestContext.Current.CancellationToken);
        Assert.Contains(FrameType.Settings, await FramesAsync(tls, until: FrameType.Settings));

        await boundary.Daemon.DrainAsync(CancellationToken.None);

        Assert.Contains(FrameType.GoAway, await FramesAsync(tls, until: FrameType.GoAway));
    }

    private static void AssertUnknownAndStopped(Boundary boundary)
    {
        var entries = boundary.Entries();
        Assert.Equal("stop", entries[^1].Kind);
        var id = Assert.Single(boundary.BankHk.Received).Field("Transfer-Id");
        Assert.Single(entries, entry => entry.TransferId == id && entry.Kind == "release");
        Assert.Equal(
            "\"unknown\"", Assert.Single(entries, entry => entry.TransferId == id && entry.Kind == "outcome").Raw("delivered"));
        Assert.Empty(LedgerVerifier.Verify(boundary.Ledger, null).Findings);
    }

    // RFC 9113 section 4.1: 24 bits of length, 8 of type, 8 of flags, 32 of stream.
    private static byte[] Settings => [0, 0, 0, (byte)FrameType.Settings, 0, 0, 0, 0, 0];

    private static async Task<List<FrameType>> FramesAsync(SslStream stream, FrameType until)
    {
        var frames = new List<FrameType>();
        var head = new byte[9];
        while (!frames.Contains(until)
            && await stream.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false) == head.Length)
        {
            await stream.ReadExactlyAsync(new byte[(head[0] << 16) | (head[1] << 8) | head[2]]);
            frames.Add((FrameType)head[3]);
        }

        return frames;
    }

    private enum FrameType
    {
        Settings = 4,
        GoAway = 7,
    }

    /// <summary>Callers that push until nobody answers any more, and keep every answer they got.</summary>
    private sealed class Load : IDisposable
    {
        private readonly ConcurrentQueue<CallersAnswer> _answers = new();
        private readonly CancellationTokenSource _end = new();
        private readonly HttpClient _client;
        private readonly Task _pushing;

        internal Load(IPEndPoint door, int callers = 8)
        {
            var certificate = DevAssets.Certificate("bank-gz.client");
            _client = new HttpClient(new SocketsHttpHandler
            {
                SslOptions = new SslClientAuthenticationOptions
                {
                    LocalCertificateSelectionCallback = (_, _, _, _, _) => certificate,
#pragma warning disable CA5359 // What the gateway shows is looked at elsewhere.
                    RemoteCertificateValidationCallback = (_, _, _, _) => true,
#pragma warning restore CA5359
                },
            })
            {
                BaseAddress = new Uri($"https://{door}"),
            };
            _pushing = Task.WhenAll(Enumerable.Range(0, callers).Select(_ => PushAsync()));
        }

        internal async Task<IReadOnlyList<CallersAnswer>> EndAsync()
        {
            await _end.CancelAsync();
            await _pushing;
            return [.. _answers];
        }

        public void Dispose()
        {
            _end.Cancel();
            _client.Dispose();
            _end.Dispose();
        }

        private async Task PushAsync()
        {
            while (!_end.IsCancellationRequested)
            {
                try
                {
                    _answers.Enqueue(await _client.PushAsync());
                }
                catch (Exception e) when (e is HttpRequestException or OperationCanceledException or ObjectDisposedException)
                {
                    // Nobody listens, or the connection was closed before the request was taken.
                    await Task.Delay(20);
                }
            }
        }
    }
}
