using System.Collections;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Gateway.Commands.Demo;
using Gateway.Commands.Run;
using Gateway.Policies;
using Gateway.Scenarios.Fakes;
using Gateway.Settings;

namespace Gateway.Scenarios;

/// <summary>
/// <c>gateway init</c>: from a sample of somebody's own service to a daemon that refuses everything and says why, and on
/// to the first thing that crosses.
/// </summary>
[Collection(nameof(StandardOutput))]
public sealed class InitTests : IDisposable
{
    private const string Sample =
        """{"order":"o-1","buyer":{"name":"Wong","phone":"13800138000"},"lines":[{"sku":"x","count":2}],"note":"call 13900139000 first"}""";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gateway-init-");
    private readonly int _far = FreePort.Take();

    private string Shop => Path.Combine(_folder.FullName, "shop");

    private string Config => Path.Combine(Shop, "gateway.json");

    private string Category => Path.Combine(Shop, "policy", "category.yaml");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_new_configuration_is_valid_refuses_everything_and_explains_the_first_refusal()
    {
        await InitAsync();
        var check = await CapturedCommand.RunAsync("check", "--config", Config);
        Assert.Equal((0, "valid\n"), (check.ExitCode, check.Output));
        Assert.Contains("every transfer of route 'to-peer' is refused now, instrument.filing", check.Errors, StringComparison.Ordinal);

        string id;
        await using (await StartAsync())
        {
            var (status, body) = await SendAsync();
            Assert.Equal(HttpStatusCode.Forbidden, status);
            Assert.Equal("instrument.filing", body.GetProperty("code").GetString());
            id = body.GetProperty("transferId").GetString()!;
        }

        var explained = await CapturedCommand.RunAsync("explain", id, "--config", Config);
        Assert.Equal(0, explained.ExitCode);
        Assert.Contains("instrument.filing", explained.Output, StringComparison.Ordinal);
        Assert.Contains("What to do: ", explained.Output, StringComparison.Ordinal);
    }

    public static TheoryData<string> Formats => [.. InitSample.All.Keys];

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task From_a_sample_of_any_format_to_the_first_transfer_of_exactly_what_was_opened(string format)
    {
        var sample = InitSample.All[format];
        var bytes = Encoding.UTF8.GetBytes(sample.Text);
        await File.WriteAllBytesAsync(SampleFile, bytes, TestContext.Current.CancellationToken);

        var made = await CapturedCommand.RunAsync([.. Arguments(), .. sample.Options]);

        Assert.True(made.ExitCode == 0, made.Errors);
        Assert.Contains(sample.Media == "application/json" ? "--json" : $"'Content-Type: {sample.Media}'", made.Output, StringComparison.Ordinal);
        var check = await CapturedCommand.RunAsync("check", "--config", Config);
        Assert.Equal((0, "valid\n"), (check.ExitCode, check.Output));
        await ExplainsAsync("drop");

        FileInstrument();
        Change(Category, $"\"{sample.Path}\", do: drop", $"\"{sample.Path}\", do: keep");
        await SignAsync();
        await ExplainsAsync("keep");
        await using var far = await FarSideAsync();
        await using (await StartAsync())
        {
            Assert.Equal(HttpStatusCode.OK, (await SendAsync(bytes, sample.Media)).Status);
        }

        var crossed = Assert.IsType<ReceivedRequest>(far.Find(_last));
        Assert.Equal(sample.Crosses, Encoding.UTF8.GetString(crossed.Body));
    }

