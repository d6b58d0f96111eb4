using System.Collections;
using System.Text;
using Gateway.Policies;
using Gateway.Settings;

namespace Gateway.Tests.Settings;

/// <summary>gateway.json: every fault at once, each with its place; nothing defaulted that opens a door.</summary>
public sealed class SettingsTests
{
    private const string Good =
        """
        {
          "Listeners": {
            "north": { "Address": "127.0.0.1:0", "Certificate": "n.crt", "Key": "n.key" }
          },
          "Keys": { "File": "keys.json" },
          "Trust": {
            "Lists": {
              "CN": { "File": "cn.json", "Signer": "cn.crt" },
              "HK": { "File": "hk.json", "Signer": "hk.crt" }
            },
            "Crls": "crls"
          },
          "Policy": { "Folder": "policy", "AllowUnsigned": true },
          "Stamping": { "Key": "s.key", "Endorsement": "s.json" },
          "Ledger": { "Directory": "ledger", "Origin": "o", "Key": "l.key", "Endorsement": "l.json", "Anchor": "state/anchor" },
          "State": { "Directory": "state" },
          "Forwarding": { "Identities": { "*": { "Certificate": "c.crt", "Key": "c.key" } } }
        }
        """;

    [Fact]
    public void A_complete_file_is_read_with_the_defaults_the_documentation_names()
    {
        var (settings, faults) = Read(Good);

        Assert.Empty(faults);
        Assert.NotNull(settings);
        Assert.Equal(16 * 1024 * 1024, settings.Reading.MaxBodyBytes);
        Assert.Equal(512L * 1024 * 1024, settings.Reading.MemoryBudgetBytes);
        Assert.Equal(100, settings.Reading.MaxExpansion);
        Assert.Equal(TimeSpan.FromSeconds(30), settings.Forwarding.Timeout);
        Assert.False(settings.Forwarding.Http2);
        Assert.Equal(1024, Assert.Single(settings.Listeners).MaxConnections);
        Assert.True(Path.IsPathFullyQualified(settings.Ledger.Directory));
        Assert.Equal(new TelemetrySettings("gateway", 0.1, null), settings.Telemetry);
    }

    [Fact]
    public void Telemetry_goes_where_the_operator_says()
    {
        const string Telemetry =
            """
            "Telemetry": {
              "TraceRatio": 1,
              "Otlp": { "Endpoint": "http://127.0.0.1:4317", "Protocol": "grpc", "Authority": "ca.crt", "Interval": "00:00:05" }
            },
            """;
        var (settings, faults) = Read(Good.Replace("\"State\"", Telemetry + "\"State\"", StringComparison.Ordinal));

        Assert.Empty(faults);
        var otlp = settings!.Telemetry.Otlp!;
        Assert.Equal((1d, OtlpProtocol.Grpc, TimeSpan.FromSeconds(5)), (settings.Telemetry.TraceRatio, otlp.Protocol, otlp.Interval));
        Assert.Equal(new Uri("http://127.0.0.1:4317"), otlp.Endpoint);
        Assert.True(Path.IsPathFullyQualified(otlp.Authority!));
    }

