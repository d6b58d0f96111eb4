using System.Collections;
using System.Net;
using Gateway.Policies;
using Gateway.Policies.Parties;

namespace Gateway.Settings;

/// <summary>
/// gateway.json to <see cref="GatewaySettings"/>: every fault at once, nothing defaulted that opens a door.
/// </summary>
internal static class SettingsReading
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private static readonly Dictionary<string, ListenerKind> Kinds = new(StringComparer.Ordinal)
    {
        ["north"] = ListenerKind.North,
        ["south"] = ListenerKind.South,
        ["probe"] = ListenerKind.Probe,
        ["operator"] = ListenerKind.Operator,
        ["audit"] = ListenerKind.Audit,
        ["observe"] = ListenerKind.Observe,
    };

    private static readonly Dictionary<string, Zone> Zones = new(StringComparer.Ordinal)
    {
        ["CN"] = Zone.CN,
        ["HK"] = Zone.HK,
        ["MO"] = Zone.MO,
    };

    /// <summary>The settings, or null where any fault was found.</summary>
    internal static GatewaySettings? Read(
        string file, ReadOnlySpan<byte> json, IDictionary environment, List<Fault> faults) =>
        ReadAll(file, json, environment, faults) is { IsValid: true } reading ? reading.Settings : null;

    /// <summary>
    /// The settings with or without faults, so that the files which the sound ones name can be checked in the same run;
    /// a path that is missing or cannot be read is empty. Null where the file is no JSON object.
    /// </summary>
    /// <param name="file">Path of gateway.json; paths in it are relative to its folder.</param>
    internal static ReadSettings? ReadAll(
        string file, ReadOnlySpan<byte> json, IDictionary environment, List<Fault> faults)
    {
        var before = faults.Count(fault => !fault.IsWarning);
        if (SettingsParser.Parse(Path.GetFileName(file), json, faults) is not { } root)
        {
            return null;
        }

        var folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
        root = EnvironmentOverrides.Apply(root, environment, faults);
        var reader = new SectionReader(root, folder, faults);
        var settings = new GatewaySettings(
            ReadListeners(reader.RequiredSection("Listeners")),
            ReadIdentity(reader.Section("Identity") ?? Empty(reader)),
            ReadKeys(reader.RequiredSection("Keys")),
            ReadTrust(reader.RequiredSection("Trust")),
            ReadPolicy(reader.RequiredSection("Policy"), folder),
            ReadReading(reader.Section("Reading") ?? Empty(reader)),
            ReadStamping(reader.RequiredSection("Stamping")),
            ReadLedger(reader.RequiredSection("Ledger")),
            ReadState(reader.RequiredSection("State")),
            ReadForwarding(reader.RequiredSection("Forwarding")),
            AuditReading.Read(reader.Section("Audit") ?? Empty(reader), Zones),
            ReadLog(reader.Section("Log") ?? Empty(reader)),
            TelemetryReading.Read(reader.Section("Telemetry") ?? Empty(reader)));
        reader.Close();
        var places = new SettingsPlaces(root);
        SettingsRules.Check(settings, places, faults);
        var isValid = faults.Count(fault => !fault.IsWarning) == before;
        return new ReadSettings(settings, places, isValid);
    }

    private static SectionReader Empty(SectionReader parent) =>
        new(
            new SettingsNode.Section(new Dictionary<string, SettingsNode>(StringComparer.Ordinal), parent.Mark),
            "",
            []);

    private static List<ListenerSettings> ReadListeners(SectionReader section)
    {
        var listeners = new List<ListenerSettings>();
        foreach (var (name, reader) in section.Sections())
        {
            var kind = reader.Choice(
                "Kind", Kinds, Kinds.TryGetValue(name, out var named) ? named : ListenerKind.Operator);
            if (reader.Text("Kind") is null && !Kinds.ContainsKey(name))
            {
                reader.Add("Kind", "settings.missing", $"listener '{name}' must say its 'Kind'");
            }

            var isSidecar = kind == ListenerKind.Observe || SidecarReading.IsSidecar(reader);
            var isPlain = isSidecar || kind == ListenerKind.Probe;
            listeners.Add(new ListenerSettings(
                name,
                kind,
                isSidecar ? SidecarReading.ReadAddress(reader) : ReadAddress(reader),
                isPlain ? "" : reader.RequiredPath("Certificate"),
                isPlain ? "" : reader.RequiredPath("Key"),
                reader.Number("MaxConnections", 1, 65_536, 1024))
            {
                Sidecar = isSidecar ? SidecarReading.Read(reader, kind) : null,
                Zone = kind is ListenerKind.Operator or ListenerKind.Audit ? reader.Optional("Zone", Zones) : null,
            });
            reader.Close();
        }

        return listeners;
    }

    private static IPEndPoint ReadAddress(SectionReader reader) =>
        reader.RequiredEndpoint("Address") ?? new IPEndPoint(IPAddress.Loopback, 0);

    private static IdentitySettings ReadIdentity(SectionReader section)
    {
        var identity = new IdentitySettings(
            section.Duration("HandshakeTimeout", Second, TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(10)),
            section.Duration("TransferTimeout", Second, TimeSpan.FromHours(1), TimeSpan.FromMinutes(2)),
            section.Number("MaxConcurrent", 1, 65_536, 1024),
            section.Number("MaxConcurrentPerParty", 1, 65_536, 512),
            section.Number("RequestsPerSecondPerParty", 1, 1_000_000, 20_000),
            section.Number("BurstPerParty", 1, 1_000_000, 20_000));
        section.Close();
        return identity;
    }

    private static KeysSettings ReadKeys(SectionReader section)
    {
        var keys = new KeysSettings(section.RequiredPath("File"));
        section.Close();
        return keys;
    }

    private static TrustSettings ReadTrust(SectionReader section)
    {
        var lists = new List<TrustListSettings>();
        var listsSection = section.RequiredSection("Lists");
        foreach (var (name, reader) in listsSection.Sections())
        {
            if (!Zones.TryGetValue(name, out var zone))
            {
                listsSection.Add(name, "settings.choice", "a trust list stands under its zone: CN, HK or MO");
            }

            lists.Add(new TrustListSettings(zone, reader.RequiredPath("File"), reader.RequiredPath("Signer")));
            reader.Close();
        }

        var trust = new TrustSettings(lists, section.RequiredPath("Crls"));
        section.Close();
        return trust;
    }

    private static PolicySettings ReadPolicy(SectionReader section, string folder)
    {
        var policy = new PolicySettings(
            section.RequiredPath("Folder"),
            section.Number("Signatures", 1, 16, 1),
            [.. section.Texts("Officers").Select(path => Path.GetFullPath(path, folder))],
            section.Flag("AllowUnsigned", false),
            section.Duration("ReloadInterval", Second, TimeSpan.FromHours(1), TimeSpan.FromSeconds(2)));
        section.Close();
        return policy;
    }

    private static ReadingSettings ReadReading(SectionReader section)
    {
        const int MiB = 1024 * 1024;
        var memory = section.Number("MemoryBudgetBytes", MiB, int.MaxValue, 512 * MiB);
        var reading = new ReadingSettings(
            section.Number("MaxBodyBytes", 1, 16 * MiB, 16 * MiB),
            memory,
            section.Number("MemoryBudgetPerPartyBytes", MiB / 2, int.MaxValue, memory / 2),
            section.Number("MaxExpansion", 1, 1000, 100),
            section.Duration("HeadersTimeout", Second, TimeSpan.FromMinutes(10), TimeSpan.FromSeconds(10)),
            section.Duration("Timeout", Second, TimeSpan.FromMinutes(10), TimeSpan.FromSeconds(30)),
            section.Duration("RoomTimeout", Second, TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(1)),
            section.OptionalPath("SpoolDirectory"),
            section.Number("MaxSpooledBytes", 1, int.MaxValue, int.MaxValue));
        section.Close();
        return reading;
    }

    private static StampingSettings ReadStamping(SectionReader section)
    {
        var stamping = new StampingSettings(section.RequiredPath("Key"), section.RequiredPath("Endorsement"));
        section.Close();
        return stamping;
    }

    private static LedgerSection ReadLedger(SectionReader section)
    {
        var ledger = new LedgerSection(
            section.RequiredPath("Directory"),
            section.RequiredText("Origin"),
            section.RequiredPath("Key"),
            section.RequiredPath("Endorsement"),
            section.RequiredPath("Anchor"),
            section.Duration("AppendTimeout", Second, TimeSpan.FromMinutes(10), TimeSpan.FromSeconds(30)),
            section.Duration("TickInterval", Second, TimeSpan.FromHours(1), TimeSpan.FromMinutes(1)),
            section.Duration("StopGrace", TimeSpan.Zero, TimeSpan.FromMinutes(10), TimeSpan.FromSeconds(30)),
            section.Duration("SealInterval", Second, TimeSpan.FromHours(23), TimeSpan.FromHours(1)),
            section.Section("Seal") is { } seal ? ReadSeal(seal) : null)
        {
            Witnesses = section.Section("Witnesses") is { } witnesses ? CosigningReading.Read(witnesses) : null,
            OtherLogs = section.Texts("OtherLogs"),
        };
        section.Close();
        return ledger;
    }

    private static SealSettings ReadSeal(SectionReader section)
    {
        var seal = new SealSettings(
            section.RequiredPath("Certificate"), section.RequiredPath("Key"), ReadTimestamp(section))
        {
            SaysTimestamp = section.Has("Timestamp"),
        };
        section.Close();
        return seal;
    }

    private static Uri? ReadTimestamp(SectionReader section)
    {
        var text = section.Text("Timestamp");
        if (text is null or "off")
        {
            return null;
        }

        if (Uri.TryCreate(text, UriKind.Absolute, out var authority) && authority is { UserInfo: "", Fragment: "" }
            && (authority.Scheme == Uri.UriSchemeHttp || authority.Scheme == Uri.UriSchemeHttps))
        {
            return authority;
        }

        section.Add("Timestamp", "settings.timestamp", "'Timestamp' must be the URL of an authority, or off");
        return null;
    }

    private static StateSettings ReadState(SectionReader section)
    {
        var state = new StateSettings(
            section.RequiredPath("Directory"),
            section.Duration("DrainTimeout", TimeSpan.Zero, TimeSpan.FromHours(1), TimeSpan.FromSeconds(25)));
        section.Close();
        return state;
    }

    private static ForwardingSettings ReadForwarding(SectionReader section)
    {
        var identities = new Dictionary<string, ClientIdentitySettings>(StringComparer.Ordinal);
        foreach (var (party, reader) in section.RequiredSection("Identities").Sections())
        {
            identities[party] = new ClientIdentitySettings(
                reader.RequiredPath("Certificate"), reader.RequiredPath("Key"));
            reader.Close();
        }

        var forwarding = new ForwardingSettings(
            identities,
            section.Duration("ConnectTimeout", Second, TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(5)),
            section.Duration("Timeout", Second, TimeSpan.FromMinutes(10), TimeSpan.FromSeconds(30)),
            section.Flag("Http2", false));
        section.Close();
        return forwarding;
    }

    private static LogSettings ReadLog(SectionReader section)
    {
        var levels = Enum.GetValues<LogLevel>().ToDictionary(level => level.ToString(), StringComparer.Ordinal);
        var formats = new Dictionary<string, bool>(StringComparer.Ordinal) { ["text"] = false, ["json"] = true };
        var log = new LogSettings(
            section.Choice("Level", levels, LogLevel.Information), section.Choice("Format", formats, false));
        section.Close();
        return log;
    }
}

/// <summary>What gateway.json says.</summary>
/// <param name="IsValid">False: for <c>check</c> only, to look at what the sound values name.</param>
internal sealed record ReadSettings(GatewaySettings Settings, SettingsPlaces Places, bool IsValid);
