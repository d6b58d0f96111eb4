using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Gateway.Ledger;
using Gateway.Ledger.Notes;
using Gateway.Mirroring;
using Gateway.Policies;
using Gateway.Scenarios.Evidence;
using Gateway.Scenarios.Fakes;
using Gateway.Settings;
using Gateway.Stamping;
using Gateway.Witnessing;

namespace Gateway.Scenarios.Witnesses;

/// <summary><c>gateway witness</c> and <c>gateway mirror</c> as a regulator runs them.</summary>
[Collection(nameof(StandardOutput))]
public sealed class ReaderCommandTests
{
    private static readonly Ed25519PrivateKey LogKey = Ed25519PrivateKey.Import(SHA256.HashData("a log"u8));

    private static NoteKey Log => NoteKey.Of("log.example/2026", LogKey.PublicKey);

    [Fact]
    public async Task The_verifier_key_of_a_witness_is_printed_and_openssl_made_its_key()
    {
        using var scratch = new Scratch();
        var config = WriteWitness(scratch, FreePort.Take());

        var (exitCode, output) = await CommandLine.RunAsync("witness", "--config", config, "--vkey");

        Assert.Equal(0, exitCode);
        Assert.True(WitnessKey.TryParse(output.TrimEnd('\n'), out var vkey));
        Assert.Equal("witness.example", vkey.Name);
    }

    [Fact]
    public async Task A_witness_answers_over_http_and_what_it_cosigned_is_served()
    {
        await using var witness = await RunningWitness.StartAsync("one.example");
        using var client = new HttpClient { BaseAddress = new Uri(witness.Url) };
        var log = RunningWitness.Log;

        Assert.Equal($"{witness.Vkey}\n", await GetAsync(client, "vkey"));
        Assert.Equal("{\"v\":1,\"keys\":[]}", await GetAsync(client, ".well-known/gateway-keys"));
        Assert.Null(await GetAsync(client, AddCheckpoint.MonitoringPath(log.Name)));
        Assert.Null(await GetAsync(client, "add-checkpoint"));
        Assert.Null(await GetAsync(client, "LOCK"));
        using var long_ = new ByteArrayContent(new byte[AddCheckpoint.MaxBytes + 1]);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await client.PostAsync("add-checkpoint", long_, TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public async Task The_endorsement_of_a_witness_is_checked_and_served()
    {
        var pki = DevAssets.Pki;
        using var scratch = new Scratch();
        var settings = new WitnessSettings(
            "one.example",
            pki.PrivateKey(KeyUse.Witness),
            pki.Endorsement(KeyUse.Witness),
            scratch.At("state"),
            new SmallDoorSettings(new IPEndPoint(IPAddress.Loopback, 0), null, null, []),
            [new TrustedLog(Log.Name, Log, false)],
            new LogSettings(Microsoft.Extensions.Logging.LogLevel.Information, false));
        using var log = Gateway.Commands.Run.DaemonLog.Create(settings.Log);
        await using (var witness = await WitnessProcess.OpenAsync(settings, new PosixDisk(), TimeProvider.System, log))
        {
            using var client = new HttpClient { BaseAddress = new Uri($"http://{witness.Address}/") };
            var served = JsonElement.Parse((await GetAsync(client, ".well-known/gateway-keys"))!).GetProperty("keys")[0];
            Assert.Equal(File.ReadAllBytes(pki.Endorsement(KeyUse.Witness)), served.GetProperty("endorsement").GetBytesFromBase64());
        }

        async Task OpenAsync(WitnessSettings with)
        {
            await using var process = await WitnessProcess.OpenAsync(with, new PosixDisk(), TimeProvider.System, log);
        }

        await Assert.ThrowsAsync<SettingsFileException>(() => OpenAsync(settings with { Endorsement = pki.Endorsement(KeyUse.Ledger) }));
        await Assert.ThrowsAsync<SettingsFileException>(() => OpenAsync(settings with { Key = pki.PrivateKey(KeyUse.Stamping) }));
        var own = new TrustedLog("log.example/2026", NoteKey.Of("log.example/2026", Ed25519KeyFile.ReadPublicPem(File.ReadAllBytes(pki.PublicKey(KeyUse.Witness)))), false);
        await Assert.ThrowsAsync<SettingsFileException>(() => OpenAsync(settings with { Logs = [own] }));
    }

    [Fact]
    public async Task A_witness_says_what_it_did_not_cosign()
    {
        await using var witness = await RunningWitness.StartAsync("one.example");
        var before = LogCapture.Instance.Text.Length;
        using var client = new HttpClient { BaseAddress = new Uri(witness.Url) };

        using var request = new ByteArrayContent(new AddCheckpoint(0, []).Write(new Checkpoint(Log.Name, 3, new byte[32]).Sign(LogKey)));
        Assert.Equal(HttpStatusCode.NotFound, (await client.PostAsync("add-checkpoint", request, TestContext.Current.CancellationToken)).StatusCode);

        var said = LogCapture.Instance.Text[before..];
        Assert.Contains("9003 HeadNotCosigned: did not cosign a head that was shown: 404 origin", said, StringComparison.Ordinal);
        // A stranger's name is a stranger's text.
        Assert.DoesNotContain(Log.Name, said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_witness_whose_disk_fails_ends_with_1()
    {
        using var scratch = new Scratch();
        var port = FreePort.Take();
        var config = WriteWitness(scratch, port);

        // Where the folder of the log's last head should be made there is a file: it cannot be.
        Directory.CreateDirectory(scratch.At("state"));
        await File.WriteAllTextAsync(scratch.At("state", AddCheckpoint.FolderOf(Log.Name)), "", TestContext.Current.CancellationToken);
        using var process = Process.Start(new ProcessStartInfo(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, "gateway.dll"), "witness", "--config", config])
        { RedirectStandardError = true })!;
        var said = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}/"), Timeout = TimeSpan.FromSeconds(60) };
        for (var i = 0; i < 1200 && !Answers(port); i++)
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        using var request = new ByteArrayContent(new AddCheckpoint(0, []).Write(new Checkpoint(Log.Name, 3, new byte[32]).Sign(LogKey)));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await client.PostAsync("add-checkpoint", request, TestContext.Current.CancellationToken)).StatusCode);

