using System.Diagnostics;
using System.Text.Json.Nodes;
using Gateway.Audit.Desk;
using Gateway.Ledger;
using Gateway.Ledger.Entries;
using Gateway.Ledger.Verification;
using Gateway.Scenarios.Fakes;
using Gateway.Settings;
using Gateway.Stamping;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Scenarios;

/// <summary>
/// A year is archived beside the ledger, sealed, and only then, by two officers, on record and when it is old enough,
/// do its entries go. Each tampered twin leaves everything where it is.
/// </summary>
[Collection(nameof(StandardOutput))]
public sealed class RetentionTests : IAsyncLifetime
{
    private const string Origin = "gateway.gz.example";

    private static readonly int Year = TimeProvider.System.GetUtcNow().Year;

    private readonly Boundary _boundary = Boundary.Prepare(WithTwoOfficers);

    private string Old => At("archive-old");

    public async ValueTask InitializeAsync()
    {
        // As a daemon left it: one year long ago, one not so long ago, and this one.
        foreach (var years in new[] { 5, 2 })
        {
            await AppendAsync(TimeProvider.System.GetUtcNow().AddYears(-years), 300);
        }

        await _boundary.StartAsync();
        await _boundary.StopAsync();
        var settings = JsonNode.Parse(File.ReadAllText(_boundary.ConfigFile))!;
        settings["Ledger"]!["Seal"] = new JsonObject
        {
            ["Certificate"] = DevAssets.Pki.Certificate("gateway-gz.signing"),
            ["Key"] = DevAssets.Pki.Key("gateway-gz.signing"),
            ["Timestamp"] = "off",
        };
        File.WriteAllText(_boundary.ConfigFile, settings.ToJsonString());
    }

    public ValueTask DisposeAsync() => _boundary.DisposeAsync();

    [Fact]
    public async Task Old_entries_go_after_archive_approval_and_entry_and_the_ledger_verifies_before_and_after()
    {
        await ArchiveAsync(Year - 5, Old);
        Assert.Equal(0, (await CapturedCommand.RunAsync("ledger", "verify", Old)).ExitCode);
        Assert.Equal(0, CheckByHand(Old));
        await RequestAsync(Old, "r.json");
        await ApproveAsync("r.json");
        var bundle = Path.Combine(_boundary.Ledger, $"{Year - 5}", "tile", "entries", "000");
        Assert.True(File.Exists(bundle));

        var told = await PruneAsync(Old, "li-wei.p7s", "wang-fang.p7s");

        Assert.True(told.ExitCode == 0, told.Errors);
        Assert.False(File.Exists(bundle));
        Assert.Empty(LedgerVerifier.Verify(_boundary.Ledger, null).Findings);
        var entry = Assert.Single(_boundary.Entries(), entry => entry.Kind == "prune");
        Assert.Equal((Origin + $"/{Year - 5}", "303"), (entry.Text("origin"), entry.Raw("minimum")));
        Assert.Equal(["li-wei", "wang-fang"], entry.Json.GetProperty("officers").EnumerateArray().Select(one => one.GetProperty("id").GetString()));
        Assert.Equal(Sha256Digest.Of(File.ReadAllBytes(Path.Combine(Old, "manifest.json"))).ToString(), entry.Text("archiveSha256"));

        // Nobody is told that nothing left: what can be asked says what is gone.
        Assert.Equal([$"{Year - 5}:0-302"], Pruned($"{Year - 5}"));
        Assert.Equal([$"{Year - 5}:0-302"], Pruned($"{Year - 5}-Q1"));
        Assert.Empty(Pruned($"{Year - 2}"));
        foreach (var command in new[] { "export", "search" })
        {
            var read = await CapturedCommand.RunAsync("ledger", command, _boundary.Ledger);
            Assert.Equal(0, read.ExitCode);
            Assert.Contains($"not there: entries {Year - 5}:0-302", read.Errors, StringComparison.Ordinal);
        }

        // Nor that a transfer was not, of those years; of a later one nothing is said.
        foreach (var (years, isSaid) in new[] { (5, true), (2, false) })
        {
            var transfer = Guid.CreateVersion7(TimeProvider.System.GetUtcNow().AddYears(-years)).ToString();
            foreach (var arguments in new string[][]
            {
                ["trace", "--transfer", transfer, "--path", "$.a"], ["explain", transfer],
                ["evidence", "--id", transfer, "--out", At("evidence.zip")],
            })
            {
                var read = await CapturedCommand.RunAsync([.. arguments, "--config", _boundary.ConfigFile]);
                Assert.Equal(3, read.ExitCode);
                Assert.Equal(isSaid, read.Errors.Contains($"not there: entries {Year - 5}:0-302", StringComparison.Ordinal));
            }
        }

        // The daemon goes on from there.
        await _boundary.StartAsync();
        Assert.Equal(System.Net.HttpStatusCode.OK, (await _boundary.North().PushAsync()).Status);
        await _boundary.StopAsync();
        Assert.Empty(LedgerVerifier.Verify(_boundary.Ledger, null).Findings);
    }

