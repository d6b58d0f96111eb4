using System.Security.Cryptography;
using Gateway.Ledger.Notes;
using Gateway.Stamping;
using Gateway.Tests.Ledger;
using Gateway.Witnessing;

namespace Gateway.Tests.Witnessing;

/// <summary>A witness without its listener, on a folder that outlives it.</summary>
internal sealed class Witness : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("witness-");
    private readonly Ed25519PrivateKey _key = Ed25519PrivateKey.Import(SHA256.HashData("witness"u8));
    private WitnessStore? _store;

    internal Witness(params TrustedLog[] logs)
    {
        Logs = logs;
        Name = WitnessKey.Of("witness.example", _key.PublicKey);
    }

    internal WitnessKey Name { get; }

    internal IReadOnlyList<TrustedLog> Logs { get; set; }

    internal string Folder => Path.Combine(_folder.FullName, "state");

    internal TestDisk Disk { get; private set; } = new();

    internal StandingClock Clock { get; } = new(new DateTimeOffset(2026, 11, 1, 8, 0, 0, TimeSpan.Zero));

    /// <summary>A process that begins on the folder: what is not on the disk is gone.</summary>
    internal WitnessDesk Start()
    {
        _store?.Dispose();
        Disk = new TestDisk();
        _store = WitnessStore.Open(Folder, Disk, Logs);
        return new WitnessDesk(Name, _key, Logs, _store, Clock);
    }

    internal string FileOf(string origin) => Path.Combine(Folder, AddCheckpoint.FolderOf(origin), "checkpoint");

    public void Dispose()
    {
        _store?.Dispose();
        _key.Dispose();
        _folder.Delete(recursive: true);
    }
}
