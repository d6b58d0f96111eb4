using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Gateway.Ledger.Verification;
using Gateway.Listening;
using Gateway.Policies;
using Gateway.Scenarios.Fakes;

namespace Gateway.Scenarios;

/// <summary>
/// The gateway beside one application: no certificate, one fixed party, plain HTTP that cannot leave the machine.
/// </summary>
public sealed class SidecarTests
{
    private const string Remote = "\"https://127.0.0.1:${hospital-gz}\"";

    private static readonly string[] Hosts = ["app.local:8080"];

    [Fact]
    public async Task An_application_pushes_through_its_socket_without_a_certificate()
    {
        await using var boundary = await Boundary.OpenAsync(listeners: OnSocket());
        using var app = BySocket(boundary);

        var answer = await app.PushAsync();

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.NotNull(answer.Header("Signature"));
        Assert.NotNull(Assert.Single(boundary.BankHk.Received).ClientSha256);
        var entries = await boundary.WholeAsync(answer.TransferId);
        Assert.Equal(["release", "release", "outcome"], entries.Select(entry => entry.Kind));
        Assert.All(
            entries.Where(entry => entry.Kind == "release"),
            entry => Assert.Equal($$"""{"sidecar":"north","uid":{{PosixFile.OwnUser}}}""", entry.Raw("peer")));
        await boundary.StopAsync();
        Assert.Empty(LedgerVerifier.Verify(boundary.Ledger, null).Findings);
        Assert.False(File.Exists(SocketOf(boundary)));
    }

    [Fact]
    public async Task A_user_who_is_not_named_is_cut_off_before_a_byte_is_read_and_counted()
    {
        await using var boundary = await Boundary.OpenAsync(listeners: OnSocket(uid: PosixFile.OwnUser + 1));
        using var app = BySocket(boundary);

        await Assert.ThrowsAsync<HttpRequestException>(() => app.PushAsync());

        await boundary.StopAsync();
        Assert.Empty(boundary.BankHk.Received);
        var entry = Assert.Single(boundary.Entries(), entry => entry.Kind == "refusal");
        Assert.Equal(("party.unknown", null), (entry.Code, entry.TransferId));
    }

    [Theory]
    [InlineData(false, "rw-------")]
    [InlineData(true, "rw-rw----")]
    public async Task The_socket_is_its_owners_or_also_its_groups(bool hasGroup, string mode)
    {
        await using var boundary = await Boundary.OpenAsync(listeners: OnSocket(gid: hasGroup ? OwnGroup() : null));

        Assert.Equal(mode, Text(File.GetUnixFileMode(SocketOf(boundary))));
        var folder = File.GetUnixFileMode(Path.GetDirectoryName(SocketOf(boundary))!);
        Assert.Equal(hasGroup ? "rwxr-x---" : "rwx------", Text(folder));
        using var app = BySocket(boundary);
        Assert.Equal(HttpStatusCode.OK, (await app.PushAsync()).Status);
    }

    [Fact]
    public async Task A_socket_that_a_killed_daemon_left_behind_is_replaced()
    {
        await using var boundary = Boundary.Prepare(listeners: OnSocket());
        LeaveStale(SocketOf(boundary));
        await boundary.StartAsync();
        using var app = BySocket(boundary);

        Assert.Equal(HttpStatusCode.OK, (await app.PushAsync()).Status);
    }

    [Fact]
    public async Task A_socket_that_somebody_serves_is_not_taken_over()
    {
        await using var boundary = Boundary.Prepare(listeners: OnSocket());
        Directory.CreateDirectory(Path.GetDirectoryName(SocketOf(boundary))!);
        using var other = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        other.Bind(new UnixDomainSocketEndPoint(SocketOf(boundary)));
        other.Listen();

        var fault = Assert.Single(await FaultsAsync(boundary));

        Assert.Equal(("gateway.json", "listener.socket"), (fault.File, fault.Code));
        Assert.True(File.Exists(SocketOf(boundary)));
        Assert.Empty(LedgerVerifier.Verify(boundary.Ledger, null).Findings);
    }