    [Fact]
    public async Task What_is_younger_than_three_years_or_than_the_bundle_says_stays()
    {
        await ArchiveAsync(Year - 2, At("archive-young"));
        await AssertRefusedAsync("retention.young", RequestAsync(At("archive-young")));

        // A request that says otherwise, approved by two officers, changes nothing.
        await ArchiveAsync(Year - 5, Old);
        var request = (await RequestAsync(Old)).Output;
        _boundary.WriteBundle(text => WithTwoOfficers(text)
            .Replace("version: 7,", "version: 8, keepRecords: P6Y,", StringComparison.Ordinal));
        await AssertRefusedAsync("retention.young", RequestAsync(Old));
        File.WriteAllText(At("r.json"), request);
        await ApproveAsync("r.json");
        await AssertRefusedAsync("retention.young", PruneAsync(Old, "li-wei.p7s", "wang-fang.p7s"));

        _boundary.WriteBundle(text => WithTwoOfficers(text)
            .Replace("version: 7,", "version: 8, keepRecords: P2Y,", StringComparison.Ordinal));
        Assert.Equal(1, (await RequestAsync(Old)).ExitCode);
        Assert.True(File.Exists(Path.Combine(_boundary.Ledger, $"{Year - 5}", "tile", "entries", "000")));
    }

    [Fact]
    public async Task Without_a_whole_archive_its_seal_and_two_persons_nothing_goes()
    {
        await AssertRefusedAsync("retention.open", CapturedCommand.RunAsync(
            "ledger", "archive", "--config", _boundary.ConfigFile, "--year", $"{Year}", "--out", At("now")));
        Assert.False(Directory.Exists(At("now")));
        await ArchiveAsync(Year - 5, Old);
        await AssertRefusedAsync("retention.output", CapturedCommand.RunAsync(
            "ledger", "archive", "--config", _boundary.ConfigFile, "--year", $"{Year - 5}", "--out", Old));
        await RequestAsync(Old, "r.json");
        await ApproveAsync("r.json");

        await AssertRefusedAsync("approval.count", PruneAsync(Old, "li-wei.p7s"));
        await AssertRefusedAsync("approval.same_person", PruneAsync(Old, "li-wei.p7s", "li-wei.p7s"));

        // The archive of another year, one by a signer whom nobody recognises, and one with a byte changed.
        await ArchiveAsync(Year - 2, At("other"));
        await AssertRefusedAsync("approval.mismatch", PruneAsync(At("other"), "li-wei.p7s", "wang-fang.p7s"));
        var manifest = Path.Combine(Old, "manifest.json");
        var seal = await File.ReadAllBytesAsync(manifest + ".p7s", TestContext.Current.CancellationToken);
        using (var rogue = CertificateFiles.LoadWithKey(DevAssets.Pki.Certificate("gateway-gz.client"), DevAssets.Pki.Key("gateway-gz.client")))
        {
            File.WriteAllBytes(manifest + ".p7s", CadesSignature.Sign(rogue, File.ReadAllBytes(manifest), TimeProvider.System.GetUtcNow()));
        }

        await AssertRefusedAsync("retention.archive", PruneAsync(Old, "li-wei.p7s", "wang-fang.p7s"));
        File.WriteAllBytes(manifest + ".p7s", seal);
        var entries = Path.Combine(Old, $"{Year - 5}", "tile", "entries", "000");
        var bytes = File.ReadAllBytes(entries);
        bytes[^1] ^= 1;
        File.WriteAllBytes(entries, bytes);
        await AssertRefusedAsync("retention.archive", PruneAsync(Old, "li-wei.p7s", "wang-fang.p7s"));
        Assert.NotEqual(0, CheckByHand(Old));
        bytes[^1] ^= 1;
        File.WriteAllBytes(entries, bytes);

        // A request whose index was raised is not what they signed, and signed again it is of a year's size at most.
        var request = File.ReadAllText(At("r.json"));
        File.WriteAllText(At("r.json"), request.Replace("\"303\"", "\"304\"", StringComparison.Ordinal));
        await AssertRefusedAsync("approval.signature", PruneAsync(Old, "li-wei.p7s", "wang-fang.p7s"));
        await ApproveAsync("r.json");
        await AssertRefusedAsync("approval.mismatch", PruneAsync(Old, "li-wei.p7s", "wang-fang.p7s"));

        // Nor is it of a part of a bundle: a minimum index is a multiple of 256, or the size.
        File.WriteAllText(At("r.json"), request.Replace("\"303\"", "\"100\"", StringComparison.Ordinal));
        await ApproveAsync("r.json");
        await AssertRefusedAsync("approval.mismatch", PruneAsync(Old, "li-wei.p7s", "wang-fang.p7s"));

        // An archive whose manifest is gone is not taken for a ledger: its signature is still there.
        File.Move(manifest, At("manifest"));
        Assert.Equal("archive.manifest", Assert.Single(LedgerVerifier.Verify(Old, null).Findings).Code);
        Assert.DoesNotContain(_boundary.Entries(), entry => entry.Kind == "prune");
    }

