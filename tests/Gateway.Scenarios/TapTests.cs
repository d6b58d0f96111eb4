using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Audit.Taps;
using Gateway.Ledger.Inspection;
using Gateway.Scenarios.Fakes;

namespace Gateway.Scenarios;

/// <summary>Taps of a whole daemon: whom they talk to, what another zone gets, and that no transfer waits for one.</summary>
public sealed class TapTests
{
    [Fact]
    public async Task A_receiver_that_is_dead_delays_no_transfer_and_is_an_alarm_and_a_metric()
    {
        using var pki = new TapPki();
        await using var boundary = Boundary.Prepare();
        TapRestartTests.AddTap(boundary.ConfigFile, FreePort.Take(), pki);
        await boundary.StartAsync();
        var north = boundary.North();
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await north.PushAsync()).Status);
        }

        await Eventually.TrueAsync(() => boundary.Daemon.Taps.Single().View.Fault == TapException.Unreachable ? boundary : null);
        Assert.Contains("tap siem does not deliver: unreachable", LogCapture.Instance.Text, StringComparison.Ordinal);
        var page = (await boundary.ProbeAsync("/metrics")).Text;
        Assert.Matches("gateway_tap_failures_total\\{tap=\"siem\"\\} [1-9]", page);
        Assert.Matches("gateway_tap_lag_entries\\{tap=\"siem\"\\} [1-9]", page);
        Assert.Matches("gateway_tap_lag_seconds\\{tap=\"siem\"\\} [0-9]", page);
    }

    [Theory]
    [InlineData("server", "client", TapPki.ServerName, false, null)]
    [InlineData("server", "client", "other.example", false, "untrusted")]
    [InlineData("foreign", "client", TapPki.ServerName, false, "untrusted")]
    [InlineData("client", "client", TapPki.ClientName, false, "untrusted")]
    [InlineData("server", "client", TapPki.ServerName, true, "untrusted")]
    public async Task Only_a_receiver_of_the_configured_authority_name_and_use_gets_anything_and_never_below_TLS_1_2(
        string shown, string client, string name, bool isOld, string? reason)
    {
        using var pki = new TapPki();
        await using var receiver = new TlsReceiver(pki, shown, isOld);
        await using var boundary = Boundary.Prepare();
        TapRestartTests.AddTap(boundary.ConfigFile, receiver.Port, pki, tap =>
        {
            tap["ServerName"] = name;
            tap["Certificate"] = pki.Certificate(client);
        });
        await boundary.StartAsync();
        if (reason is null)
        {
            await Eventually.TrueAsync(() => receiver.Text.Contains("\"kind\":\"start\"", StringComparison.Ordinal) ? receiver : null);
            Assert.Equal(TapPki.ClientName, receiver.Client);
        }
        else
        {
            await Eventually.TrueAsync(() => boundary.Daemon.Taps.Single().View.Fault == reason ? receiver : null);
            Assert.Equal("", receiver.Text);
        }
    }

    [Fact]
    public async Task A_tap_into_the_other_zone_carries_places_and_leaf_hashes_and_nothing_of_the_entries()
    {
        await using var boundary = Boundary.Prepare();
        var (own, other) = (Path.Combine(boundary.Folder, "own.jsonl"), Path.Combine(boundary.Folder, "other.jsonl"));
        AddFiles(boundary.ConfigFile, ("own", "CN", own), ("other", "HK", other));
        await boundary.StartAsync();
        await boundary.North().PushAsync();
        await Eventually.TrueAsync(() => Lines(own).Any(line => Is(line, "outcome")) ? own : null);
        var count = Lines(own).Count;
        await Eventually.TrueAsync(() => Lines(other).Count >= count ? other : null);
        await boundary.StopAsync();

        Assert.Contains(Lines(own), line => line.Contains("bank-hk", StringComparison.Ordinal));
        Assert.All(Lines(other), line => Assert.Contains("\"withheld\":true", line, StringComparison.Ordinal));
        Assert.All(
            new[] { "bank-gz", "bank-hk", "BK.cdd", "release", "transferId" },
            word => Assert.DoesNotContain(Lines(other), line => line.Contains(word, StringComparison.Ordinal)));

        // What both got can be held against each other and against the ledger.
        var leaves = new PublishedEntries(boundary.Ledger).From(LedgerCursor.Start, CancellationToken.None)
            .Select(entry => Convert.ToHexStringLower(entry.LeafHash.Span)).ToList();
        Assert.Equal(leaves.Take(count), Lines(other).Take(count).Select(Leaf));
        Assert.Equal(leaves.Take(count), Lines(own).Take(count).Select(Leaf));
    }

    internal static void AddFiles(string configFile, params (string Name, string Zone, string File)[] taps)
    {
        var settings = JsonNode.Parse(File.ReadAllText(configFile))!.AsObject();
        settings["Audit"] = JsonSerializer.SerializeToNode(new
        {
            Zone = "CN",
            Taps = taps.ToDictionary(tap => tap.Name, tap => new { Kind = "file", tap.Zone, tap.File }),
        });
        File.WriteAllText(configFile, settings.ToJsonString());
    }

    private static bool Is(string line, string kind) => line.Contains($"\"kind\":\"{kind}\"", StringComparison.Ordinal);

    private static string Leaf(string line)
    {
        using var json = JsonDocument.Parse(line);
        return json.RootElement.GetProperty("unmapped").GetProperty("leafHash").GetString()!;
    }

    internal static List<string> Lines(string file)
    {
        if (!File.Exists(file))
        {
            return [];
        }

        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        var text = reader.ReadToEnd();
        return [.. text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries)];
    }

    /// <summary>A receiver that shows what it is told to, and keeps what it is sent.</summary>
    private sealed class TlsReceiver : IAsyncDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly StringBuilder _text = new();
        private readonly Task _taking;

        internal TlsReceiver(TapPki pki, string shown, bool isOld)
        {
            _listener.Start();
            _taking = TakeAsync(new SslServerAuthenticationOptions
            {
                ServerCertificate = pki.Load(shown),
                ClientCertificateRequired = true,
#pragma warning disable CA5359, CA5397, CA5398, SYSLIB0039 // A receiver of the kind that must not be talked to.
                RemoteCertificateValidationCallback = (_, certificate, _, _) =>
                {
                    Client = certificate?.Subject["CN=".Length..];
                    return true;
                },
                EnabledSslProtocols = isOld ? SslProtocols.Tls11 : SslProtocols.None,
#pragma warning restore CA5359, CA5397, CA5398, SYSLIB0039
            });
        }

        internal int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

        internal string? Client { get; private set; }

        internal string Text
        {
            get
            {
                lock (_text)
                {
                    return _text.ToString();
                }
            }
        }

        public async ValueTask DisposeAsync()
        {
            _listener.Stop();
            await _taking;
        }

        private async Task TakeAsync(SslServerAuthenticationOptions options)
        {
            while (true)
            {
                try
                {
                    using var client = await _listener.AcceptTcpClientAsync();
                    await using var tls = new SslStream(client.GetStream());
                    await tls.AuthenticateAsServerAsync(options);
                    using var reader = new StreamReader(tls, Encoding.ASCII);
                    var text = await reader.ReadToEndAsync();
                    lock (_text)
                    {
                        _text.Append(text);
                    }
                }
                catch (SocketException)
                {
                    return;
                }
                catch (Exception e) when (e is AuthenticationException or IOException)
                {
                    // The tap turned away: that is what is looked at.
                }
            }
        }
    }
}