    [Theory]
    // Code, line, what is replaced, by what.
    [InlineData("settings.unknown", 5, "\"Keys\": {", "\"Keys\": { \"Fil\": \"x\",")]
    [InlineData("settings.unknown", 16, "\"State\"", "\"Stat\": {}, \"State\"")]
    [InlineData("settings.missing", 5, "\"File\": \"keys.json\"", "")]
    [InlineData("settings.duplicate", 5, "\"Keys\": {", "\"Keys\": { \"File\": \"x\",")]
    [InlineData("settings.null", 13, "\"Folder\": \"policy\"", "\"Folder\": null")]
    [InlineData("settings.type", 13, "\"AllowUnsigned\": true", "\"AllowUnsigned\": \"true\"")]
    [InlineData("settings.shape", 5, "{ \"File\": \"keys.json\" }", "\"keys.json\"")]
    [InlineData("settings.endpoint", 3, "127.0.0.1:0", "localhost:8443")]
    [InlineData("settings.endpoint", 3, "127.0.0.1:0", "127.0.0.1")]
    [InlineData("settings.range", 3, "\"Key\": \"n.key\"", "\"Key\": \"n.key\", \"MaxConnections\": 0")]
    [InlineData("settings.choice", 3, "\"Key\": \"n.key\"", "\"Key\": \"n.key\", \"Kind\": \"nord\"")]
    [InlineData("settings.choice", 8, "\"CN\"", "\"XX\"")]
    [InlineData("settings.syntax", 5, "\"Keys\": {", "\"Keys\": [")]
    [InlineData("settings.unsigned", 13, "127.0.0.1:0", "0.0.0.0:8443")]
    [InlineData("settings.officers", 13, "\"AllowUnsigned\": true", "\"AllowUnsigned\": false")]
    [InlineData("settings.origin", 15, "\"Origin\": \"o\"", "\"Origin\": \"o+p\"")]
    [InlineData("settings.anchor", 15, "state/anchor", "ledger/anchor")]
    [InlineData("settings.trust_lists", 6, ",\n      \"HK\": { \"File\": \"hk.json\", \"Signer\": \"hk.crt\" }", "")]
    [InlineData("settings.listeners", 2, "\"north\": {", "\"probe\": {")]
    [InlineData("settings.range", 16, "\"State\"", "\"Telemetry\": { \"TraceRatio\": 1.5 }, \"State\"")]
    [InlineData("settings.missing", 16, "\"State\"", "\"Telemetry\": { \"Otlp\": {} }, \"State\"")]
    [InlineData("settings.choice", 16, "\"State\"", "\"Telemetry\": { \"Otlp\": { \"Endpoint\": \"https://c\", \"Protocol\": \"http\" } }, \"State\"")]
    [InlineData("settings.telemetry", 16, "\"State\"", "\"Telemetry\": { \"Otlp\": { \"Endpoint\": \"http://collector:4318\" } }, \"State\"")]
    [InlineData("settings.telemetry", 16, "\"State\"", "\"Telemetry\": { \"Otlp\": { \"Endpoint\": \"https://u:p@collector\" } }, \"State\"")]
    [InlineData("settings.telemetry", 16, "\"State\"", "\"Telemetry\": { \"Otlp\": { \"Endpoint\": \"collector:4318\" } }, \"State\"")]
    public void A_fault_is_told_with_its_place(string code, int line, string from, string to)
    {
        Assert.Contains(from, Good, StringComparison.Ordinal);
        var (settings, faults) = Read(Good.Replace(from, to, StringComparison.Ordinal));

        Assert.Null(settings);
        var fault = Assert.Single(faults, fault => fault.Code == code);
        Assert.Equal("gateway.json", fault.File);
        Assert.True(Math.Abs(fault.Line - line) <= 1, fault.ToString());
        Assert.True(fault.Column > 0, fault.ToString());
        Assert.NotEmpty(fault.Path);
    }

    [Fact]
    public void An_audit_listener_is_a_door_like_the_others_and_its_readers_have_limits()
    {
        var (settings, faults) = Read(WithListener("audit", "\"Zone\": \"HK\""));

        Assert.Empty(faults);
        Assert.Equal(ListenerKind.Audit, settings!.Listeners.Single(listener => listener.Name == "audit").Kind);
        Assert.Equal(
            (50, 200, 2, TimeSpan.FromSeconds(15)),
            (settings.Audit.RequestsPerSecondPerReader, settings.Audit.BurstPerReader, settings.Audit.StreamsPerReader, settings.Audit.Heartbeat));
    }

    [Fact]
    public void An_operator_listener_may_name_the_zone_of_its_officers_and_another_listener_may_not()
    {
        var (settings, faults) = Read(WithListener("operator", "\"Zone\": \"HK\""));
        Assert.Empty(faults);
        Assert.Equal(Gateway.Policies.Parties.Zone.HK, settings!.Listeners.Single(listener => listener.Name == "operator").Zone);

        Assert.Null(Read(WithListener("operator", "\"MaxConnections\": 5")).Settings!.Listeners[0].Zone);
        Assert.Contains(Read(WithListener("operator", "\"Zone\": \"XX\"")).Faults, fault => fault.Code == "settings.choice");
        Assert.Contains(Read(WithListener("south", "\"Zone\": \"HK\"")).Faults, fault => fault.Code == "settings.unknown");
    }

