using System.Text.Json.Nodes;
using Gateway.Commands.Dev;
using Gateway.Scenarios.Fakes;
using Gateway.Stamping;

namespace Gateway.Scenarios;

/// <summary>
/// What only two officers may do to a ledger: begin a new origin in the place of one that cannot go on, and have an
/// annex overwritten. Each tampered twin does nothing.
/// </summary>
[Collection(nameof(StandardOutput))]
public sealed class RecoverTests : IAsyncLifetime
{
    private const string NewOrigin = "gateway-2.gz.example";

    private readonly Boundary _boundary = Boundary.Prepare(WithTwoOfficers);

    private string _transfer = "";

    private string NewConfig => At("new.json");

    public async ValueTask InitializeAsync()
    {
        await _boundary.StartAsync();
        _transfer = (await _boundary.South().PullAsync()).TransferId;
        await _boundary.WholeAsync(_transfer);
        await _boundary.StopAsync();
        WriteNewConfig();
    }

    public ValueTask DisposeAsync() => _boundary.DisposeAsync();

    [Fact]
    public async Task A_new_origin_begins_with_the_old_head_the_approval_and_what_was_in_force_and_changes_nothing_old()
    {
        var before = Contents(_boundary.Ledger);
        var head = File.ReadAllText(Directory.GetFiles(_boundary.Ledger, "checkpoint", SearchOption.AllDirectories).Single());
        await RequestAsync("recover", "r.json");
        await ApproveAsync("r.json");

        var told = await RecoverAsync("li-wei.p7s", "wang-fang.p7s");

        Assert.True(told.ExitCode == 0, told.Errors);
        Assert.Equal(before, Contents(_boundary.Ledger));
        var entries = LedgerEntries.Read(At("new-ledger"));
        Assert.Equal(["start", "recover", "trust", "trust", "policy", "stop"], entries.Select(entry => entry.Kind));
        Assert.Equal(head, entries[1].Text("previous"));
        Assert.Equal(
            ["li-wei", "wang-fang"],
            entries[1].Json.GetProperty("officers").EnumerateArray().Select(officer => officer.GetProperty("id").GetString()));
        Assert.DoesNotContain("case-17", entries[1].Json.GetRawText(), StringComparison.Ordinal);
        var verdict = JsonNode.Parse((await CapturedCommand.RunAsync("ledger", "verify", At("new-ledger"), "--json")).Output)!;
        Assert.True((bool)verdict["ok"]!);
        Assert.StartsWith(NewOrigin + "/", (string)verdict["origin"]!, StringComparison.Ordinal);

        // And only once.
        Assert.Equal(1, (await RecoverAsync("li-wei.p7s", "wang-fang.p7s")).ExitCode);
    }

    [Fact]
    public async Task Without_two_persons_the_role_and_these_very_bytes_nothing_begins()
    {
        await RequestAsync("recover", "r.json");
        await ApproveAsync("r.json");
        await AssertNothingAsync("approval.count", RecoverAsync("li-wei.p7s"));
        await AssertNothingAsync("approval.same_person", RecoverAsync("li-wei.p7s", "li-wei.p7s"));
        await ApproveAsync("r.json", "zhou-min");
        await AssertNothingAsync("approval.officer", RecoverAsync("li-wei.p7s", "zhou-min.p7s"));

        var request = File.ReadAllText(At("r.json"));
        File.WriteAllText(At("r.json"), request.Replace("case-17", "case-18", StringComparison.Ordinal));
        await AssertNothingAsync("approval.signature", RecoverAsync("li-wei.p7s", "wang-fang.p7s"));

        File.WriteAllText(At("r.json"), request.Replace("ledger-recover", "ledger-erase", StringComparison.Ordinal));
        await ApproveAsync("r.json");
        await AssertNothingAsync("approval.request", RecoverAsync("li-wei.p7s", "wang-fang.p7s"));

        File.WriteAllText(At("r.json"), request.Replace(NewOrigin, "gateway-3.gz.example", StringComparison.Ordinal));
        await ApproveAsync("r.json");
        await AssertNothingAsync("approval.mismatch", RecoverAsync("li-wei.p7s", "wang-fang.p7s"));

        File.WriteAllText(At("r.json"), request.Replace("\\n\\n", "\\n+\\n\\n", StringComparison.Ordinal));
        await ApproveAsync("r.json");
        await AssertNothingAsync("approval.mismatch", RecoverAsync("li-wei.p7s", "wang-fang.p7s"));
    }

