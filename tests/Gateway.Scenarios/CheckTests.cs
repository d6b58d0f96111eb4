using System.Text.Json;
using Gateway.Commands;
using Gateway.Commands.Dev;
using Gateway.Policies.Parties;
using Gateway.Scenarios.Fakes;
using Gateway.Stamping;

namespace Gateway.Scenarios;

/// <summary>
/// What <c>gateway check</c> and <c>gateway policy check</c> say of a configuration with several faults: all of them at
/// once, each with its place, and no other. A folder of Broken/ is named for its fault and holds the files that differ
/// from the good example in config/; its expected.txt is what stands on stdout above the count. Faults that need a
/// key are made here.
/// </summary>
[Collection(nameof(StandardOutput))]
public sealed class CheckTests : IDisposable
{
    // What only a key can break; a folder that is not named here is broken by its files alone.
    private static readonly Dictionary<string, Action<DevLayout>> ByKeys = new(StringComparer.Ordinal)
    {
        ["endorsement-misses-exporter"] = EndorseTooLittle,
        ["everything-at-once"] = BreakEveryFile,
        ["key-files-others-can-read"] = OpenKeyFiles,
        ["missing-key-beside-unparsable"] = _ => { }, // the keys are whole, but lack one
        ["trust-list-of-another-signer"] = SignListByAnother,
    };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gateway-scenarios-check-");

    public static TheoryData<string> Broken => [.. Folders()];

    public static TheoryData<string> BrokenBundles =>
        [.. Folders().Where(name => !ByKeys.ContainsKey(name) && HasBundle(name))];

    private string Config => Path.Combine(_folder.FullName, "config");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task Every_fault_of_a_configuration_is_printed_at_once(string name)
    {
        Break(name);

        var (exitCode, output) = await RunAsync("check", "--config", Path.Combine(Config, "gateway.json"));

        IsText(Expected(name), exitCode, output);
    }

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task The_same_faults_stand_in_one_json_document(string name)
    {
        Break(name);

        var (exitCode, output) = await RunAsync("check", "--config", Path.Combine(Config, "gateway.json"), "--json");

        IsJson(Expected(name), exitCode, output);
    }

    [Theory]
    [MemberData(nameof(BrokenBundles))]
    public async Task A_bundle_alone_has_the_same_faults(string name)
    {
        Break(name);

        var expected = Expected(name);

        var (exitCode, output) = await RunAsync("policy", "check", Path.Combine(Config, "policy"));
        IsText(expected, exitCode, output);

        (exitCode, output) = await RunAsync("policy", "check", Path.Combine(Config, "policy"), "--json");
        IsJson(expected, exitCode, output);
    }

    [Fact]
    public async Task The_example_of_a_sidecar_is_valid()
    {
        MakeGood();

        Assert.Equal(
            (ExitCode.Yes, "valid\n"), await RunAsync("check", "--config", Path.Combine(Config, "sidecar.json")));
    }