    [Fact]
    public void Every_fault_is_told_at_once()
    {
        var (_, faults) = Read(Good
            .Replace("\"File\": \"keys.json\"", "\"Fil\": \"keys.json\"", StringComparison.Ordinal)
            .Replace("127.0.0.1:0", "nowhere", StringComparison.Ordinal)
            .Replace("\"Origin\": \"o\"", "\"Origin\": 7", StringComparison.Ordinal));

        Assert.Superset(
            new HashSet<string> { "settings.unknown", "settings.missing", "settings.endpoint", "settings.type" },
            faults.Select(fault => fault.Code).ToHashSet());
    }

    [Fact]
    public void The_environment_overrides_a_value_of_any_type()
    {
        var (settings, faults) = Read(Good, ("GATEWAY__Ledger__Origin", "other"), ("GATEWAY__Reading__MaxBodyBytes", "4096"),
            ("GATEWAY__Forwarding__Http2", "true"));

        Assert.Empty(faults);
        Assert.Equal("other", settings!.Ledger.Origin);
        Assert.Equal(4096, settings.Reading.MaxBodyBytes);
        Assert.True(settings.Forwarding.Http2);
    }

    [Theory]
    [InlineData("GATEWAY__Ledger__Origins")]
    [InlineData("GATEWAY__Ledgers__Origin")]
    [InlineData("GATEWAY__ledger__Origin")]
    public void A_misspelt_override_stops_the_daemon(string name)
    {
        var (settings, faults) = Read(Good, (name, "x"));

        Assert.Null(settings);
        Assert.Contains(faults, fault => fault.Code == "settings.unknown" && fault.File == $"${name}");
    }

    [Fact]
    public void Another_programs_variables_are_nobodys_business() =>
        Assert.NotNull(Read(Good, ("ASPNETCORE_URLS", "http://0.0.0.0:80"), ("GATEWAY_PORT", "1")).Settings);

    [Theory]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite, true)]
    [InlineData(UnixFileMode.UserRead, true)]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.GroupRead, false)]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.OtherRead, false)]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.OtherWrite, false)]
    public void A_secret_is_read_only_where_nobody_else_can(UnixFileMode mode, bool isRead)
    {
        var folder = Directory.CreateTempSubdirectory();
        var file = Path.Combine(folder.FullName, "a.key");
        File.WriteAllBytes(file, new byte[32]);
        File.SetUnixFileMode(file, mode);
        File.WriteAllText(Path.Combine(folder.FullName, "keys.json"), """{"keys":[{"id":"a","use":"hash","file":"a.key"}]}""");
        var faults = new List<Fault>();

        using var ring = KeyRing.Read(Path.Combine(folder.FullName, "keys.json"), faults);

        Assert.Equal(isRead, ring is not null);
        Assert.Equal(isRead ? [] : ["keys.file"], faults.Select(fault => fault.Code));
        folder.Delete(recursive: true);
    }

    private static string WithListener(string kind, string key) => Good.Replace(
        "\"north\": {",
        $"\"{kind}\": {{ \"Address\": \"127.0.0.1:0\", \"Certificate\": \"a\", \"Key\": \"b\", {key} }},\n\"north\": {{",
        StringComparison.Ordinal);

    private static (GatewaySettings? Settings, List<Fault> Faults) Read(string json, params (string Name, string Value)[] environment)
    {
        var variables = new Hashtable();
        environment.ToList().ForEach(pair => variables[pair.Name] = pair.Value);
        var faults = new List<Fault>();
        return (SettingsReading.Read("gateway.json", Encoding.UTF8.GetBytes(json), variables, faults), faults);
    }
}