    private IEnumerable<string> Pruned(string period)
    {
        Assert.True(ReportPeriod.TryParse(period, out var parsed));
        return PrunedEntries.In(_boundary.Ledger, parsed, TestContext.Current.CancellationToken).Select(range => range.ToString());
    }

    private async Task AppendAsync(DateTimeOffset at, int entries)
    {
        using var key = Ed25519KeyFile.ReadPrivate(JsonNode.Parse(File.ReadAllText(_boundary.ConfigFile))!["Ledger"]!["Key"]!.GetValue<string>());
        var settings = new LedgerSettings(_boundary.Ledger, Origin, "gateway/test") { AnchorFile = Anchor() };
        var time = new Then(at);
        await using var ledger = TransparencyLedger.Open(settings, key, time, new PosixDisk(), NullLogger.Instance);
        var context = new EntryContext("gateway/test", null, []);
        for (var i = 0; i < entries; i++)
        {
            ledger.Enqueue(LedgerRecord.Of(new TickEntry(), context, time));
        }

        await ledger.AppendAsync(LedgerRecord.Of(new TickEntry(), context, time), TestContext.Current.CancellationToken);
    }

    private string Anchor()
    {
        var path = JsonNode.Parse(File.ReadAllText(_boundary.ConfigFile))!["Ledger"]!["Anchor"]!.GetValue<string>();
        var full = Path.GetFullPath(path, _boundary.Folder);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        return full;
    }

    private async Task ArchiveAsync(int year, string output)
    {
        var told = await CapturedCommand.RunAsync(
            "ledger", "archive", "--config", _boundary.ConfigFile, "--year", $"{year}", "--out", output);
        Assert.True(told.ExitCode == 0, told.Errors);
    }

    private Task<CapturedCommand> RequestAsync(string archive) => CapturedCommand.RunAsync(
        "ledger", "prune", "request", "--config", _boundary.ConfigFile, "--archive", archive, "--reason", "yearly");

    private async Task RequestAsync(string archive, string file)
    {
        var told = await RequestAsync(archive);
        Assert.True(told.ExitCode == 0, told.Errors);
        await File.WriteAllTextAsync(At(file), told.Output, TestContext.Current.CancellationToken);
    }

    private async Task ApproveAsync(string request)
    {
        foreach (var officer in new[] { "li-wei", "wang-fang" })
        {
            var told = await CapturedCommand.RunAsync(
                "ledger", "approve", "--request", At(request), "--certificate", DevAssets.Pki.Certificate($"officer.{officer}"),
                "--key", DevAssets.Pki.Key($"officer.{officer}"), "--out", At(officer + ".p7s"));
            Assert.True(told.ExitCode == 0, told.Errors);
        }
    }

    private Task<CapturedCommand> PruneAsync(string archive, params string[] approvals) => CapturedCommand.RunAsync([
        "ledger", "prune", "--config", _boundary.ConfigFile, "--archive", archive, "--request", At("r.json"),
        .. approvals.SelectMany(file => new[] { "--approval", At(file) }),
    ]);

    private static async Task AssertRefusedAsync(string code, Task<CapturedCommand> command)
    {
        var told = await command;
        Assert.True(told.ExitCode == 3, told.Errors);
        Assert.Contains(code + ":", told.Errors, StringComparison.Ordinal);
    }

    // As the page says: sha256sum and openssl.
    private int CheckByHand(string archive)
    {
        File.WriteAllText(
            At("anchors.pem"),
            File.ReadAllText(DevAssets.Pki.Authority("cn-root")) + File.ReadAllText(DevAssets.Pki.Authority("cn-issuing")));
        const string Steps = """
            sed -n 's/^ *"\([^"]*\)": "\([0-9a-f]\{64\}\)",\{0,1\}$/\2  \1/p' manifest.json | grep -v '  root$' | sha256sum -c --quiet -
            openssl cms -verify -cades -binary -inform DER -in manifest.json.p7s -content manifest.json -CAfile ../anchors.pem \
              -purpose any -out /dev/null
            """;
        File.WriteAllText(At("steps.sh"), Steps);
        using var bash = Process.Start(new ProcessStartInfo("bash", ["-eu", "-o", "pipefail", At("steps.sh")])
        {
            WorkingDirectory = archive,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        bash.StandardError.ReadToEnd();
        bash.WaitForExit();
        return bash.ExitCode;
    }

    private string At(string name) => Path.Combine(_boundary.Folder, name);

    private static string WithTwoOfficers(string bundle) => bundle.Replace("\ncategories:\n", """

          - id: wang-fang
            name: { en: Wang Fang, zh-Hans: 王芳, zh-Hant: 王芳 }
            certificates: [ { entry: gd-person-1, match: { serialNumber: OFFICER-0002 } } ]
            roles: [officer]

        categories:

        """, StringComparison.Ordinal);

    private sealed class Then(DateTimeOffset at) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => at;
    }
}
