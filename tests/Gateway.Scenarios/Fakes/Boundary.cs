using System.Collections;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Gateway.Commands.Dev;
using Gateway.Commands.Run;
using Gateway.Ledger;
using Gateway.Policies;
using Gateway.Policies.Parties;
using Gateway.Stamping;

namespace Gateway.Scenarios.Fakes;

/// <summary>
/// A whole boundary: a daemon in this process with its own folder, ledger and doors, and a far side on each side of it.
/// </summary>
internal sealed class Boundary : IAsyncDisposable
{
    private static readonly string[] Doors = ["north", "south"];
    private readonly DirectoryInfo _folder;
    private readonly Hashtable _environment = [];
    private readonly List<IDisposable> _clients = [];
    private readonly TimeProvider _time;
    private GatewayDaemon? _daemon;

    private Boundary(TimeProvider time)
    {
        _ = LogCapture.Instance;
        _time = time;
        _folder = Directory.CreateTempSubdirectory("gateway-scenario-");
        BankHk = new FarSide(DevAssets.Certificate("bank-hk.server"));
        HospitalGz = new FarSide(DevAssets.Certificate("hospital-gz.server"))
        {
            Answer = _ => FarAnswer.Json("""{"code":"J45","patient":"Chan","ward":"7"}"""),
        };
    }

    internal FarSide BankHk { get; }

    internal FarSide HospitalGz { get; }

    internal string Folder => _folder.FullName;

    internal string Ledger => Path.Combine(Folder, "ledger");

    /// <summary>That of the last shard.</summary>
    internal string Year => Path.GetFileName(Directory.GetDirectories(Ledger, "2*").Max())!;

    internal string State => Path.Combine(Folder, "state");

    internal string Crls => Path.Combine(Folder, "crls");

    internal string ConfigFile => Path.Combine(Folder, "gateway.json");

    internal string BundleFile => Path.Combine(Folder, "policy", "scenario.yaml");

    /// <summary>What the ledger writes to, from the next start on; null: the real disk.</summary>
    internal LedgerDisk? Disk { get; set; }

    /// <summary>Which warnings of the next start are told elsewhere.</summary>
    internal Func<Fault, bool> IsKnown { get; set; } = _ => false;

    internal GatewayDaemon Daemon => _daemon ?? throw new InvalidOperationException("the daemon is not running");

    /// <summary>Files, far sides and a running daemon.</summary>
    /// <param name="bundle">Changes the bundle's text.</param>
    /// <param name="settings">Overrides, by "Section__Key".</param>
    /// <param name="listeners">Listeners in the place of those of the same name, or beside them.</param>
    internal static async Task<Boundary> OpenAsync(
        Func<string, string>? bundle = null,
        IReadOnlyDictionary<string, string>? settings = null,
        TimeProvider? time = null,
        IReadOnlyDictionary<string, object>? listeners = null)
    {
        var boundary = Prepare(bundle, settings, time, listeners);
        await boundary.StartAsync();
        return boundary;
    }

    /// <summary>The same without the daemon.</summary>
    internal static Boundary Prepare(
        Func<string, string>? bundle = null,
        IReadOnlyDictionary<string, string>? settings = null,
        TimeProvider? time = null,
        IReadOnlyDictionary<string, object>? listeners = null)
    {
        var boundary = new Boundary(time ?? TimeProvider.System);
        foreach (var (key, value) in settings ?? new Dictionary<string, string>())
        {
            boundary._environment["GATEWAY__" + key] = value;
        }

        DevAssets.CopyFolder(DevAssets.Pki.Crls, boundary.Crls);
        boundary.WriteBundle(bundle ?? (text => text));
        boundary.WriteOtherExporters();
        boundary.WriteSettings(listeners ?? new Dictionary<string, object>());
        return boundary;
    }

    internal async Task StartAsync()
    {
        var faults = await TryStartAsync();
        Assert.True(_daemon is not null, string.Join('\n', faults));
    }

    /// <summary>The faults, where it did not start.</summary>
    internal async Task<IReadOnlyList<Fault>> TryStartAsync()
    {
        var faults = new List<Fault>();
        var start = new DaemonStart(ConfigFile, _environment, _time, Disk ?? new PosixDisk()) { IsKnown = IsKnown };
        _daemon = await GatewayDaemon.StartAsync(start, faults, CancellationToken.None);
        return faults;
    }

    internal async Task StopAsync()
    {
        if (_daemon is { } daemon)
        {
            _daemon = null;
            await daemon.DisposeAsync();
        }
    }

