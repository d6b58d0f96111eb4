using Gateway.Ledger;
using Gateway.Ledger.Notes;
using Gateway.Mirroring;
using Gateway.Settings;
using Gateway.Tests.Ledger;
using Gateway.Witnessing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Tests.Mirroring;

/// <summary>A ledger, a web server that serves its folder, and a mirror of it.</summary>
internal sealed class MirrorScene : IAsyncDisposable
{
    private readonly DirectoryInfo _scratch = Directory.CreateTempSubdirectory("mirror-");
    private TransparencyLedger? _ledger;

    private MirrorScene(ServedFolder served) => Served = served;

    internal TestLedger Files { get; } = new();

    internal ServedFolder Served { get; }

    internal bool Entries { get; set; } = true;

    /// <summary>Bytes that the copy may take, and all copies.</summary>
    internal long LogRoom { get; set; } = long.MaxValue;

    internal long AllRoom { get; set; } = long.MaxValue;

    internal bool LaterYears { get; set; } = true;

    internal string Copy => Path.Combine(_scratch.FullName, "mirror", "log.example");

    internal string CopyOf(params string[] path) => Path.Combine([Copy, .. path]);

    internal static async Task<MirrorScene> OpenAsync()
    {
        var scene = new MirrorScene(await ServedFolder.StartAsync(""));
        scene.Served.Root = scene.Files.Folder;
        return scene;
    }

    /// <summary>Lets the ledger grow, and publishes.</summary>
    internal async Task GrowAsync(int entries)
    {
        _ledger ??= Files.Open();
        await AppendTests.AppendMany(_ledger, Files, entries);
        await _ledger.PublishAsync(TestContext.Current.CancellationToken);
    }

    internal async Task CloseAsync()
    {
        if (_ledger is { } ledger)
        {
            _ledger = null;
            await ledger.DisposeAsync();
        }
    }

    /// <summary>The ledger's folder as it is now, to be served or to be put back.</summary>
    internal string Snapshot(string name)
    {
        var target = Path.Combine(_scratch.FullName, name);
        foreach (var file in Directory.EnumerateFiles(Files.Folder, "*", SearchOption.AllDirectories)
            .Where(file => Path.GetFileName(file) != "LOCK"))
        {
            var copy = Path.Combine(target, Path.GetRelativePath(Files.Folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        return target;
    }

    /// <summary>Puts an older copy in the ledger's place, anchor and all: nothing on this machine knows better.</summary>
    internal void Restore(string snapshot)
    {
        Directory.Delete(Files.Folder, recursive: true);
        File.Delete(Files.Settings.AnchorFile!);
        Directory.Move(snapshot, Files.Folder);
        File.Copy(Directory.GetFiles(Files.Folder, "checkpoint", SearchOption.AllDirectories).Max()!, Files.Settings.AnchorFile!);
    }

    internal MirrorSettings Settings(SmallDoorSettings? listen = null, Uri? url = null, NoteKey? key = null, string name = "mirror")
    {
        var log = key ?? NoteKey.Of("log.example/2026", Files.Key.PublicKey);
        var server = new ServerSettings(url ?? Served.Url, null, null, null);
        return new MirrorSettings(
            Path.Combine(_scratch.FullName, name),
            TimeSpan.FromMinutes(1),
            TimeSpan.FromMinutes(5),
            TimeSpan.FromSeconds(60),
            listen,
            [new MirroredLogSettings(new TrustedLog(log.Name, log, LaterYears), server, Entries, LogRoom)],
            new LogSettings(LogLevel.Information, false),
            AllRoom);
    }

    internal MirrorProcess Open(MirrorSettings? settings = null, LedgerDisk? disk = null) => MirrorProcess.Open(
        settings ?? Settings(), disk ?? new TestDisk(), Files.Clock, NullLoggerFactory.Instance);

    /// <summary>One round of a process of its own, as cron starts it.</summary>
    internal async Task<MirrorReport> RoundAsync(MirrorSettings? settings = null)
    {
        await using var mirror = Open(settings);
        return await mirror.RoundAsync();
    }

    internal async Task<IReadOnlyList<string>> CodesAsync(MirrorSettings? settings = null) =>
        [.. (await RoundAsync(settings)).Findings.Select(finding => finding.Code)];

    internal byte[] Held() => File.ReadAllBytes(CopyOf("2026", "checkpoint"));

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        await Served.DisposeAsync();
        Files.Dispose();
        _scratch.Delete(recursive: true);
    }
}