    [Fact]
    public async Task A_file_that_is_no_socket_is_left_alone()
    {
        await using var boundary = Boundary.Prepare(listeners: OnSocket());
        Directory.CreateDirectory(Path.GetDirectoryName(SocketOf(boundary))!);
        await File.WriteAllTextAsync(SocketOf(boundary), "mine", TestContext.Current.CancellationToken);

        Assert.Equal("listener.socket", Assert.Single(await FaultsAsync(boundary)).Code);
        Assert.Equal("mine", await File.ReadAllTextAsync(SocketOf(boundary), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_folder_that_everybody_can_write_to_holds_no_socket()
    {
        await using var boundary = Boundary.Prepare(listeners: OnSocket());
        var folder = Path.GetDirectoryName(SocketOf(boundary))!;
        Directory.CreateDirectory(folder);
        File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | UnixFileMode.OtherWrite);

        Assert.Equal("listener.socket", Assert.Single(await FaultsAsync(boundary)).Code);
        Assert.False(File.Exists(SocketOf(boundary)));
    }

    [Fact]
    public async Task An_address_that_is_taken_is_a_fault_and_not_a_crash()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        await using var boundary = Boundary.Prepare(
            settings: new Dictionary<string, string> { ["Listeners__probe__Address"] = other.LocalEndpoint.ToString()! });

        Assert.Equal("listener.address", Assert.Single(await FaultsAsync(boundary)).Code);
        Assert.Empty(LedgerVerifier.Verify(boundary.Ledger, null).Findings);
    }

    [Theory]
    [InlineData("app.local:8080", "", null)]
    [InlineData("app.local:8080", "Origin: http://app.local:8080", null)]
    [InlineData("app.local:8080", "Sec-Fetch-Site: same-origin", null)]
    [InlineData("app.local:8080", "Sec-Fetch-Site: none", null)]
    [InlineData("app.local", "", "party.host")]
    [InlineData("app.local:8081", "", "party.host")]
    [InlineData("rebound.example:8080", "", "party.host")]
    [InlineData("127.0.0.1:8080", "", "party.host")]
    [InlineData("app.local.rebound.example:8080", "", "party.host")]
    [InlineData("app.local:8080", "Origin: http://rebound.example", "party.origin")]
    [InlineData("app.local:8080", "Origin: https://app.local:8080", "party.origin")]
    [InlineData("app.local:8080", "Origin: null", "party.origin")]
    [InlineData("app.local:8080", "Origin:", "party.origin")]
    [InlineData("app.local:8080", "Sec-Fetch-Site: cross-site", "party.origin")]
    [InlineData("app.local:8080", "Sec-Fetch-Site: same-site", "party.origin")]
    public async Task On_loopback_only_the_exact_host_is_answered_and_no_page_of_another_site(
        string host, string field, string? code)
    {
        await using var boundary = await Boundary.OpenAsync(listeners: OnLoopback());

        var answer = await AskAsync(boundary.Door("north"), host, field);

        Assert.StartsWith(code is null ? "HTTP/1.1 200 " : "HTTP/1.1 403 ", answer, StringComparison.Ordinal);
        Assert.Equal(code is null ? 1 : 0, boundary.BankHk.Received.Count);
        var refusals = boundary.Entries().Where(entry => entry.Kind == "refusal").Select(entry => entry.Code);
        Assert.Equal(code is null ? [] : [code], refusals);
    }

    [Fact]
    public async Task What_the_kernel_does_not_say_is_not_recorded()
    {
        await using var boundary = await Boundary.OpenAsync(listeners: OnLoopback());
        _ = await AskAsync(boundary.Door("north"), Hosts[0], "");

        Assert.All(
            boundary.Entries().Where(entry => entry.Kind == "release"),
            entry => Assert.Equal("""{"sidecar":"north"}""", entry.Raw("peer")));
    }

    [Theory]
    [InlineData("bank gz")]
    [InlineData("bank@gz")]
    [InlineData("bank/gz")]
    public async Task On_a_socket_a_host_that_is_none_is_not_put_into_a_stamp(string host)
    {
        await using var boundary = await Boundary.OpenAsync(listeners: OnSocket());
        await using var stream = await ConnectAsync(boundary);

        var answer = await SendAsync(stream, RawPush(host, ""));

        Assert.Matches("^HTTP/1.1 40[03] ", answer);
        Assert.Empty(boundary.BankHk.Received);
    }

    [Fact]
    public async Task Only_routes_whose_caller_is_the_party_can_be_called()
    {
        await using var boundary = await Boundary.OpenAsync(listeners: OnSocket());
        using var app = BySocket(boundary);

        Expect.RefusedBeforeLeaving(boundary, await app.PullAsync(), "party.not_on_route");
        Assert.Equal(HttpStatusCode.OK, (await app.PushAsync(path: "/hk/notes")).Status);
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("bank-hk")]
    public async Task The_party_is_one_of_the_bundle_and_of_the_listeners_side(string party)
    {
        await using var boundary = Boundary.Prepare(listeners: OnSocket(party: party));

        var fault = Assert.Single(await FaultsAsync(boundary));

        Assert.Equal(("gateway.json", "sidecar.party"), (fault.File, fault.Code));
        Assert.Equal("Listeners.north.Party", fault.Path);
        Assert.True(fault.Line > 0 && fault.Column > 0);
    }

    [Fact]
    public async Task A_bundle_without_the_party_does_not_come_into_force()
    {
        await using var boundary = await Boundary.OpenAsync(listeners: OnSocket());
        boundary.WriteBundle(text => text
            .Replace("version: 7,", "version: 8,", StringComparison.Ordinal)
            .Replace("bank-gz", "bank-sz", StringComparison.Ordinal));
        await boundary.Daemon.ReloadAsync();
        using var app = BySocket(boundary);

        Assert.Equal(HttpStatusCode.OK, (await app.PushAsync()).Status);
        Assert.Single(boundary.Entries(), entry => entry.Kind == "policy");
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    public async Task The_far_side_pulls_from_the_application_beside_the_gateway(string host)
    {
        await using var beside = new FarSide(null) { Answer = _ => FarAnswer.Json("""{"code":"J45","patient":"Chan"}""") };
        await using var boundary = await Boundary.OpenAsync(
            bundle: Upstream(Remote, $"http://{host}:{beside.Port}"), listeners: OnSocket(party: "hospital-gz"));

        var answer = await boundary.South().PullAsync();

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal("""{"code":"J45","patient":"C***"}""", answer.Text);
        var asked = Assert.Single(beside.Received);
        Assert.Equal(answer.TransferId, asked.Field("Transfer-Id"));
        Assert.Null(asked.ClientSha256);
        var entries = await boundary.WholeAsync(answer.TransferId);
        Assert.Equal(["request", "release", "outcome"], entries.Select(entry => entry.Kind));
        Assert.Contains("certSha256", entries[1].Raw("peer"), StringComparison.Ordinal);
        Assert.Equal("""{"configured":"hospital-gz"}""", entries[2].Raw("upstream"));
    }

    [Fact]
    public async Task An_application_that_is_not_there_got_nothing()
    {
        using var nobody = new TcpListener(IPAddress.Loopback, 0);
        nobody.Start();
        var port = ((IPEndPoint)nobody.LocalEndpoint).Port;
        nobody.Stop();
        await using var boundary = await Boundary.OpenAsync(
            bundle: Upstream(Remote, $"http://127.0.0.1:{port}"), listeners: OnSocket(party: "hospital-gz"));

        await Expect.FailedAsync(boundary, await boundary.South().PullAsync(), "upstream.unreachable", "false");
    }

    [Fact]
    public async Task Without_TLS_nobody_is_reached_but_the_party_of_a_sidecar()
    {
        await using var boundary = Boundary.Prepare(
            bundle: Upstream("\"https://127.0.0.1:${bank-hk}\"", "http://127.0.0.1:9"),
            listeners: OnSocket(party: "hospital-gz"));

        var faults = await FaultsAsync(boundary);

        Assert.Equal(["route.upstream_plain", "route.upstream_plain"], faults.Select(fault => fault.Code));
        Assert.All(faults, fault => Assert.Equal("scenario.yaml", fault.File));
        Assert.All(faults, fault => Assert.True(fault.Line > 0 && fault.Column > 0));
        Assert.Equal("routes[0].upstream[0]", faults[0].Path);
    }

    // The scenarios' bundle is unsigned, which is a warning.
    private static async Task<IReadOnlyList<Fault>> FaultsAsync(Boundary boundary) =>
        [.. (await boundary.TryStartAsync()).Where(fault => !fault.IsWarning)];

    private static Dictionary<string, object> OnSocket(string party = "bank-gz", uint? uid = null, uint? gid = null)
    {
        var listener = new Dictionary<string, object>
        {
            ["Mode"] = "sidecar",
            ["Party"] = party,
            ["Socket"] = "run/app.sock",
            ["Uids"] = new[] { uid ?? PosixFile.OwnUser },
        };
        if (gid is { } group)
        {
            listener["Gid"] = group;
        }

        return new Dictionary<string, object> { ["north"] = listener };
    }

    private static Dictionary<string, object> OnLoopback() => new()
    {
        ["north"] = new { Mode = "sidecar", Party = "bank-gz", Address = "127.0.0.1:0", Hosts },
    };

    private static Func<string, string> Upstream(string from, string to) =>
        text => text.Replace(from, $"\"{to}\"", StringComparison.Ordinal);

    private static string SocketOf(Boundary boundary) => Path.Combine(boundary.Folder, "run", "app.sock");

    private static HttpClient BySocket(Boundary boundary) => new(new SocketsHttpHandler
    {
        ConnectCallback = async (_, _) => await ConnectAsync(boundary),
    })
    {
        BaseAddress = new Uri("http://app.local"),
    };

    private static async Task<NetworkStream> ConnectAsync(Boundary boundary)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(SocketOf(boundary)));
        return new NetworkStream(socket, ownsSocket: true);
    }