    /// <summary>Writes the bundle anew: the daemon sees it at its next look.</summary>
    internal void WriteBundle(Func<string, string> change)
    {
        var text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Bundle", "scenario.yaml"));
        Directory.CreateDirectory(Path.GetDirectoryName(BundleFile)!);
        File.WriteAllText(BundleFile, change(text)
            .Replace("${bank-hk}", BankHk.Port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("${hospital-gz}", HospitalGz.Port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
    }

    // Every exporter of the throw-away PKI endorsed its keys, and an endorsement counts only where each is a party that
    // is known: those the scenarios do not use are named in a file of their own.
    private void WriteOtherExporters()
    {
        var used = File.ReadAllText(BundleFile);
        var parties = DevParties.Exporters
            .Where(party => !used.Contains($"id: {party.Id}\n", StringComparison.Ordinal))
            .Select(party => $$"""
                  - id: {{party.Id}}
                    zone: {{party.Zone}}
                    name: { en: "{{party.Name.En}}", zh-Hans: {{party.Name.ZhHans}}, zh-Hant: {{party.Name.ZhHant}} }
                    registration: "{{party.Registration}}"
                    city: "{{party.City}}"
                    roles: [exporter]
                    certificates:
                      - { entry: {{DevParties.Entry(party.Zone, DevEntryKind.Signing)}}, match: { organizationIdentifier: "{{party.Registration}}" } }
                """);
        File.WriteAllText(
            Path.Combine(Path.GetDirectoryName(BundleFile)!, "exporters.yaml"), "parties:\n" + string.Join('\n', parties) + "\n");
    }

    internal IPEndPoint Door(string name) => Daemon.Addresses[name];

    /// <summary>A client at the north door.</summary>
    internal HttpClient North(string certificate = "bank-gz.client") => Client("north", DevAssets.Certificate(certificate));

    /// <summary>A client at the south door.</summary>
    internal HttpClient South(string certificate = "clinic-hk.client") => Client("south", DevAssets.Certificate(certificate));

    internal HttpClient Client(string door, X509Certificate2? certificate) => ClientAt(Door(door), certificate);

    /// <summary>A client at the door of a daemon that is a process of its own.</summary>
    internal HttpClient ClientAt(IPEndPoint door, string certificate) => ClientAt(door, DevAssets.Certificate(certificate));

    private HttpClient ClientAt(IPEndPoint door, X509Certificate2? certificate)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            SslOptions = new SslClientAuthenticationOptions
            {
                ClientCertificates = certificate is null ? null : [certificate],
                LocalCertificateSelectionCallback = certificate is null ? null : (_, _, _, _, _) => certificate,
#pragma warning disable CA5359 // What the gateway shows is looked at elsewhere.
                RemoteCertificateValidationCallback = (_, _, _, _) => true,
#pragma warning restore CA5359
            },
        };
        var client = new HttpClient(handler) { BaseAddress = new Uri($"https://{door}") };
        _clients.Add(client);
        return client;
    }

    internal IReadOnlyList<EntryView> Entries() => LedgerEntries.Read(Ledger);

    internal IReadOnlyList<EntryView> EntriesOf(string transferId) =>
        [.. Entries().Where(entry => entry.TransferId == transferId)];

    /// <summary>Waits for the outcome, which nobody else waits for, and returns all entries of the transfer.</summary>
    internal async Task<IReadOnlyList<EntryView>> WholeAsync(string transferId)
    {
        for (var i = 0; i < 400; i++)
        {
            var entries = EntriesOf(transferId);
            if (entries.Any(entry => entry.Kind == "outcome"))
            {
                return entries;
            }

            await Task.Delay(25);
        }

        return EntriesOf(transferId);
    }

    public async ValueTask DisposeAsync()
    {
        _clients.ForEach(client => client.Dispose());
        await StopAsync();
        await BankHk.DisposeAsync();
        await HospitalGz.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private void WriteSettings(IReadOnlyDictionary<string, object> own)
    {
        var pki = DevAssets.Pki;
        var server = new { Address = "127.0.0.1:0", Certificate = pki.Certificate("gateway-gz.server"), Key = pki.Key("gateway-gz.server") };
        var identity = new { Certificate = pki.Certificate("gateway-gz.client"), Key = pki.Key("gateway-gz.client") };
        var listeners = Doors.ToDictionary(door => door, _ => (object)server);
        listeners["probe"] = new { Address = "127.0.0.1:0" };
        own.ToList().ForEach(listener => listeners[listener.Key] = listener.Value);
        var settings = new
        {
            Listeners = listeners,
            Keys = new { File = pki.KeysFile },
            Trust = new
            {
                Lists = new[] { Zone.CN, Zone.HK }.ToDictionary(
                    zone => zone.ToString(), zone => new { File = pki.TrustList(zone), Signer = pki.ListSigner(zone) }),
                Crls = "crls",
            },
            Policy = new { Folder = "policy", AllowUnsigned = true, ReloadInterval = "01:00:00" },
            Reading = new { MaxBodyBytes = 1024 * 1024, Timeout = "00:00:05" },
            Stamping = new { Key = pki.PrivateKey(KeyUse.Stamping), Endorsement = pki.Endorsement(KeyUse.Stamping) },
            Ledger = new
            {
                Directory = "ledger",
                DevParties.Origin,
                Key = pki.PrivateKey(KeyUse.Ledger),
                Endorsement = pki.Endorsement(KeyUse.Ledger),
                Anchor = "state/ledger-anchor",
                StopGrace = "00:00:00",
            },
            State = new { Directory = "state" },
            Forwarding = new { Identities = new Dictionary<string, object> { ["*"] = identity }, Timeout = "00:00:10" },
        };
        Directory.CreateDirectory(State);
        File.WriteAllText(ConfigFile, JsonSerializer.Serialize(settings));
    }
}
