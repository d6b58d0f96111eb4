using System.Text.Json;
using System.Text.RegularExpressions;
using Gateway.Scenarios.Fakes;

namespace Gateway.Scenarios;

/// <summary><c>gateway status</c>: what is up, what runs out when, what is wrong and what mends it.</summary>
[Collection(nameof(StandardOutput))]
public sealed class StatusTests
{
    [Fact]
    public async Task A_running_daemon_in_order_has_no_finding()
    {
        await using var boundary = await Boundary.OpenAsync();
        WriteProbe(boundary);
        // The first checkpoint follows the first entries within a second, or when the machine gets to it.
        await Eventually.TrueAsync(() => Directory.GetFiles(boundary.Ledger, "checkpoint", SearchOption.AllDirectories)
            .Select(File.ReadAllLines)
            .FirstOrDefault(lines => lines.Length > 1 && lines[1] != "0"));

        var (exitCode, status) = await StatusAsync(boundary);

        Assert.Empty(Codes(status));
        Assert.Equal(0, exitCode);
        Assert.True(status.GetProperty("ok").GetBoolean());
        var daemon = status.GetProperty("daemon");
        Assert.True(daemon.GetProperty("running").GetBoolean());
        Assert.True(daemon.GetProperty("ready").GetBoolean());
        Assert.Equal(Environment.ProcessId, daemon.GetProperty("process").GetInt32());
        Assert.Equal("scenario", status.GetProperty("policy").GetProperty("name").GetString());
        Assert.True(status.GetProperty("ledger").GetProperty("size").GetInt64() > 0);
        Assert.Contains(status.GetProperty("expiries").EnumerateArray(), expiry => expiry.GetProperty("kind").GetString() == "crl");
    }

    [Fact]
    public async Task A_stopped_daemon_is_the_first_finding_and_the_ledger_is_still_told()
    {
        await using var boundary = await Boundary.OpenAsync();
        await boundary.StopAsync();

        var (exitCode, status) = await StatusAsync(boundary);

        Assert.Equal(3, exitCode);
        Assert.Equal(["not-running"], Codes(status));
        Assert.Equal("stop", status.GetProperty("ledger").GetProperty("lastKind").GetString());
        Assert.Equal(JsonValueKind.Null, status.GetProperty("daemon").GetProperty("ready").ValueKind);
    }

    [Fact]
    public async Task The_page_shows_exactly_what_is_printed()
    {
        await using var boundary = await Boundary.OpenAsync();
        await boundary.StopAsync();

        var (_, status) = await StatusAsync(boundary);

        Assert.Equal(OperatorTests.Members(OperatorTests.Examples()[^1]), OperatorTests.Members(status));
    }