        await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        Assert.Equal(1, process.ExitCode);
        Assert.Contains("9004 WitnessFailed", await said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("witness", "{ \"Nam\": \"w\" }", "unknown key 'Nam'")]
    [InlineData("witness", "{ \"Name\": \"a b\", \"Key\": \"k\", \"Directory\": \"d\", \"Listen\": { \"Address\": \"0.0.0.0:1\" }, \"Logs\": [ { \"Vkey\": \"x\" } ] }", "Logs[0].Vkey", "Listen.Certificate", "Name")]
    [InlineData("mirror", "{ \"Directory\": \"d\", \"Logs\": [ { \"Vkey\": \"x\", \"Url\": \"http://ledger.example\" } ] }", "Logs[0].Vkey", "Logs[0].Url")]
    [InlineData("mirror", "{", "mirror.json:")]
    public async Task Every_fault_of_its_settings_is_told_with_its_place(string command, string text, params string[] told)
    {
        using var scratch = new Scratch();
        var config = scratch.At($"{command}.json");
        await File.WriteAllTextAsync(config, text, TestContext.Current.CancellationToken);
        var before = LogCapture.Instance.Text.Length;

        Assert.Equal(1, (await CommandLine.RunAsync(command, "--config", config)).ExitCode);
        Assert.All(told, each => Assert.Contains(each, LogCapture.Instance.Text[before..], StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("witness.json")]
    [InlineData("mirror.json")]
    public void The_examples_are_read_without_a_fault(string name)
    {
        var faults = new List<Fault>();
        var file = Path.Combine(AppContext.BaseDirectory, "config", name);

        Assert.NotNull(name == "witness.json" ? ReaderReading.ReadWitness(file, faults) : (object?)ReaderReading.ReadMirror(file, faults));
        Assert.Empty(faults);
    }

    [Fact]
    public async Task A_mirror_reports_for_cron_over_any_static_web_server()
    {
        await using var boundary = await Boundary.OpenAsync();
        await boundary.North().PushAsync();
        await boundary.StopAsync();
        Assert.NotNull(Nginx.Program);
        await using var nginx = await Nginx.ServeAsync(boundary.Ledger);
        using var scratch = new Scratch();
        var config = WriteMirror(scratch, nginx.Port);

        var (exitCode, output) = await CommandLine.RunAsync("mirror", "--config", config, "--once", "--json");
        Assert.Equal(0, exitCode);
        var report = JsonElement.Parse(output);
        Assert.True(report.GetProperty("ok").GetBoolean());
        Assert.Equal(RunningWitness.Log.Name, report.GetProperty("logs")[0].GetProperty("origin").GetString());
        Assert.Equal(boundary.Entries().Count, report.GetProperty("logs")[0].GetProperty("size").GetInt64());

        // What the mirror holds reads like the ledger.
        var copy = Path.Combine(scratch.At("mirror"), "gateway.gz.example");
        Assert.Equal(0, (await CommandLine.RunAsync("ledger", "search", copy, "--kind", "release")).ExitCode);
        var checkpoint = Directory.GetFiles(boundary.Ledger, "checkpoint", SearchOption.AllDirectories).Max()!;
        var note = await File.ReadAllBytesAsync(checkpoint, TestContext.Current.CancellationToken);
        note[^20] ^= 1;
        await File.WriteAllBytesAsync(checkpoint, note, TestContext.Current.CancellationToken);
        (exitCode, output) = await CommandLine.RunAsync("mirror", "--config", config, "--once", "--lang", "zh-Hant");
        Assert.Equal(3, exitCode);
        Assert.Contains("checkpoint.signature", output, StringComparison.Ordinal);
        Assert.Contains("檢查點的簽署無效", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_status_tells_a_quorum_and_its_absence()
    {
        await using var witness = await RunningWitness.StartAsync("one.example");
        var settings = RunningWitness.Settings(1, "go-on", witness);
        var operators = new
        {
            Address = "127.0.0.1:0",
            Certificate = DevAssets.Pki.Certificate("gateway-gz.server"),
            Key = DevAssets.Pki.Key("gateway-gz.server"),
        };
        await using var boundary = await Boundary.OpenAsync(
            settings: settings, listeners: new Dictionary<string, object> { ["operator"] = operators });
        await boundary.MetricsAsync(page => page.Contains("gateway_witness_quorum 1\n", StringComparison.Ordinal));

        using var officer = DevAssets.Certificate("officer.zhou-min");
        var answer = await boundary.Client("operator", officer).GetStringAsync("/v1/status", TestContext.Current.CancellationToken);
        var witnesses = JsonElement.Parse(answer).GetProperty("witnesses");
        Assert.True(witnesses.GetProperty("quorum").GetBoolean());
        Assert.Equal(("one.example", ""), (
            witnesses.GetProperty("members")[0].GetProperty("name").GetString(),
            witnesses.GetProperty("members")[0].GetProperty("why").GetString()));

        // The command reads the file; the overrides of the daemon are written into it.
        var json = System.Text.Json.Nodes.JsonNode.Parse(await File.ReadAllTextAsync(boundary.ConfigFile, TestContext.Current.CancellationToken))!;
        json["Ledger"]!["Witnesses"] = JsonSerializer.SerializeToNode(new
        {
            Quorum = 1,
            WithoutQuorum = "go-on",
            Interval = "00:00:01",
            Members = new { w0 = new { witness.Url, Vkey = witness.Vkey.ToString() } },
        });
        await File.WriteAllTextAsync(boundary.ConfigFile, json.ToJsonString(), TestContext.Current.CancellationToken);
        Assert.DoesNotContain("no-quorum", await StatusAsync(boundary), StringComparison.Ordinal);

        // Of another witness nothing is kept.
        json["Ledger"]!["Witnesses"]!["Members"]!["w0"]!["Vkey"] = new RunningWitness("two.example").Vkey.ToString();
        await File.WriteAllTextAsync(boundary.ConfigFile, json.ToJsonString(), TestContext.Current.CancellationToken);
        var status = await StatusAsync(boundary);
        Assert.Contains("\"no-quorum\"", status, StringComparison.Ordinal);
        Assert.Contains("\"witnessed\":{\"needed\":1,\"cosigned\":0,", status, StringComparison.Ordinal);
    }

    private static async Task<string> StatusAsync(Boundary boundary) =>
        (await CommandLine.RunAsync("status", "--config", boundary.ConfigFile, "--json")).Output;

    [Fact]
    public async Task A_mirror_says_once_what_it_finds()
    {
        using var scratch = new Scratch();
        var faults = new List<Fault>();
        var settings = ReaderReading.ReadMirror(WriteMirror(scratch, FreePort.Take()), faults)!;
        using var log = Gateway.Commands.Run.DaemonLog.Create(settings.Log);
        await using var mirror = MirrorProcess.Open(settings, new PosixDisk(), TimeProvider.System, log);
        var before = LogCapture.Instance.Text.Length;

        await mirror.RoundAsync();
        Assert.Equal("log.unreachable", Assert.Single((await mirror.RoundAsync()).Findings).Code);

        Assert.Single(LogCapture.Instance.Text[before..].Split('\n'), line =>
            line.Contains("9011 MirrorFound: log.unreachable at gateway.gz.example/", StringComparison.Ordinal));
    }

    private static bool Answers(int port)
    {
        try
        {
            using var client = new System.Net.Sockets.TcpClient();
            client.Connect("127.0.0.1", port);
            return true;
        }
        catch (System.Net.Sockets.SocketException)
        {
            return false;
        }
    }

    private static async Task<string?> GetAsync(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(path, TestContext.Current.CancellationToken);
        return answer.StatusCode == HttpStatusCode.NotFound ? null : await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    private static string WriteWitness(Scratch scratch, int port)
    {
        using var made = Process.Start("openssl", ["genpkey", "-algorithm", "ed25519", "-out", scratch.At("witness.key")]);
        made.WaitForExit();
        File.SetUnixFileMode(scratch.At("witness.key"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.WriteAllText(scratch.At("witness.json"), JsonSerializer.Serialize(new
        {
            Name = "witness.example",
            Key = "witness.key",
            Directory = "state",
            Listen = new { Address = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}") },
            Logs = new[] { new { Vkey = Log.ToString() } },
        }));
        return scratch.At("witness.json");
    }

    private static string WriteMirror(Scratch scratch, int port)
    {
        File.WriteAllText(scratch.At("mirror.json"), JsonSerializer.Serialize(new
        {
            Directory = "mirror",
            Logs = new[]
            {
                new
                {
                    Vkey = RunningWitness.Log.ToString(),
                    LaterYears = true,
                    Url = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/"),
                    Entries = true,
                },
            },
        }));
        return scratch.At("mirror.json");
    }
}
