using System.Collections;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Gateway.Policies;
using Gateway.Settings;

namespace Gateway.Tests.Settings;

/// <summary>A sidecar listener: a socket and its users, or loopback and its hosts; one party, no certificate.</summary>
public sealed class SidecarSettingsTests
{
    private const string OnSocket =
        """
        "Mode": "sidecar", "Party": "bank-gz", "Socket": "run/app.sock", "Uids": [1000, 1001], "Gid": 20
        """;

    private const string OnLoopback =
        """
        "Mode": "sidecar", "Party": "bank-gz", "Address": "127.0.0.1:8080", "Hosts": ["localhost:8080"]
        """;

    [Fact]
    public void A_socket_has_its_users_and_group()
    {
        var (settings, faults) = Read(OnSocket);

        Assert.Empty(faults);
        var listener = Assert.Single(settings!.Listeners);
        Assert.Equal(Path.GetFullPath("run/app.sock"), Assert.IsType<UnixDomainSocketEndPoint>(listener.Address).ToString());
        Assert.True(listener.IsLocal);
        Assert.Equal([1000u, 1001u], listener.Sidecar!.Uids);
        Assert.Equal(20u, listener.Sidecar.Gid);
        Assert.Equal("bank-gz", listener.Sidecar.Party.ToString());
    }

    [Fact]
    public void A_socket_in_a_folder_that_everybody_can_write_to_is_a_fault_before_the_start()
    {
        var folder = Directory.CreateTempSubdirectory("gateway-tests-socket-");
        try
        {
            var listener = OnSocket.Replace("run/app.sock", folder.FullName + "/app.sock", StringComparison.Ordinal);
            Assert.Empty(Read(listener).Faults);
            File.SetUnixFileMode(folder.FullName, File.GetUnixFileMode(folder.FullName) | UnixFileMode.OtherWrite);

            var fault = Assert.Single(Read(listener).Faults);
            Assert.Equal(("listener.socket", "Listeners.north.Socket"), (fault.Code, fault.Path));
        }
        finally
        {
            folder.Delete();
        }
    }

    [Fact]
    public void A_loopback_address_has_its_hosts()
    {
        var (settings, faults) = Read(OnLoopback);

        Assert.Empty(faults);
        var listener = Assert.Single(settings!.Listeners);
        Assert.Equal(IPEndPoint.Parse("127.0.0.1:8080"), listener.Address);
        Assert.True(listener.IsLocal);
        Assert.Equal(["localhost:8080"], listener.Sidecar!.Hosts);
        Assert.Null(listener.Sidecar.Gid);
    }

    [Fact]
    public void The_environment_can_name_users_and_hosts()
    {
        Assert.Equal([7u, 8u], Read(OnSocket, ("GATEWAY__Listeners__north__Uids", "7; 8")).Settings!.Listeners[0].Sidecar!.Uids);
        Assert.Equal(
            ["a:1", "b:2"], Read(OnLoopback, ("GATEWAY__Listeners__north__Hosts", "a:1;b:2")).Settings!.Listeners[0].Sidecar!.Hosts);
    }

    [Theory]
    [InlineData(OnSocket, "\"Party\": \"bank-gz\", ", "", "settings.missing", "Party")]
    [InlineData(OnSocket, "\"bank-gz\"", "\"bank gz\"", "settings.sidecar", "Listeners.north.Party")]
    [InlineData(OnSocket, ", \"Uids\": [1000, 1001]", "", "settings.missing", "Uids")]
    [InlineData(OnSocket, "[1000, 1001]", "[]", "settings.missing", "Listeners.north.Uids")]
    [InlineData(OnSocket, "[1000, 1001]", "[-1]", "settings.range", "Listeners.north.Uids")]
    [InlineData(OnSocket, "[1000, 1001]", "[\"app\"]", "settings.type", "Listeners.north.Uids")]
    [InlineData(OnSocket, "\"Gid\": 20", "\"Gid\": \"staff\"", "settings.type", "Listeners.north.Gid")]
    [InlineData(OnSocket, "run/app.sock", "run/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "settings.sidecar", "Listeners.north.Socket")]
    [InlineData(OnSocket, "\"Gid\": 20", "\"Address\": \"127.0.0.1:1\"", "settings.sidecar", "Listeners.north.Address")]
    [InlineData(OnSocket, "\"Gid\": 20", "\"Hosts\": [\"a\"]", "settings.unknown", "Listeners.north.Hosts")]
    [InlineData(OnSocket, "\"Gid\": 20", "\"Certificate\": \"a.crt\"", "settings.unknown", "Listeners.north.Certificate")]
    [InlineData(OnSocket, "\"sidecar\"", "\"side\"", "settings.choice", "Listeners.north.Mode")]
    [InlineData(OnSocket, "\"Gid\": 20", "\"Kind\": \"probe\"", "settings.sidecar", "Listeners.north.Mode")]
    [InlineData(OnLoopback, "127.0.0.1:8080", "0.0.0.0:8080", "settings.sidecar", "Listeners.north.Address")]
    [InlineData(OnLoopback, "127.0.0.1:8080", "[fe80::1]:8080", "settings.sidecar", "Listeners.north.Address")]
    [InlineData(OnLoopback, ", \"Hosts\": [\"localhost:8080\"]", "", "settings.missing", "Hosts")]
    [InlineData(OnLoopback, "\"localhost:8080\"", "\"http://localhost:8080\"", "settings.sidecar", "Listeners.north.Hosts")]
    [InlineData(OnLoopback, "\"Hosts\"", "\"Uids\": [1], \"Hosts\"", "settings.unknown", "Listeners.north.Uids")]
    [InlineData(OnLoopback, "\"Address\": \"127.0.0.1:8080\", ", "", "settings.sidecar", "Listeners.north.Mode")]
    public void A_door_that_is_not_fully_described_is_not_opened(string listener, string from, string to, string code, string path)
    {
        Assert.Contains(from, listener, StringComparison.Ordinal);
        var (settings, faults) = Read(listener.Replace(from, to, StringComparison.Ordinal));

        Assert.Null(settings);
        Assert.Contains(faults, fault => fault.Code == code && fault.Path.EndsWith(path.Split('.')[^1], StringComparison.Ordinal)
            || fault.Code == code && fault.Path == "Listeners.north");
    }

    private static (GatewaySettings? Settings, List<Fault> Faults) Read(
        string listener, params (string Name, string Value)[] environment)
    {
        var json = $$"""
            {
              "Listeners": { "north": { {{listener}} } },
              "Keys": { "File": "keys.json" },
              "Trust": {
                "Lists": { "CN": { "File": "cn.json", "Signer": "cn.crt" }, "HK": { "File": "hk.json", "Signer": "hk.crt" } },
                "Crls": "crls"
              },
              "Policy": { "Folder": "policy", "AllowUnsigned": true },
              "Stamping": { "Key": "s.key", "Endorsement": "s.json" },
              "Ledger": { "Directory": "ledger", "Origin": "o", "Key": "l.key", "Endorsement": "l.json", "Anchor": "a" },
              "State": { "Directory": "state" },
              "Forwarding": { "Identities": { "*": { "Certificate": "c.crt", "Key": "c.key" } } }
            }
            """;
        var variables = new Hashtable();
        environment.ToList().ForEach(pair => variables[pair.Name] = pair.Value);
        var faults = new List<Fault>();
        return (SettingsReading.Read("gateway.json", Encoding.UTF8.GetBytes(json), variables, faults), faults);
    }
}
