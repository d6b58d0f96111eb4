using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Gateway.Commands.Dev;
using Gateway.Commands.Run;
using Gateway.Ledger;
using Gateway.Ledger.Notes;
using Gateway.Scenarios.Fakes;
using Gateway.Settings;
using Gateway.Stamping;
using Gateway.Witnessing;
using Microsoft.Extensions.Logging;

namespace Gateway.Scenarios.Witnesses;

/// <summary>
/// A witness of the scenarios' ledger, as <c>gateway witness</c> runs it: stopped and started again on its folder and its
/// port, or hanging there without a word.
/// </summary>
internal sealed class RunningWitness : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gateway-witness-");
    private readonly int _port = FreePort.Take();
    private readonly ILoggerFactory _log = DaemonLog.Create(new LogSettings(LogLevel.Information, false));
    private WitnessProcess? _process;
    private TcpListener? _hanging;

    internal RunningWitness(string name)
    {
        _ = LogCapture.Instance;
        Name = name;
        var seed = SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(name));
        Ed25519KeyFile.WritePrivate(KeyFile, seed);
        using var key = Ed25519PrivateKey.Import(seed);
        Vkey = WitnessKey.Of(name, key.PublicKey);
    }

    internal static NoteKey Log
    {
        get
        {
            var key = Ed25519KeyFile.ReadPublicPem(File.ReadAllBytes(DevAssets.Pki.PublicKey(KeyUse.Ledger)))!;
            var year = TimeProvider.System.GetUtcNow().Year.ToString(CultureInfo.InvariantCulture);
            return NoteKey.Of($"{DevParties.Origin}/{year}", key);
        }
    }

    internal string Name { get; }

    internal WitnessKey Vkey { get; }

    internal string Folder => _folder.FullName;

    internal string KeyFile => Path.Combine(Folder, "witness.key");

    internal string Url => $"{(Listen.Certificate is null ? "http" : "https")}://127.0.0.1:{_port}/";

    /// <summary>How it listens, from the next start on.</summary>
    internal SmallDoorSettings Listen { get; set; } = new(new IPEndPoint(IPAddress.Loopback, 0), null, null, []);

    internal LedgerDisk Disk { get; set; } = new PosixDisk();

    internal string? Endorsement { get; set; }

    internal static async Task<RunningWitness> StartAsync(string name)
    {
        var witness = new RunningWitness(name);
        await witness.StartAsync();
        return witness;
    }

    internal async Task StartAsync()
    {
        _hanging?.Dispose();
        _hanging = null;
        var settings = new WitnessSettings(
            Name,
            KeyFile,
            Endorsement,
            Path.Combine(Folder, "state"),
            Listen with { Address = new IPEndPoint(IPAddress.Loopback, _port) },
            [new TrustedLog(Log.Name, Log, true)],
            new LogSettings(LogLevel.Information, false));
        _process = await WitnessProcess.OpenAsync(settings, Disk, TimeProvider.System, _log);
    }

    internal async Task StopAsync()
    {
        if (_process is { } process)
        {
            _process = null;
            await process.DisposeAsync();
        }
    }

    /// <summary>Takes connections in its place, and never says anything.</summary>
    internal async Task HangAsync()
    {
        await StopAsync();
        _hanging = new TcpListener(IPAddress.Loopback, _port);
        _hanging.Start();
    }

    /// <summary>The size it cosigned last; 0: none.</summary>
    internal long Size()
    {
        var file = Path.Combine(Folder, "state", AddCheckpoint.FolderOf(Log.Name), "checkpoint");
        return File.Exists(file) && Checkpoint.TryOpen(File.ReadAllBytes(file), Log, out var head) ? head!.Size : 0;
    }

    /// <summary>What gateway.json says, asked every second, with these witnesses.</summary>
    internal static Dictionary<string, string> Settings(int quorum, string without, params RunningWitness[] witnesses)
    {
        var settings = new Dictionary<string, string>
        {
            ["Ledger__Witnesses__Quorum"] = quorum.ToString(CultureInfo.InvariantCulture),
            ["Ledger__Witnesses__WithoutQuorum"] = without,
            ["Ledger__Witnesses__Interval"] = "00:00:01",
            ["Ledger__Witnesses__Timeout"] = "00:00:05",
        };
        foreach (var (i, witness) in witnesses.Index())
        {
            settings[$"Ledger__Witnesses__Members__w{i}__Url"] = witness.Url;
            settings[$"Ledger__Witnesses__Members__w{i}__Vkey"] = witness.Vkey.ToString();
        }

        return settings;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _hanging?.Dispose();
        _log.Dispose();
        _folder.Delete(recursive: true);
    }
}