    [Theory]
    [InlineData("a\tb\n1\t2\n", "text/tab-separated-values", "--format", "csv")]
    [InlineData("a\tb\n1\t2\n", "text/tab-separated-values", "--format", "tsv")]
    [InlineData("a\tb\n1\t2\n", "--format", "--format", "json")]
    [InlineData("--x", "parts", "--format", "multipart")]
    [InlineData("%PDF", "opaque.md", "--format", "opaque")]
    [InlineData("a,b\n1,2\n", "without parameters", "--format", "csv", "--media", "text/csv; header=present")]
    public async Task A_sample_that_cannot_be_read_as_told_is_refused_with_what_to_say_instead(
        string sample, string advice, params string[] options)
    {
        await File.WriteAllTextAsync(SampleFile, sample, TestContext.Current.CancellationToken);

        var run = await CapturedCommand.RunAsync([.. Arguments(), .. options]);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(advice, run.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Shop));
    }

    [Fact]
    public async Task With_an_instrument_and_two_opened_fields_exactly_these_cross()
    {
        await InitAsync();
        FileInstrument();
        Change(Category, "\"$.order\", do: drop", "\"$.order\", do: keep");
        Change(Category, "\"$.buyer.phone\", do: drop", "\"$.buyer.phone\", do: mask, keepLast: 4");
        await SignAsync();

        await using var far = await FarSideAsync();
        await using (await StartAsync())
        {
            Assert.Equal(HttpStatusCode.OK, (await SendAsync()).Status);
        }

        var crossed = Assert.IsType<ReceivedRequest>(far.Find(far.Count == 1 ? _last : ""));
        Assert.Equal("""{"order":"o-1","buyer":{"phone":"*******8000"},"lines":[{}]}""", Encoding.UTF8.GetString(crossed.Body));
    }

    [Fact]
    public async Task No_value_of_a_sample_is_in_any_file_that_is_made()
    {
        await InitAsync("--app", "http://127.0.0.1:9000/orders/{id}");

        foreach (var file in Directory.EnumerateFiles(Shop, "*", SearchOption.AllDirectories))
        {
            var text = File.ReadAllText(file);
            Assert.All(
                new[] { "o-1", "Wong", "13800138000", "13900139000" },
                value => Assert.DoesNotContain(value, text, StringComparison.Ordinal));
        }

        Assert.Contains("proposal: do: mask, keepLast: 4", File.ReadAllText(Category), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CN")]
    [InlineData("HK")]
    public async Task Both_directions_and_either_side_come_out_valid(string zone)
    {
        var made = await InitAsync("--app", "http://127.0.0.1:9000/orders/{id}", "--zone", zone, "--json");

        var facts = JsonDocument.Parse(made.Output).RootElement;
        Assert.True(facts.GetProperty("ok").GetBoolean());
        Assert.Equal(["to-peer", "to-app"], facts.GetProperty("routes").EnumerateArray().Select(route => route.GetProperty("id").GetString()));
        Assert.Equal(0, (await CapturedCommand.RunAsync("check", "--config", Config)).ExitCode);
        Assert.Equal(0, (await CapturedCommand.RunAsync("policy", "check", Path.Combine(Shop, "policy"))).ExitCode);
    }

    [Theory]
    [InlineData("--peer", "http://branch.example/orders")]
    [InlineData("--app", "https://app.example/orders")]
    [InlineData("--app", "http://127.0.0.1:9000/a?b=c")]
    [InlineData("--app", "http://10.0.0.1:9000/orders")]
    [InlineData("--category", "not an id")]
    [InlineData("--listen", "10.0.0.1:8080")]
    [InlineData("--peer-party", "app")]
    [InlineData("--sample", "there-is-none.json")]
    public async Task What_cannot_be_is_said_by_its_option_and_nothing_is_made(string option, string value)
    {
        var run = await CapturedCommand.RunAsync([.. Arguments(), option, value]);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(option == "--sample" ? value : option, run.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Shop));
    }

    [Fact]
    public async Task A_folder_that_holds_something_is_left_as_it_is()
    {
        Directory.CreateDirectory(Shop);
        File.WriteAllText(Config, "mine");

        Assert.Equal(1, (await CapturedCommand.RunAsync(Arguments())).ExitCode);
        Assert.Equal("mine", File.ReadAllText(Config));
    }

    [Fact]
    public async Task A_draft_can_be_compared_and_explained()
    {
        await InitAsync();
        var policy = Path.Combine(Shop, "policy");
        var wider = Path.Combine(_folder.FullName, "wider");
        DevAssets.CopyFolder(policy, wider);
        Change(Path.Combine(wider, "category.yaml"), "\"$.note\", do: drop", "\"$.note\", do: keep");

        Assert.Equal(0, (await CapturedCommand.RunAsync("policy", "diff", policy, policy)).ExitCode);
        Assert.Equal(0, (await CapturedCommand.RunAsync("policy", "diff", wider, policy)).ExitCode);
        var diff = await CapturedCommand.RunAsync("policy", "diff", policy, wider);
        Assert.Equal(3, diff.ExitCode);
        Assert.Contains("$.note changed: drop -> keep (category.yaml:", diff.Output, StringComparison.Ordinal);
        Assert.Equal(1, (await CapturedCommand.RunAsync("policy", "diff", policy, "no-such-folder")).ExitCode);

        var told = await CapturedCommand.RunAsync(
            "policy", "explain", wider, "--category", "app.data", "--document", SampleFile, "--json");
        var facts = JsonDocument.Parse(told.Output).RootElement;
        Assert.Equal(("refused", "screen.finding"), (facts.GetProperty("end").GetString(), facts.GetProperty("code").GetString()));
        Assert.DoesNotContain("13900139000", told.Output, StringComparison.Ordinal);
        var path = await CapturedCommand.RunAsync("policy", "explain", wider, "--path", "$.note", "--lang", "zh-Hant");
        Assert.Contains("原樣保留", path.Output, StringComparison.Ordinal);
        Assert.Equal(1, (await CapturedCommand.RunAsync("policy", "explain", wider, "--category", "no.such")).ExitCode);
        Assert.Equal(1, (await CapturedCommand.RunAsync("policy", "explain", wider, "--path", "note")).ExitCode);
    }

    private string SampleFile => Path.Combine(_folder.FullName, "sample.json");

    private string _last = "";

    private string[] Arguments() =>
    [
        "init", "--dir", Shop, "--peer", $"https://127.0.0.1:{_far}/orders", "--sample", SampleFile,
        "--probe", $"127.0.0.1:{FreePort.Take()}",
    ];

    private async Task<CapturedCommand> InitAsync(params string[] more)
    {
        File.WriteAllText(SampleFile, Sample);
        var made = await CapturedCommand.RunAsync([.. Arguments(), .. more]);
        Assert.True(made.ExitCode == 0, made.Errors);
        return made;
    }

    private async Task<GatewayDaemon> StartAsync()
    {
        var faults = new List<Fault>();
        var daemon = await GatewayDaemon.StartAsync(Config, new Hashtable(), TimeProvider.System, faults, CancellationToken.None);
        Assert.True(daemon is not null, string.Join('\n', faults));
        return daemon;
    }

    private Task<Commands.Demo.FarSide> FarSideAsync()
    {
        var certificates = Path.Combine(Shop, "dev", "certs");
        var server = CertificateFiles.LoadWithKey(Path.Combine(certificates, "peer.server.crt"), Path.Combine(certificates, "peer.server.key"));
        var gateway = X509Certificate2.CreateFromPem(File.ReadAllText(Path.Combine(certificates, "gateway-gz.client.crt")));
        var answer = new Commands.Demo.FarAnswer(200, "application/json", "{}"u8.ToArray());
        return Commands.Demo.FarSide.StartAsync(server, gateway, _ => answer, CancellationToken.None, _far);
    }

    private Task<(HttpStatusCode Status, JsonElement Body)> SendAsync() =>
        SendAsync(Encoding.UTF8.GetBytes(Sample), "application/json");

    private async Task<(HttpStatusCode Status, JsonElement Body)> SendAsync(byte[] sample, string media)
    {
        using var client = new HttpClient(new SocketsHttpHandler { ConnectCallback = async (_, _) => await ConnectAsync() });
        using var content = new ByteArrayContent(sample);
        content.Headers.ContentType = new MediaTypeHeaderValue(media);
        using var answer = await client.PostAsync(new Uri("http://localhost/orders"), content);
        _last = answer.Headers.GetValues("Transfer-Id").Single();
        var body = await answer.Content.ReadAsStringAsync();
        return (answer.StatusCode, body.Length == 0 ? default : JsonDocument.Parse(body).RootElement);
    }

    private async Task<NetworkStream> ConnectAsync()
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(Path.Combine(Shop, "run", "app.sock")));
        return new NetworkStream(socket, ownsSocket: true);
    }

    // What is explained of the sample: it would cross, with a rule for each value and no value.
    private async Task ExplainsAsync(string action)
    {
        var told = await CapturedCommand.RunAsync(
            "policy", "explain", Path.Combine(Shop, "policy"), "--category", "app.data", "--document", SampleFile, "--json");
        var facts = JsonDocument.Parse(told.Output).RootElement;
        Assert.Equal("crosses", facts.GetProperty("end").GetString());
        Assert.Contains(
            facts.GetProperty("values").EnumerateArray(),
            value => value.GetProperty("rule").GetProperty("do").GetString() == action);
        Assert.DoesNotContain("Wong", told.Output, StringComparison.Ordinal);
    }

    private void FileInstrument()
    {
        var instrument = Path.Combine(Shop, "policy", "instrument.yaml");
        Change(instrument, "# filings:", "filings:");
        Change(instrument, "# pia:", "pia:");
    }

    private async Task SignAsync()
    {
        var officer = Path.Combine(Shop, "dev", "certs", "officer.officer-1");
        var signed = await CapturedCommand.RunAsync(
            "policy", "sign", Path.Combine(Shop, "policy"), "--certificate", officer + ".crt", "--key", officer + ".key");
        Assert.True(signed.ExitCode == 0, signed.Errors);
    }

    private static void Change(string file, string old, string now)
    {
        var text = File.ReadAllText(file);
        Assert.Contains(old, text, StringComparison.Ordinal);
        File.WriteAllText(file, text.Replace(old, now, StringComparison.Ordinal));
    }
}
