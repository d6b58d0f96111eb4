using System.Text.Json;
using System.Text.RegularExpressions;
using Gateway.Ledger.Inspection;
using Gateway.Scenarios.Fakes;

namespace Gateway.Scenarios;

/// <summary>What an operator is told of taps by the commands.</summary>
[Collection(nameof(StandardOutput))]
public sealed class TapStatusTests
{
    [Fact]
    public async Task Status_says_how_far_each_tap_got_with_the_daemon_stopped_too()
    {
        await using var boundary = Boundary.Prepare();
        var file = Path.Combine(boundary.Folder, "own.jsonl");
        TapTests.AddFiles(boundary.ConfigFile, ("own", "CN", file));
        await boundary.StartAsync();
        await Eventually.TrueAsync(() => TapTests.Lines(file).Count > 0 ? file : null);
        await boundary.StopAsync();

        var (_, output) = await CommandLine.RunAsync("status", "--config", boundary.ConfigFile, "--json");
        using var status = JsonDocument.Parse(output);
        var tap = status.RootElement.GetProperty("taps")[0];
        Assert.Equal(("own", "file", "CN"), (
            tap.GetProperty("name").GetString(), tap.GetProperty("kind").GetString(), tap.GetProperty("zone").GetString()));
        Assert.True(LedgerCursor.TryParse(tap.GetProperty("next").GetString(), out var next) && next.Index > 0);

        // The stop entry at least came after the tap had ended.
        Assert.InRange(tap.GetProperty("lagEntries").GetInt64(), 1, 100);
        (_, output) = await CommandLine.RunAsync("status", "--config", boundary.ConfigFile);
        Assert.Contains("tap: own (file, CN), has everything before 20", output, StringComparison.Ordinal);

        // The ledger has another entry where the cursor says it read one: the tap will stand still.
        var cursor = Path.Combine(boundary.State, "taps", "own.json");
        File.WriteAllText(cursor, Regex.Replace(File.ReadAllText(cursor), "\"leafHash\":\"[0-9a-f]{64}\"", $"\"leafHash\":\"{new string('0', 64)}\""));
        (_, output) = await CommandLine.RunAsync("status", "--config", boundary.ConfigFile, "--json");
        Assert.Contains("\"code\":\"tap-cursor\"", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_tap_needs_and_has_not_is_told_by_check_with_its_place()
    {
        using var pki = new TapPki();
        await using var boundary = Boundary.Prepare();
        TapRestartTests.AddTap(boundary.ConfigFile, 6514, pki, tap =>
        {
            tap["Authority"] = pki.Key("server");
            tap["Key"] = pki.Key("server");
            tap["Party"] = "bank-hk";
            tap["Zone"] = "HK";
        });

        var (code, output) = await CommandLine.RunAsync("check", "--config", boundary.ConfigFile);

        Assert.Equal(3, code);
        Assert.Contains("Audit.Taps.siem.Authority: 'server.key': no PEM certificate is in it", output, StringComparison.Ordinal);
        Assert.Contains("Audit.Taps.siem.Certificate: ", output, StringComparison.Ordinal);
        Assert.Contains("Audit.Taps.siem.Party: 'bank-hk' must be a regulator of the bundle", output, StringComparison.Ordinal);
    }
}
