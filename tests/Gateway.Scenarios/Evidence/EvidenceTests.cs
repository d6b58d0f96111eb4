using System.Diagnostics;
using System.Text.Json;
using Gateway.Commands.Offline;
using Gateway.Evidence;
using Gateway.Scenarios.Demo;

namespace Gateway.Scenarios.Evidence;

/// <summary>Evidence of what the demo did: it stands on its own, and its own README says how to check it by hand.</summary>
[Collection(nameof(FinishedDemo))]
public sealed class EvidenceTests(FinishedDemo demo)
{
    public static TheoryData<string?, string> Transfers => new()
    {
        { null, "request" }, // a push: both legs carried
        { null, "response" }, // a pull
        { "screen.finding", "request" },
        { "screen.finding", "response" }, // refused on the way back
        { "certificate.absent", "request" }, // a stranger's
    };

    [Theory]
    [MemberData(nameof(Transfers))]
    public void Evidence_of_a_push_a_pull_and_a_refusal_is_valid_by_the_verifiers_own_anchors(string? code, string leg) =>
        Assert.Empty(EvidenceBox.Of(demo, code, leg).Verify());

    [Fact]
    public void Evidence_of_a_push_holds_what_the_contract_names_and_the_answers_leg()
    {
        var box = EvidenceBox.Of(demo, null);

        string[] named =
        [
            "manifest.json", "README.txt", "index.html", "statement.json", "signature-base.txt", "signature.bin",
            "stamping-key.json", "stamping-key.json.p7s", "ledger-key.json", "ledger-key.json.p7s", "transfer.tlog-proof",
            "entry.json", "seal.p7s", "trust-list-CN.json", "trust-list-CN.json.p7s", "trust-list-HK.json",
            "trust-list-HK.json.p7s", "bundle-lines.txt", "bundle-lines.txt.p7s", "rules.yaml", "response/statement.json",
        ];
        Assert.Empty(named.Except(box.Members.Keys));
        Assert.Equal(4, box.Members.Keys.Count(name => name.StartsWith("crls/", StringComparison.Ordinal)));
        Assert.Contains("id: BK.cdd", box.Text("rules.yaml"), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_anchors_of_ones_own_nothing_is_proven()
    {
        var findings = EvidenceBox.Of(demo, null).Verify(new AnchorFiles([], null, null));

        Assert.All(findings, finding => Assert.Equal("evidence.unanchored", finding.Code));
        Assert.Equal(["--trust-list", "--log-policy"], findings.Select(finding => finding.Member));
    }

    [Fact]
    public void Another_log_or_other_lists_do_not_vouch_for_it()
    {
        using var scratch = new Scratch();
        var box = EvidenceBox.Of(demo, null);
        var own = EvidenceBox.AnchorsOf(demo);
        File.WriteAllText(
            scratch.At("policy"),
            File.ReadAllText(own.LogPolicyFile!).Replace("gateway.gz.example", "other.example", StringComparison.Ordinal));
        // A vkey whose name changed no longer has its own key id: not a policy at all.
        Assert.Contains(box.Verify(own with { LogPolicyFile = scratch.At("policy") }), finding => finding.Code == "evidence.unanchored");

        File.WriteAllText(scratch.At("policy"), "quorum none\n");
        Assert.Equal(
            ["proof.log"],
            box.Verify(own with { LogPolicyFile = scratch.At("policy") }).Select(finding => finding.Code).Distinct());

        File.AppendAllText(scratch.At("policy"), "");
        var witnessed = File.ReadAllText(own.LogPolicyFile!).Replace(
            "quorum none",
            "witness w1 witness.example.com/w1+a0059f11+BAOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4\nquorum w1",
            StringComparison.Ordinal);
        File.WriteAllText(scratch.At("policy"), witnessed);
        Assert.Equal(
            ["proof.quorum"],
            box.Verify(own with { LogPolicyFile = scratch.At("policy") }).Select(finding => finding.Code).Distinct());
    }

    [Fact]
    public void Without_the_keys_file_the_stamp_stays_unchecked_and_that_is_said()
    {
        var box = EvidenceBox.Of(demo, null, withKeys: false);

        Assert.Equal(
            [("evidence.missing", "response/signature-base.txt"), ("evidence.missing", "signature-base.txt")],
            box.Verify().Select(finding => (finding.Code, finding.Member)).Order());
        Assert.Empty(EvidenceBox.Of(demo, "screen.finding", withKeys: false).Verify());
    }

    [Fact]
    public void The_page_says_what_crossed_in_three_languages_without_script()
    {
        var page = EvidenceBox.Of(demo, null).Text("index.html");

        foreach (var said in new[] { "bank-gz", "bank-hk", "BK.cdd@", "account-opening", "数据提供方", "資料提供方" })
        {
            Assert.Contains(said, page, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("http", page.Replace("http-equiv", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Transfers))]
    public void The_steps_of_the_readme_check_it_by_hand_in_an_empty_directory(string? code, string leg)
    {
        using var scratch = new Scratch();
        EvidenceBox.Of(demo, code, leg).ExtractTo(scratch.Folder);

        Assert.Equal(0, RunReadme(scratch));
    }

    [Theory]
    [InlineData("entry.json")]
    [InlineData("signature-base.txt")]
    [InlineData("statement.json")]
    [InlineData("signature.bin")]
    [InlineData("stamping-key.json")]
    [InlineData("ledger-key.json")]
    [InlineData("seal.p7s")]
    [InlineData("bundle-lines.txt")]
    [InlineData("rules.yaml")]
    public void The_steps_of_the_readme_refuse_a_changed_member_whose_manifest_fits(string member)
    {
        using var scratch = new Scratch();
        var box = EvidenceBox.Of(demo, null);
        box.Flip(member, box.Members[member].Length - 40);
        box.CloseCarefully(withPage: false);
        box.ExtractTo(scratch.Folder);

        Assert.NotEqual(0, RunReadme(scratch));
    }

    [Fact]
    public async Task The_commands_write_verify_and_refuse_to_overwrite()
    {
        using var scratch = new Scratch();
        var id = demo.Transfers.First().GetProperty("id").GetString()!;
        string[] make =
        [
            "evidence", "--ledger", demo.At("ledger"), "--id", id, "--out", scratch.At("e.zip"),
            "--keys", demo.At("keys", "keys.json"),
        ];
        Assert.Equal(0, (await GatewayAsync(make)).ExitCode);
        Assert.Equal(1, (await GatewayAsync(make)).ExitCode);
        make[4] = Guid.Empty.ToString();
        make[6] = scratch.At("none.zip");
        Assert.Equal(3, (await GatewayAsync(make)).ExitCode);
        Assert.False(File.Exists(scratch.At("none.zip")));

        string[] verify =
        [
            "verify", scratch.At("e.zip"), "--trust-list", demo.At("trust", "trust-list-CN.json"),
            "--trust-list", demo.At("trust", "trust-list-HK.json"), "--log-policy", demo.At("log-policy.txt"), "--json",
        ];
        var (exitCode, output) = await GatewayAsync(verify);
        Assert.Equal((0, """{"ok":true,"findings":[]}"""), (exitCode, output.Trim()));

        (exitCode, output) = await GatewayAsync("verify", scratch.At("e.zip"), "--json");
        using var document = JsonDocument.Parse(output);
        Assert.Equal(3, exitCode);
        Assert.False(document.RootElement.GetProperty("ok").GetBoolean());
        Assert.All(document.RootElement.GetProperty("findings").EnumerateArray(), finding =>
            Assert.Equal("evidence.unanchored", finding.GetProperty("code").GetString()));
    }

    // The lines of four blanks are the commands; the person who checks brings lists of their own.
    private int RunReadme(Scratch scratch)
    {
        Directory.CreateDirectory(scratch.At("anchors"));
        foreach (var zone in new[] { "CN", "HK" })
        {
            File.Copy(demo.At("trust", $"trust-list-{zone}.json"), scratch.At("anchors", $"{zone}.json"));
        }

        var commands = File.ReadLines(scratch.At(EvidenceNames.Readme))
            .Where(line => line.StartsWith("    ", StringComparison.Ordinal)).Select(line => line[4..]).ToList();
        Assert.True(commands.Count > 20);
        File.WriteAllLines(scratch.At("steps.sh"), commands);
        return Run("sh", ["-eu", "steps.sh"], scratch.Folder).ExitCode;
    }

    private static async Task<(int ExitCode, string Output)> GatewayAsync(params string[] arguments) => await Task.Run(
        () => Run("dotnet", [Path.Combine(AppContext.BaseDirectory, "gateway.dll"), .. arguments], "."));

    private static (int ExitCode, string Output) Run(string command, IReadOnlyList<string> arguments, string folder)
    {
        using var process = Process.Start(new ProcessStartInfo(command, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output);
    }
}
