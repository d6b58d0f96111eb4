using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Commands.Dev;
using Gateway.Ledger;
using Gateway.Ledger.Entries;
using Gateway.Ledger.Inspection;
using Gateway.Scenarios.Fakes;
using Gateway.Stamping;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Scenarios;

/// <summary>A syslog receiver that nobody here wrote gets every entry, whoever is restarted or killed meanwhile.</summary>
public sealed class TapRestartTests
{
    private const string NotHere = "rsyslog is not installed";

    // tests/taps.sh asks for more of them, and for a report.
    private static readonly int Events =
        int.TryParse(Environment.GetEnvironmentVariable("TAP_EVENTS"), CultureInfo.InvariantCulture, out var events) ? events : 5000;

    [Theory]
    [InlineData("gtls")]
    [InlineData("ossl")]
    public async Task Rsyslog_gets_every_entry_through_restarts_and_kills_of_either_side(string driver)
    {
        Assert.SkipWhen(Rsyslog.Program is null, NotHere);
        using var pki = new TapPki();
        await using var rsyslog = new Rsyslog(pki, driver);
        await using var boundary = Boundary.Prepare();
        AddTap(boundary.ConfigFile, rsyslog.Port, pki);
        await FillAsync(boundary, Events);
        var began = TimeProvider.System.GetTimestamp();
        rsyslog.Start();
        var daemon = ChildDaemon.Start(boundary.ConfigFile);
        try
        {
            await daemon.NorthAsync();
            await GrowsBeyondAsync(rsyslog, 1);
            await rsyslog.TerminateAsync();
            rsyslog.Start();
            await GrowsBeyondAsync(rsyslog, 2);
            await daemon.KillAsync();
            await daemon.DisposeAsync();
            daemon = ChildDaemon.Start(boundary.ConfigFile);
            await daemon.NorthAsync();
            await GrowsBeyondAsync(rsyslog, 3);
            await rsyslog.KillAsync();
            rsyslog.Start();
            await GrowsBeyondAsync(rsyslog, 4);
            await daemon.TerminateAsync();
            await daemon.DisposeAsync();
            daemon = ChildDaemon.Start(boundary.ConfigFile);
            await daemon.NorthAsync();
            var (sent, entries) = await EverythingAsync(rsyslog, boundary.Ledger);
            Report(driver, sent, entries, TimeProvider.System.GetElapsedTime(began));
        }
        finally
        {
            await daemon.DisposeAsync();
        }
    }

    internal static void AddTap(string configFile, int port, TapPki pki)
    {
        var settings = JsonNode.Parse(File.ReadAllText(configFile))!.AsObject();
        settings["Audit"] = JsonSerializer.SerializeToNode(new
        {
            Taps = new
            {
                siem = new
                {
                    Kind = "syslog",
                    Zone = "CN",
                    Server = $"127.0.0.1:{port}",
                    TapPki.ServerName,
                    Authority = pki.AuthorityFile,
                    Certificate = pki.Certificate("client"),
                    Key = pki.Key("client"),
                },
            },
        });
        File.WriteAllText(configFile, settings.ToJsonString());
    }

    /// <summary>A ledger of so many entries, as a daemon of this boundary would have left it.</summary>
    internal static async Task FillAsync(Boundary boundary, int entries)
    {
        using var key = Ed25519KeyFile.ReadPrivate(DevAssets.Pki.PrivateKey(KeyUse.Ledger));
        var settings = new LedgerSettings(boundary.Ledger, DevParties.Origin, Software.Name)
        {
            AnchorFile = Path.Combine(boundary.State, "ledger-anchor"),
        };
        await using var ledger = TransparencyLedger.Open(
            settings, key, TimeProvider.System, new PosixDisk(), NullLogger.Instance);
        var context = new EntryContext(Software.Name, new string('a', 64), []);
        for (var done = 0; done < entries; done += 500)
        {
            await Task.WhenAll(Enumerable.Range(0, Math.Min(500, entries - done)).Select(_ => ledger.AppendAsync(
                LedgerRecord.Of(new TickEntry(), context, TimeProvider.System), TestContext.Current.CancellationToken).AsTask()));
        }
    }

    // In the midst of it, as far as the speed of both allows: an event is longer than 500 bytes.
    private static Task GrowsBeyondAsync(Rsyslog rsyslog, int fifths) =>
        EventuallyAsync(() => rsyslog.Size() >= Events / 5L * fifths * 500);

    private static async Task<(int Sent, int Entries)> EverythingAsync(Rsyslog rsyslog, string ledger)
    {
        var leaves = new Dictionary<long, string>();
        var lines = rsyslog.Lines();
        IReadOnlyList<long> missing = [];
        await EventuallyAsync(() =>
        {
            foreach (var entry in new PublishedEntries(ledger).From(LedgerCursor.Start, CancellationToken.None))
            {
                leaves[entry.Cursor.Index] = Convert.ToHexStringLower(entry.LeafHash.Span);
            }

            lines = rsyslog.Lines();
            missing = [.. leaves.Keys.Except(lines.Select(line => Event(line).Index)).Order()];
            return missing.Count == 0;
        }, () => $"of {leaves.Count} are missing {missing.Count}: {string.Join(' ', missing.Take(5))} to {string.Join(' ', missing.TakeLast(5))}");

        // What came twice is the same twice, to the leaf hash; what is cut short would not have parsed.
        Assert.All(lines.Select(Event), sent => Assert.Equal(leaves.GetValueOrDefault(sent.Index, sent.Leaf), sent.Leaf));
        return (lines.Count, leaves.Count);
    }

    private static (long Index, string Leaf) Event(string line)
    {
        using var json = JsonDocument.Parse(line);
        var own = json.RootElement.GetProperty("unmapped");
        return (own.GetProperty("index").GetInt64(), own.GetProperty("leafHash").GetString()!);
    }

    private static async Task EventuallyAsync(Func<bool> look, Func<string>? why = null)
    {
        var begin = TimeProvider.System.GetTimestamp();
        while (!look())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(begin) < TimeSpan.FromMinutes(2), why?.Invoke() ?? "it never happened");
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }

    private static void Report(string driver, int sent, int entries, TimeSpan took)
    {
        if (Environment.GetEnvironmentVariable("TAP_REPORT") is { } file)
        {
            File.AppendAllText(file, string.Create(
                CultureInfo.InvariantCulture,
                $"{driver}: {entries} entries, 0 missing, {sent - entries} sent again, {took.TotalSeconds:F1} s\n"));
        }
    }
}