    private static async Task<string> AskAsync(IPEndPoint door, string host, string field)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(door);
        return await SendAsync(client.GetStream(), RawPush(host, field));
    }

    private static async Task<string> SendAsync(NetworkStream stream, string message)
    {
        await stream.WriteAsync(Encoding.Latin1.GetBytes(message));
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }

    private static string RawPush(string host, string field) =>
        $"POST {Asking.PushPath} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Type: application/json\r\n"
        + (field.Length == 0 ? "" : field + "\r\n")
        + $"Content-Length: {Asking.File.Length}\r\n\r\n{Asking.File}";

    // As SIGKILL leaves it: bound once, its process gone, nobody listening.
    private static void LeaveStale(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using (var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            socket.Bind(new UnixDomainSocketEndPoint(path + ".dead"));

            // Another name, which closing the socket does not take away.
            File.Move(path + ".dead", path);
        }

        Assert.True(File.Exists(path));
    }

    private static uint OwnGroup() => uint.Parse(
        File.ReadLines("/proc/self/status").Single(line => line.StartsWith("Gid:", StringComparison.Ordinal)).Split('\t')[2],
        CultureInfo.InvariantCulture);

    private static string Text(UnixFileMode mode) => string.Concat(
        Enumerable.Range(0, 9).Select(bit => ((int)mode >> (8 - bit) & 1) == 1 ? "rwx"[bit % 3] : '-'));
}
