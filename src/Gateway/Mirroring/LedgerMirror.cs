using System.Globalization;
using Gateway.Ledger;
using Gateway.Ledger.Inspection;
using Gateway.Ledger.Verification;
using Gateway.Settings;
using Gateway.Witnessing;

namespace Gateway.Mirroring;

/// <summary>All years of one ledger: copied, and held against the clock. One call at a time.</summary>
internal sealed class LedgerMirror : IDisposable
{
    private const int LongestName = 100;

    // A bundle of 256 entries of the largest size, with room for their lengths.
    private const int LargestFile = 20 * 1024 * 1024;

    private readonly MirroredLogSettings _settings;
    private readonly TimeSpan _stoppedAfter;
    private readonly LedgerDisk _disk;
    private readonly TimeProvider _time;
    private readonly MirrorSpace _space;
    private readonly HttpClient _http;

    /// <param name="whole">What all copies may take.</param>
    internal LedgerMirror(
        MirrorSettings mirror, MirroredLogSettings log, LedgerDisk disk, TimeProvider time, MirrorSpace whole)
    {
        (_settings, _stoppedAfter, _disk, _time) = (log, mirror.StoppedAfter, disk, time);
        Folder = Path.Combine(mirror.Directory, NameOf(Ledger));
        _space = new MirrorSpace(log.MaxBytes, whole);
        _space.Count(Folder);
        _http = OutboundClient.Create(log.Source, mirror.Timeout, LargestFile);
    }

    /// <summary>Ledger:Origin of whoever writes it.</summary>
    internal string Ledger => _settings.Log.Ledger!;

    /// <summary>The copy, in the shape of a ledger's folder.</summary>
    internal string Folder { get; }

    /// <summary>What is held afterwards; what is wrong is added to the findings.</summary>
    internal async Task<IReadOnlyList<MirroredHead>> SyncAsync(List<LedgerFinding> findings)
    {
        var first = _settings.Log.Year!.Value;
        var last = _settings.Log.IsYearly ? Math.Max(first, _time.GetUtcNow().Year) : first;
        PublishedShard? before = null;
        var held = new List<PublishedShard>();
        for (var year = first; year <= last; year++)
        {
            var shard = new ShardFolder(Folder, year);
            try
            {
                before = await SyncAsync(shard, before) ?? before;
            }
            catch (MirrorFindingException e)
            {
                findings.Add(e.Finding with { Where = Place(year, e.Finding.Where) });
                before = PublishedShard.Open(shard) ?? before;
            }
            catch (ForkSeenException)
            {
                before = PublishedShard.Open(shard) ?? before;
            }

            // What was seen once stays told, whatever the log shows today: only a person takes it away.
            if (new MirrorFolder(shard, _settings.Log.Key, _disk, _time, _space).HasFork)
            {
                findings.Add(new LedgerFinding(
                    "log.fork",
                    Place(year, ""),
                    "it signed heads that contradict each other; they are kept in 'fork'"));
            }

            if (before?.Year == year)
            {
                held.Add(before);
            }
        }

        if (held.Count > 0)
        {
            new CopyMark(Ledger, _settings.Entries).Keep(_disk, Folder);
        }

        CheckAlive(held.LastOrDefault(), last, findings);
        return [.. held.Select(shard => new MirroredHead(
            shard.Head.Origin, shard.Head.Size, Convert.ToHexStringLower(shard.Head.Root.Span), shard.PublishedAt))];
    }

    public void Dispose() => _http.Dispose();

    private Task<PublishedShard?> SyncAsync(ShardFolder shard, PublishedShard? before)
    {
        var key = _settings.Log.KeyOf(string.Create(CultureInfo.InvariantCulture, $"{Ledger}/{shard.Year:D4}"))!;
        return new ShardMirror(
            new MirrorFolder(shard, key, _disk, _time, _space),
            key,
            new LogSource(_http, shard.Year),
            _settings.Entries).SyncAsync(before);
    }

    // A ledger writes a tick a minute whatever happens: one that does not grow has stopped, and is not quiet.
    private void CheckAlive(PublishedShard? newest, int last, List<LedgerFinding> findings)
    {
        if (newest is null)
        {
            if (findings.TrueForAll(finding => !finding.Where.StartsWith(Ledger, StringComparison.Ordinal)))
            {
                findings.Add(new LedgerFinding("log.gap", Ledger, "no checkpoint is served where it should be"));
            }
        }
        else if (_time.GetUtcNow() - newest.PublishedAt > _stoppedAfter && last >= _time.GetUtcNow().Year)
        {
            findings.Add(new LedgerFinding("log.stopped", newest.Head.Origin, "it has not grown for too long"));
        }
    }

    private string Place(int year, string where) => where.StartsWith(Ledger, StringComparison.Ordinal)
        ? where
        : where.StartsWith(string.Create(CultureInfo.InvariantCulture, $"{year:D4}/"), StringComparison.Ordinal)
            ? $"{Ledger}/{where}"
            : string.Create(CultureInfo.InvariantCulture, $"{Ledger}/{year:D4}/{where}").TrimEnd('/');

    // A name that could mean another folder, or that no file system takes, stands as its digest.
    private static string NameOf(string ledger) =>
        ledger.Length <= LongestName && ledger[0] != '.'
        && ledger.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_')
            ? ledger
            : AddCheckpoint.FolderOf(ledger);
}
