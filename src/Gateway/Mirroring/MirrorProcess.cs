using System.Net;
using System.Text;
using Gateway.Ledger;
using Gateway.Ledger.Verification;
using Gateway.Listening;
using Gateway.Settings;

namespace Gateway.Mirroring;

/// <summary>
/// <c>gateway mirror</c> as one object: its copies, its rounds and its listener. One process on a folder.
/// </summary>
internal sealed class MirrorProcess : IAsyncDisposable
{
    private readonly MirrorSettings _settings;
    private readonly TimeProvider _time;
    private readonly ILoggerFactory _factory;
    private readonly ILogger _log;
    private readonly LedgerLock _lock;
    private readonly MirrorSpace _space;
    private readonly List<LedgerMirror> _ledgers;
    private readonly MirrorServer _server;
    private HashSet<LedgerFinding> _told = [];
    private Dictionary<string, long> _sizes = new(StringComparer.Ordinal);
    private WebApplication? _app;

    // Replaced as a whole after each round, read by the listener.
    private volatile MirrorReport _last;

    private MirrorProcess(
        MirrorSettings settings, LedgerDisk disk, TimeProvider time, ILoggerFactory log, LedgerLock taken)
    {
        (_settings, _time, _factory, _lock) = (settings, time, log, taken);
        _log = log.CreateLogger<MirrorProcess>();
        _space = new MirrorSpace(settings.MaxBytes);
        _ledgers = [.. settings.Logs.Select(each => new LedgerMirror(settings, each, disk, time, _space))];
        _server = new MirrorServer(_ledgers.ToDictionary(each => each.Ledger, each => each.Folder));
        _last = new MirrorReport(time.GetUtcNow(), _space.Used, _space.Most, [], []);
    }

    internal IPEndPoint? Address { get; private set; }

    /// <exception cref="LedgerStopException">Another process has the folder.</exception>
    /// <exception cref="SettingsFileException">A file that the settings name cannot be used.</exception>
    internal static MirrorProcess Open(
        MirrorSettings settings, LedgerDisk disk, TimeProvider time, ILoggerFactory log)
    {
        disk.CreateFolder(settings.Directory);
        var taken = LedgerLock.Take(settings.Directory, "a mirror has one process");
        try
        {
            return new MirrorProcess(settings, disk, time, log, taken);
        }
        catch (SettingsFileException)
        {
            taken.Dispose();
            throw;
        }
    }

    /// <summary>Copies what is new, once.</summary>
    /// <exception cref="IOException">The copy cannot be written.</exception>
    internal async Task<MirrorReport> RoundAsync()
    {
        var findings = new List<LedgerFinding>();
        var heads = new List<MirroredHead>();
        foreach (var ledger in _ledgers)
        {
            heads.AddRange(await ledger.SyncAsync(findings));
        }

        _last = new MirrorReport(_time.GetUtcNow(), _space.Used, _space.Most, heads, findings);
        Tell(_last);
        return _last;
    }

    /// <summary>Serves the copies, where that is configured.</summary>
    internal async Task ServeAsync()
    {
        if (_settings.Listen is { } listen)
        {
            (_app, Address) = await SmallDoor.OpenAsync(listen, maxBody: 0, AnswerAsync, _factory, _time);
            _log.ReaderListening("mirror", Address.ToString());
        }
    }

    /// <summary>A round at once and one every interval, until told to stop.</summary>
    internal async Task FollowAsync(Task stop)
    {
        using var timer = new PeriodicTimer(_settings.Interval, _time);
        do
        {
            await RoundAsync();
        }
        while (await Task.WhenAny(timer.WaitForNextTickAsync().AsTask(), stop) != stop);
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is { } app)
        {
            await SmallDoor.CloseAsync(app);
        }

        _ledgers.ForEach(ledger => ledger.Dispose());
        _lock.Dispose();
    }

    // What stays wrong is said once; what comes back is said again.
    private void Tell(MirrorReport report)
    {
        foreach (var finding in report.Findings.Where(finding => !_told.Contains(finding)))
        {
            _log.MirrorFound(finding.Code, finding.Where, finding.Detail);
        }

        foreach (var head in report.Logs.Where(head => _sizes.GetValueOrDefault(head.Origin, -1) != head.Size))
        {
            _log.HeadMirrored(head.Origin, head.Size);
        }

        _told = [.. report.Findings];
        _sizes = report.Logs.ToDictionary(head => head.Origin, head => head.Size, StringComparer.Ordinal);
    }

    private Task AnswerAsync(HttpContext context) => context.Request.Path.Value == "/mirror.json"
        ? MirrorServer.WriteAsync(context, Encoding.UTF8.GetBytes(_last.ToJson()), "application/json", "no-store")
        : _server.AnswerAsync(context);
}