    [Fact]
    public async Task The_same_origin_again_and_an_older_bundle_are_no_way_to_go_on()
    {
        Assert.Equal(3, (await CapturedCommand.RunAsync(
            "ledger", "recover", "request", _boundary.Ledger, "--config", _boundary.ConfigFile, "--reason", "x")).ExitCode);

        await RequestAsync("recover", "r.json");
        await ApproveAsync("r.json");
        _boundary.WriteBundle(text => WithTwoOfficers(text).Replace("version: 7", "version: 6", StringComparison.Ordinal));
        var told = await RecoverAsync("li-wei.p7s", "wang-fang.p7s");

        Assert.Equal(1, told.ExitCode);
        Assert.False(Directory.Exists(At("new-ledger")));
    }

    [Fact]
    public async Task A_folder_or_a_head_that_is_not_there_is_said_and_is_no_other_ledger()
    {
        foreach (var (arguments, said) in new (string[] Arguments, string Said)[]
        {
            (["recover", "request", At("nowhere"), "--config", NewConfig], "nowhere"),
            (["recover", "request", _boundary.Ledger, "--config", NewConfig, "--head", At("no-head")], "--head"),
            (["erase", "request", At("nowhere"), "--transfer", _transfer], "nowhere"),
        })
        {
            var told = await CapturedCommand.RunAsync(["ledger", .. arguments, "--reason", "case-17"]);
            Assert.Equal((1, ""), (told.ExitCode, told.Output));
            Assert.Contains(said, Assert.Single(told.Errors.TrimEnd().Split('\n')), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_annex_is_overwritten_after_its_erase_entry_and_everything_still_verifies()
    {
        await RequestAsync("erase", "r.json");
        await ApproveAsync("r.json");
        var side = Directory.GetFiles(Path.Combine(_boundary.Ledger, "side"), "*", SearchOption.AllDirectories).Single();
        var before = await File.ReadAllBytesAsync(side, CancellationToken.None);

        var told = await CapturedCommand.RunAsync(
            "ledger", "erase", "--config", _boundary.ConfigFile, "--request", At("r.json"),
            "--approval", At("li-wei.p7s"), "--approval", At("wang-fang.p7s"));

        Assert.True(told.ExitCode == 0, told.Errors);
        var after = await File.ReadAllBytesAsync(side, CancellationToken.None);
        Assert.Contains((byte)'G', before);
        Assert.DoesNotContain((byte)'G', after[..before.Length]);
        var erase = Assert.Single(_boundary.Entries(), entry => entry.Kind == "erase");
        var release = Assert.Single(_boundary.Entries(), entry => entry.Kind == "release");
        Assert.Equal(
            (release.Text("annexSha256"), _transfer), (erase.Text("annexSha256"), erase.TransferId));

        // Run again, as after a crash on the way: the same is so, and nothing more is said.
        var again = await CapturedCommand.RunAsync(
            "ledger", "erase", "--config", _boundary.ConfigFile, "--request", At("r.json"),
            "--approval", At("li-wei.p7s"), "--approval", At("wang-fang.p7s"));
        Assert.True(again.ExitCode == 0, again.Errors);
        Assert.Single(_boundary.Entries(), entry => entry.Kind == "erase");
        Assert.Equal(0, (await CapturedCommand.RunAsync("ledger", "verify", _boundary.Ledger)).ExitCode);

        // Who asks where a document came from is told that what was erased could not be compared.
        var traced = await CapturedCommand.RunAsync(
            "trace", "--document", At("r.json"), "--config", _boundary.ConfigFile);
        Assert.Equal((3, true), (traced.ExitCode, traced.Errors.Contains("1 release was not compared", StringComparison.Ordinal)));
    }

    private static string WithTwoOfficers(string bundle) => bundle.Replace("\ncategories:\n", """

          - id: wang-fang
            name: { en: Wang Fang, zh-Hans: 王芳, zh-Hant: 王芳 }
            certificates: [ { entry: gd-person-1, match: { serialNumber: OFFICER-0002 } } ]
            roles: [officer]

        categories:

        """, StringComparison.Ordinal);

    private string At(string name) => Path.Combine(_boundary.Folder, name);

    private async Task AssertNothingAsync(string code, Task<CapturedCommand> command)
    {
        var told = await command;
        Assert.Equal(3, told.ExitCode);
        Assert.StartsWith(code + ":", told.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(At("new-ledger")));
    }

    private Task<CapturedCommand> RecoverAsync(params string[] approvals) => CapturedCommand.RunAsync([
        "ledger", "recover", _boundary.Ledger, "--config", NewConfig, "--request", At("r.json"),
        .. approvals.SelectMany(file => new[] { "--approval", At(file) }),
    ]);

    private async Task RequestAsync(string use, string file)
    {
        string[] what = use == "recover" ? ["--config", NewConfig] : ["--transfer", _transfer];
        var told = await CapturedCommand.RunAsync(
            ["ledger", use, "request", _boundary.Ledger, .. what, "--reason", "case-17"]);
        Assert.Equal((0, ""), (told.ExitCode, told.Errors));
        await File.WriteAllTextAsync(At(file), told.Output, CancellationToken.None);
    }

    private async Task ApproveAsync(string request, params string[] officers)
    {
        foreach (var officer in officers.Length > 0 ? officers : ["li-wei", "wang-fang"])
        {
            var name = $"officer.{officer}";
            var told = await CapturedCommand.RunAsync(
                "ledger", "approve", "--request", At(request), "--certificate", DevAssets.Pki.Certificate(name),
                "--key", DevAssets.Pki.Key(name), "--out", At(officer + ".p7s"));
            Assert.Equal((0, ""), (told.ExitCode, told.Errors));
        }
    }

    // Another origin needs keys that the exporters endorsed for it.
    private void WriteNewConfig()
    {
        var settings = JsonNode.Parse(File.ReadAllText(_boundary.ConfigFile))!;
        var ledger = settings["Ledger"]!;
        (ledger["Directory"], ledger["Origin"], ledger["Anchor"]) = ("new-ledger", NewOrigin, "state/new-anchor");
        foreach (var (section, use) in new[] { (ledger, KeyUse.Ledger), (settings["Stamping"]!, KeyUse.Stamping) })
        {
            Assert.True(KeyEndorsementReader.TryRead(File.ReadAllBytes(DevAssets.Pki.Endorsement(use)), out var old, out _));
            var signers = DevParties.Exporters.Select(party => DevAssets.Certificate($"{party.Id}.signing")).ToList();
            var signed = (old with { Origin = NewOrigin }).Sign(signers, TimeProvider.System.GetUtcNow());
            var path = At(use.FileName);
            File.WriteAllBytes(path, signed.Json.Span);
            File.WriteAllBytes(path + ".p7s", signed.Signature.Span);
            section["Endorsement"] = path;
        }

        File.WriteAllText(NewConfig, settings.ToJsonString());
    }

    private static IEnumerable<string> Contents(string folder) =>
        Directory.GetFiles(folder, "*", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(path => $"{path} {Convert.ToHexString(File.ReadAllBytes(path))}");
}