    [Theory]
    [InlineData("en", "valid\n", "1 fault\n", "")]
    [InlineData("zh-Hans", "有效\n", "共 1 处错误\n", "未知的设置项 (settings.unknown): ")]
    [InlineData("zh-Hant", "有效\n", "共 1 處錯誤\n", "不明的設定項目 (settings.unknown): ")]
    public async Task The_verdict_is_said_in_the_language_asked_for(string language, string valid, string count, string words)
    {
        MakeGood();
        var config = Path.Combine(Config, "gateway.json");

        Assert.Equal((ExitCode.Yes, valid), await RunAsync("check", "--config", config, "--lang", language));
        var text = await File.ReadAllTextAsync(config, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(
            config, text[..text.LastIndexOf('}')] + ", \"Extra\": 1 }", TestContext.Current.CancellationToken);

        var (exitCode, output) = await RunAsync("--lang", language, "check", "--config", config);
        Assert.Equal(ExitCode.No, exitCode);
        Assert.EndsWith(count, output, StringComparison.Ordinal);
        Assert.Contains($": Extra: {words}unknown key 'Extra'", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_good_example_is_valid()
    {
        MakeGood();

        Assert.Equal(
            (ExitCode.Yes, "valid\n"), await RunAsync("check", "--config", Path.Combine(Config, "gateway.json")));
        Assert.Equal((ExitCode.Yes, "valid\n"), await RunAsync("policy", "check", Path.Combine(Config, "policy")));
        var (exitCode, output) = await RunAsync("check", "--config", Path.Combine(Config, "gateway.json"), "--json");
        Assert.Equal(ExitCode.Yes, exitCode);
        using var document = JsonDocument.Parse(output);
        Assert.True(document.RootElement.GetProperty("ok").GetBoolean());
    }

    private static IEnumerable<string> Folders() => Directory
        .EnumerateDirectories(Path.Combine(AppContext.BaseDirectory, "Broken"))
        .Select(folder => Path.GetFileName(folder))
        .Order(StringComparer.Ordinal);

    private static bool HasBundle(string name) => Directory.Exists(Path.Combine(FolderOf(name), "policy"));

    private static string FolderOf(string name) => Path.Combine(AppContext.BaseDirectory, "Broken", name);

    private static string[] Expected(string name) => File.ReadAllLines(Path.Combine(FolderOf(name), "expected.txt"));

    private static void IsText(string[] expected, int exitCode, string output)
    {
        Assert.Equal(ExitCode.No, exitCode);
        Assert.True(expected.Length > 1, "one fault alone does not show that the others are printed with it");
        // The whole output, so that who changed a text sees every line it stands in.
        Assert.True(
            output.Split('\n')[..^1].SequenceEqual(expected.Append($"{expected.Length} faults")), output);
    }

    private static void IsJson(string[] expected, int exitCode, string output)
    {
        using var document = JsonDocument.Parse(output);
        var faults = document.RootElement.GetProperty("faults").EnumerateArray()
            .Where(fault => !fault.TryGetProperty("warning", out _))
            .ToList();

        Assert.Equal(ExitCode.No, exitCode);
        Assert.False(document.RootElement.GetProperty("ok").GetBoolean());
        Assert.Equal(expected, faults.Select(Line));
        Assert.All(faults, fault => Assert.Matches(@"^[a-z]+(\.[a-z_0-9]+)+$", fault.GetProperty("code").GetString()));
    }

    private static string Line(JsonElement fault) =>
        $"{Text(fault, "file")}:{fault.GetProperty("line")}:{fault.GetProperty("column")}: "
        + $"{Text(fault, "path")}: {Text(fault, "message")}";

    private static string? Text(JsonElement fault, string member) => fault.GetProperty(member).GetString();

    // The stamping key acts for one of the routed exporters, the ledger's key for another gateway's ledger.
    private static void EndorseTooLittle(DevLayout layout)
    {
        Endorse(layout, KeyUse.Stamping, DevParties.Origin, ["bank-gz"]);
        Endorse(layout, KeyUse.Ledger, "another.example", ["bank-gz"]);
    }

    private static void Endorse(DevLayout layout, KeyUse use, string origin, string[] exporters)
    {
        using var key = Ed25519KeyFile.ReadPrivate(layout.PrivateKey(use));
        using var endorser = DevFiles.Read(layout.Certificate("bank-gz.signing"), layout.Key("bank-gz.signing"));
        var now = WireTime.Truncate(TimeProvider.System.GetUtcNow());
        var signed = new KeyEndorsement(
            use, key.PublicKey.ToArray(), origin, "bank-gz", exporters, now.AddHours(-1), now.AddDays(1))
            .Sign([endorser], now);
        File.WriteAllBytes(layout.Endorsement(use), signed.Json.Span);
        File.WriteAllBytes(layout.EndorsementSignature(use), signed.Signature.Span);
    }

    // One fault in each file that is not YAML: the keys file, a signed list, an endorsement; and a key that is not its
    // certificate's.
    private static void BreakEveryFile(DevLayout layout)
    {
        Replace(layout.KeysFile, "\"use\": \"hash\"", "\"use\": \"hush\"");
        Replace(layout.TrustList(Zone.HK), "\"sequence\": 1", "\"sequence\": 0");
        Replace(layout.TrustList(Zone.HK), "\"certType\": \"personal\"", "\"certType\": \"person\"");
        using var signer = DevFiles.Read(
            layout.ListSigner(Zone.HK), Path.ChangeExtension(layout.ListSigner(Zone.HK), ".key"));
        var list = layout.TrustList(Zone.HK);
        File.WriteAllBytes(
            list + ".p7s", CadesSignature.Sign(signer, File.ReadAllBytes(list), TimeProvider.System.GetUtcNow()));
        Replace(layout.Endorsement(KeyUse.Ledger), "\"v\":1", "\"v\":2");
        File.Copy(layout.Key("bank-gz.client"), layout.Key("gateway-gz.client"), overwrite: true);
    }

    private static void Replace(string file, string from, string to)
    {
        var text = File.ReadAllText(file);
        Assert.Contains(from, text, StringComparison.Ordinal);
        File.WriteAllText(file, text.Replace(from, to, StringComparison.Ordinal));
    }

    private static void OpenKeyFiles(DevLayout layout)
    {
        string[] files =
        [
            Path.Combine(layout.Keys, "hash.key"),
            layout.PrivateKey(KeyUse.Stamping),
            layout.Key("gateway-gz.server"),
            layout.Key("gateway-gz.client"),
        ];
        foreach (var file in files)
        {
            File.SetUnixFileMode(file, File.GetUnixFileMode(file) | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        }
    }

    // The mainland's list signed by the signer of the other one, and the other one changed after it was signed.
    private static void SignListByAnother(DevLayout layout)
    {
        var signer = layout.ListSigner(Zone.HK);
        using var other = DevFiles.Read(signer, Path.ChangeExtension(signer, ".key"));
        var list = layout.TrustList(Zone.CN);
        File.WriteAllBytes(
            list + ".p7s", CadesSignature.Sign(other, File.ReadAllBytes(list), TimeProvider.System.GetUtcNow()));
        File.AppendAllText(layout.TrustList(Zone.HK), "\n");
    }

    private async Task<(int ExitCode, string Output)> RunAsync(params string[] args)
    {
        var (exitCode, output) = await CommandLine.RunAsync(args);
        return (exitCode, output.Replace(_folder.FullName, "FOLDER", StringComparison.Ordinal));
    }

    private void Break(string name)
    {
        var layout = MakeGood();
        DevAssets.CopyFolder(FolderOf(name), Config);
        ByKeys.GetValueOrDefault(name)?.Invoke(layout);
    }

    // The example says "../certs-dev/out": so the keys lie beside the copy of config/ as they do beside config/.
    private DevLayout MakeGood()
    {
        var keys = Path.Combine(_folder.FullName, "certs-dev", "out");
        DevAssets.CopyFolder(DevAssets.Pki.Root, keys);
        DevAssets.CopyFolder(Path.Combine(AppContext.BaseDirectory, "config"), Config);
        return new DevLayout(new DirectoryInfo(keys));
    }
}