    [Fact]
    public async Task The_stop_switch_is_told_with_the_way_to_let_go()
    {
        await using var boundary = await Boundary.OpenAsync();
        File.WriteAllText(Path.Combine(boundary.State, "stop"), "");

        var (exitCode, text) = await CommandLine.RunAsync("status", "--config", boundary.ConfigFile);

        Assert.Equal(3, exitCode);
        Assert.Contains(
            $"egress is stopped by the stop switch; find out who stopped it; when it may go on, 'rm {boundary.State}/stop'",
            text,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_older_copy_of_the_ledger_is_told_before_the_start_refuses_it()
    {
        await using var boundary = await Boundary.OpenAsync();
        await boundary.StopAsync();
        var older = boundary.Ledger + ".older";
        DevAssets.CopyFolder(boundary.Ledger, older);
        await boundary.StartAsync();
        await boundary.StopAsync();
        Assert.DoesNotContain("anchor-ahead", Codes((await StatusAsync(boundary)).Status));

        Directory.Delete(boundary.Ledger, recursive: true);
        Directory.Move(older, boundary.Ledger);

        var (exitCode, status) = await StatusAsync(boundary);
        Assert.Equal(3, exitCode);
        Assert.Contains("anchor-ahead", Codes(status));
    }

    [Fact]
    public async Task What_has_run_out_comes_before_what_will()
    {
        await using var boundary = Boundary.Prepare(text => text
            .Replace("expires: 2099-12-31T00:00:00Z", $"expires: {In(3)}T00:00:00Z", StringComparison.Ordinal)
            .Replace("validTo: 2099-12-31", "validTo: 2026-01-02", StringComparison.Ordinal));

        var (exitCode, status) = await StatusAsync(boundary);

        Assert.Equal(3, exitCode);
        var codes = Codes(status);
        Assert.Equal("not-running", codes[0]);
        Assert.Contains("instrument gba-bank-1", Subjects(status, "expired"));
        Assert.Equal(["bundle scenario"], Subjects(status, "expires"));
        Assert.True(codes.LastIndexOf("expired") < codes.IndexOf("expires"));
    }

    [Fact]
    public async Task How_far_ahead_to_look_is_the_operators_choice()
    {
        await using var boundary = Boundary.Prepare();

        var (_, usual) = await StatusAsync(boundary);
        var (_, far) = await StatusAsync(boundary, "--within", "91d");

        Assert.Empty(Subjects(usual, "expires"));
        Assert.Contains("trust-list example-cn", Subjects(far, "expires"));
    }

    [Fact]
    public async Task An_authority_without_a_crl_is_told()
    {
        await using var boundary = Boundary.Prepare();
        File.Delete(Path.Combine(boundary.Crls, "hk-issuing.crl"));

        var (_, status) = await StatusAsync(boundary);

        Assert.Equal(["hk-org-1", "hk-sign-1", "hk-tsa-1", "hk-person-1"], Subjects(status, "crl-missing"));
    }

    [Fact]
    public async Task A_fault_that_check_would_tell_is_told_here_too()
    {
        await using var boundary = Boundary.Prepare(text => text.Replace("basis: contract", "basis: contrakt", StringComparison.Ordinal));

        var (exitCode, status) = await StatusAsync(boundary);

        Assert.Equal(3, exitCode);
        var fault = status.GetProperty("findings").EnumerateArray().First(finding => finding.GetProperty("subject").GetString() == "scenario.yaml");
        Assert.Contains("scenario.yaml:", fault.GetProperty("what").GetString(), StringComparison.Ordinal);
        Assert.Contains("gateway check --config", fault.GetProperty("remedy").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_that_cannot_be_read_are_the_only_finding()
    {
        await using var boundary = Boundary.Prepare();
        File.WriteAllText(boundary.ConfigFile, "{");

        var (exitCode, status) = await StatusAsync(boundary);

        Assert.Equal((3, "settings.syntax"), (exitCode, Assert.Single(Codes(status))));
    }

    [Theory]
    [InlineData("zh-Hans", "网关未运行，不会有数据跨境", "服务器证书 north 将于 ", "example-cn #1、example-hk #1")]
    [InlineData("zh-Hant", "閘道並無運行，不會有數據跨境", "伺服器證書 north 將於 ", "example-cn #1、example-hk #1")]
    public async Task Findings_are_told_in_the_readers_language(string language, params string[] words)
    {
        await using var boundary = Boundary.Prepare();

        var (_, text) = await CommandLine.RunAsync(
            "status", "--config", boundary.ConfigFile, "--lang", language, "--within", "4000d");

        Assert.All(words, each => Assert.Contains(each, text, StringComparison.Ordinal));
        // What is quoted is a command to type.
        Assert.DoesNotMatch("[a-z]{2,} [a-z]{2,}", Regex.Replace(text, "'[^']*'", ""));
        Assert.DoesNotMatch("(certificate|trust-list|stamping-key|ledger-key|instrument|trust-entry) ", text);
        Assert.DoesNotMatch("(?m)Z +(ok|soon|expired) ", text);
    }

    [Theory]
    [InlineData("14")]
    [InlineData("d")]
    [InlineData("-1d")]
    public async Task A_time_that_is_none_is_wrong_usage(string within)
    {
        await using var boundary = Boundary.Prepare();

        Assert.Equal(1, (await CommandLine.RunAsync("status", "--config", boundary.ConfigFile, "--within", within)).ExitCode);
    }

    // The command asks the port that gateway.json names; here the daemon chose it when it started.
    private static void WriteProbe(Boundary boundary) => File.WriteAllText(
        boundary.ConfigFile,
        File.ReadAllText(boundary.ConfigFile).Replace(
            "\"probe\":{\"Address\":\"127.0.0.1:0\"",
            $"\"probe\":{{\"Address\":\"{boundary.Door("probe")}\"",
            StringComparison.Ordinal));

    private static async Task<(int ExitCode, JsonElement Status)> StatusAsync(Boundary boundary, params string[] more)
    {
        var (exitCode, text) = await CommandLine.RunAsync(["status", "--config", boundary.ConfigFile, "--json", .. more]);
        return (exitCode, JsonElement.Parse(text));
    }

    private static List<string> Codes(JsonElement status) =>
        [.. status.GetProperty("findings").EnumerateArray().Select(finding => finding.GetProperty("code").GetString()!)];

    private static List<string> Subjects(JsonElement status, string code) =>
    [
        .. status.GetProperty("findings").EnumerateArray()
            .Where(finding => finding.GetProperty("code").GetString() == code)
            .Select(finding => finding.GetProperty("subject").GetString()!),
    ];

    private static string In(int days) => TimeProvider.System.GetUtcNow().AddDays(days)
        .ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
