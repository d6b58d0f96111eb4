using System.Globalization;
using System.Net;
using System.Net.Security;
using Gateway.Ledger.Verification;
using Gateway.Scenarios.Fakes;

namespace Gateway.Scenarios;

/// <summary>What a killed process leaves behind: the ledger knows everything the far side received.</summary>
public sealed class KillTests
{
    // tests/kill-rounds.sh asks for more of them.
    private static readonly int Rounds =
        int.TryParse(Environment.GetEnvironmentVariable("KILL_ROUNDS"), CultureInfo.InvariantCulture, out var rounds) ? rounds : 20;

    [Fact]
    public async Task After_a_kill_in_the_midst_of_it_every_transfer_received_is_on_record()
    {
        await using var boundary = Boundary.Prepare();
        var received = 0;
        for (var round = 0; round < Rounds; round++)
        {
            await using (var daemon = ChildDaemon.Start(boundary.ConfigFile))
            {
                using var load = new Load(await daemon.NorthAsync());
                await Eventually.TrueAsync(() => boundary.BankHk.Received.Count > received + 10 ? this : null);
                await Task.Delay(round % 20 * 7, TestContext.Current.CancellationToken);
                await daemon.KillAsync();
            }

            var released = boundary.Entries().Where(entry => entry.Kind == "release").Select(entry => entry.TransferId).ToHashSet();
            var ids = boundary.BankHk.Received.Select(request => request.Field("Transfer-Id")).ToList();
            Assert.All(ids, id => Assert.Contains(id, released));
            Assert.Equal(ids.Count, ids.Distinct().Count());
            Assert.Empty(LedgerVerifier.Verify(boundary.Ledger, null).Findings);
            received = ids.Count;
        }

        // A last, clean life: what was open is closed, as unknown.
        await boundary.StartAsync();
        await boundary.StopAsync();
        var entries = boundary.Entries();
        var closed = entries.Where(entry => entry.Kind == "outcome").Select(entry => entry.TransferId).ToHashSet();
        Assert.All(
            entries.Where(entry => entry is { Kind: "release", Leg: "request" }),
            entry => Assert.Contains(entry.TransferId, closed));
        Assert.Empty(LedgerVerifier.Verify(boundary.Ledger, null).Findings);
    }

    [Fact]
    public async Task A_daemon_that_cannot_write_its_ledger_opens_no_door()
    {
        await using var boundary = Boundary.Prepare();
        await using var daemon = ChildDaemon.Start(boundary.ConfigFile, fileBlocks: 2048);

        Assert.Equal(1, await daemon.ExitCodeAsync());
        Assert.Contains("the ledger does not open", daemon.Said, StringComparison.Ordinal);
        Assert.DoesNotContain("north", daemon.Said, StringComparison.Ordinal);
    }

    /// <summary>Callers that push as fast as they can until they are told to stop.</summary>
    private sealed class Load : IDisposable
    {
        private readonly CancellationTokenSource _end = new();
        private readonly HttpClient _client;
        private readonly Task _pushing;

        internal Load(IPEndPoint door)
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
            _pushing = Task.WhenAll(Enumerable.Range(0, 8).Select(_ => PushAsync()));
        }

        public void Dispose()
        {
            _end.Cancel();
            _pushing.GetAwaiter().GetResult();
            _client.Dispose();
            _end.Dispose();
        }

        private async Task PushAsync()
        {
            while (!_end.IsCancellationRequested)
            {
                try
                {
                    await _client.PushAsync();
                }
                catch (HttpRequestException)
                {
                    await Task.Delay(20);
                }
            }
        }
    }
}
