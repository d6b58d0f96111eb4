using System.Collections;
using System.Net;
using System.Text;
using System.Text.Json;
using Gateway.Policies;
using Gateway.Settings;
using Gateway.Tests.Ledger;

namespace Gateway.Tests.Settings;

/// <summary>An observe listener: this machine alone, one party, no certificate; and it may stand alone.</summary>
public sealed class ObserveSettingsTests
{
    private const string OnLoopback = """
        "Party": "bank-gz", "Address": "127.0.0.1:8090"
        """;

    private const string OnSocket = """
        "Party": "bank-gz", "Socket": "run/observe.sock", "Uids": [33]
        """;

    [Fact]
    public void It_may_be_the_only_door_and_answers_to_its_own_address_where_nothing_else_is_said()
    {
        var (settings, faults) = Read(OnLoopback);

        Assert.Empty(faults);
        var listener = Assert.Single(settings!.Listeners);
        Assert.Equal(ListenerKind.Observe, listener.Kind);
        Assert.Equal(IPEndPoint.Parse("127.0.0.1:8090"), listener.Address);
        Assert.Equal(["127.0.0.1:8090", "localhost:8090"], listener.Sidecar!.Hosts);
        Assert.True(listener.IsLocal);
    }

    [Fact]
    public void On_a_socket_it_has_the_users_that_may_mirror()
    {
        var (settings, faults) = Read(OnSocket);

        Assert.Empty(faults);
        Assert.Equal([33u], Assert.Single(settings!.Listeners).Sidecar!.Uids);
    }

    [Theory]
    [InlineData("\"Party\": \"bank-gz\", \"Address\": \"10.0.0.1:8090\"", "settings.sidecar", "Address")]
    [InlineData("\"Address\": \"127.0.0.1:8090\"", "settings.missing", "Party")]
    [InlineData("\"Party\": \"bank-gz\"", "settings.sidecar", "Address")]
    [InlineData("\"Party\": \"bank-gz\", \"Socket\": \"a.sock\"", "settings.missing", "Uids")]
    [InlineData("\"Party\": \"bank-gz\", \"Address\": \"127.0.0.1:8090\", \"Mode\": \"mtls\"", "settings.unknown", "Mode")]
    [InlineData("\"Party\": \"bank-gz\", \"Address\": \"127.0.0.1:8090\", \"Key\": \"k\"", "settings.unknown", "Key")]
    [InlineData("\"Party\": \"bank-gz\", \"Address\": \"127.0.0.1:8090\", \"Hosts\": []", "settings.missing", "Hosts")]
    public void What_is_wrong_is_a_fault_at_its_key(string members, string code, string key)
    {
        var (settings, faults) = Read(members);

        Assert.Null(settings);
        var fault = Assert.Single(faults, fault => fault.Code == code);
        Assert.Equal($"Listeners.observe.{key}", fault.Path);
        Assert.True(fault.Line > 0);
    }

    [Theory]
    [InlineData(OnLoopback, true)]
    [InlineData(OnSocket, true)]
    [InlineData("\"Address\": \"127.0.0.1:8090\"", false)]
    [InlineData("\"Party\": \"bank-gz\", \"Address\": \"127.0.0.1:8090\", \"Mode\": \"sidecar\"", false)]
    [InlineData("\"Party\": \"bank-gz\", \"Address\": \"127.0.0.1:8090\", \"Uids\": [1]", false)]
    public void The_schema_takes_what_the_daemon_takes(string members, bool isGood)
    {
        var json = JsonDocument.Parse(Json(members), new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip });

        Assert.Equal(isGood, SchemaCheck.Load("gateway.schema.json").Accepts(json.RootElement));
    }

    private static (GatewaySettings? Settings, List<Fault> Faults) Read(string members)
    {
        var faults = new List<Fault>();
        var settings = SettingsReading.Read("gateway.json", Encoding.UTF8.GetBytes(Json(members)), new Hashtable(), faults);
        return (settings, faults);
    }

    private static string Json(string members) => $$"""
        {
          "Listeners": { "observe": { {{members}} } },
          "Keys": { "File": "keys.json" },
          "Trust": { "Lists": { "CN": { "File": "a", "Signer": "b" }, "HK": { "File": "a", "Signer": "b" } }, "Crls": "c" },
          "Policy": { "Folder": "policy", "AllowUnsigned": true },
          "Stamping": { "Key": "k", "Endorsement": "e" },
          "Ledger": { "Directory": "ledger", "Origin": "o.example", "Key": "k", "Endorsement": "e", "Anchor": "anchor" },
          "State": { "Directory": "state" },
          "Forwarding": { "Identities": { "*": { "Certificate": "c", "Key": "k" } } }
        }
        """;
}
