using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using Gateway.Ledger.Entries;
using Gateway.Ledger.Notes;
using Gateway.Ledger.Wal;
using Gateway.Stamping;

namespace Gateway.Ledger;

/// <summary>
/// The append-only log of what crossed and what did not (DESIGN.md 7). Safe for any number of callers. After any
/// failed
/// write it takes nothing more: <see cref="Failed"/> completes, and only a new open may go on.
/// </summary>
internal sealed partial class TransparencyLedger : IAsyncDisposable
{
    // Entries are made by many threads, each with its own look at the clock: this much disorder is normal.
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromSeconds(2);

    // An entry has at most 60 KiB (FORMATS.md 5), and its annex is of that order.
    private const int LargestRecord = 256 * 1024;

    private readonly LedgerParts _parts;
    private readonly LedgerLock _lock;
    private readonly LedgerPublisher _publisher;
    private readonly LedgerWriter _writer;
    private readonly TaskCompletionSource _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _closing = new();

    // One token at most: "there is something to publish or to wake the writer for".
    private readonly Channel<bool> _signal =
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    // Written by the writer thread, read by the publisher; _unpublishedBytes says how much.
    private readonly Channel<WalBatch> _durable =
        Channel.CreateUnbounded<WalBatch>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });

    // One publication at a time; held by the loop, by PublishAsync and by the close.
    private readonly SemaphoreSlim _publishing = new(1, 1);

    private long _unpublishedBytes;
    private long _freeBytes;
    private EntryContext _context;
    private ITimer? _tick;
    private Task _loop = Task.CompletedTask;

    private TransparencyLedger(LedgerParts parts, LedgerLock taken, RecoveredLedger recovered)
    {
        (_parts, _lock, _publisher) = (parts, taken, recovered.Publisher);
        _context = parts.OwnContext;
        _freeBytes = parts.Disk.FreeBytes(parts.Settings.Folder);
        Vitals = new LedgerVitals(parts.Time);
        _writer = new LedgerWriter(parts, recovered, OnDurable, OnFailed);
    }

    /// <summary>False once anything failed: answer 503, leave, let the next start decide.</summary>
    internal bool IsAvailable => !_failed.Task.IsCompleted && !_closing.IsCancellationRequested;

    /// <summary>What whoever watches may know.</summary>
    internal LedgerVitals Vitals { get; }

    /// <summary>In the WAL, and not in tiles and checkpoint yet.</summary>
    internal long UnpublishedBytes => Interlocked.Read(ref _unpublishedBytes);

    /// <summary>Room on the volume, as last looked at.</summary>
    internal long VolumeBytes => Volatile.Read(ref _freeBytes);

    /// <summary>What the WAL may still take: of its own limit, and of the volume as last looked at.</summary>
    internal long FreeBytes => Math.Min(_parts.Settings.WalBytes - UnpublishedBytes, VolumeBytes);

    /// <summary>Whether an entry of any size would be taken from a party.</summary>
    internal bool HasSpace => FreeBytes >= LargestRecord;

    /// <summary>Completes, without an exception, when the ledger stopped for good.</summary>
    internal Task Failed => _failed.Task;

    /// <summary>Why; null while it works.</summary>
    internal Exception? FailureReason { get; private set; }

    /// <summary>The last <c>policy</c> entry; null if there is none.</summary>
    internal PolicyState? LastPolicy => _writer.LastPolicy;

    /// <summary>The last <c>trust</c> entry of each list.</summary>
    internal ImmutableSortedDictionary<string, TrustListState> LastTrust => _writer.LastTrust;

    /// <summary>The latest time any entry holds.</summary>
    internal DateTimeOffset? LastEntryTime => _writer.LastTime;

    /// <summary>
    /// True while the clock stands before the last entry: times in a ledger may not run backwards, so nothing may
    /// leave.
    /// </summary>
    internal bool IsClockBehind => LastEntryTime is { } last && _parts.Time.GetUtcNow() < last - ClockTolerance;

    /// <summary>The C2SP vkey of the current year's shard.</summary>
    internal string Vkey => _parts.ShardKey(_parts.Time.GetUtcNow().Year).ToString();

    /// <summary>
    /// What entries of the ledger's own (tick, stop) are made under, once a policy and trust lists are in force.
    /// </summary>
    internal void UseContext(EntryContext context) => Volatile.Write(ref _context, context);

    /// <summary>Takes the folder, recovers, and appends <c>start</c> (and what the last run left open).</summary>
    /// <exception cref="LedgerStopException">The ledger may not be continued; the message says what to do.</exception>
    [SuppressMessage("Reliability", "CA2000",
        Justification = "the ledger owns its lock and gives it back when closed")]
    internal static TransparencyLedger Open(
        LedgerSettings settings, Ed25519PrivateKey key, TimeProvider time, LedgerDisk disk, ILogger logger) =>
        Open(new LedgerParts(settings, key, time, disk, logger), []);

    /// <summary>The same; given first entries, it must be a new ledger, and they follow <c>start</c> at once.</summary>
    /// <exception cref="LedgerStopException">As above, or there is a ledger already.</exception>
    internal static TransparencyLedger Open(LedgerParts parts, IReadOnlyList<LedgerRecord> first)
    {
        var (settings, disk) = (parts.Settings, parts.Disk);
        if (!NoteKey.IsName(settings.Origin))
        {
            throw new LedgerStopException("Ledger:Origin must be a name without white space and '+'");
        }

        LedgerLock? taken = null;
        try
        {
            LedgerFolders.Make(disk, settings);
            taken = LedgerLock.Take(settings.Folder);
            var recovered = Recover(parts);
            if (first.Count > 0 && recovered.Range.Size > 0)
            {
                throw new LedgerStopException($"'{settings.Folder}' holds a ledger: a new origin begins in a new one");
            }

            var ledger = new TransparencyLedger(parts, taken, recovered);
            ledger.Begin(recovered, first);
            return ledger;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            taken?.Dispose();
            throw new LedgerStopException($"the ledger folder '{settings.Folder}' cannot be used: {e.Message}", e);
        }
        catch (Exception e) when (e is LedgerStopException or LedgerUnavailableException)
        {
            taken?.Dispose();
            throw e as LedgerStopException
                ?? new LedgerStopException("the ledger cannot be written", e.InnerException ?? e);
        }
    }

    /// <summary>Completes when entry and annex are durable. For identified parties and the daemon itself.</summary>
    internal ValueTask<LedgerPosition> AppendAsync(LedgerRecord record, CancellationToken cancellationToken) =>
        AppendAsync(record, LedgerPriority.Party, cancellationToken);

    /// <summary>Completes when entry and annex are durable.</summary>
    /// <remarks>
    /// The token is asked only before the record is taken: from there on it will be written, awaited or not.
    /// </remarks>
    /// <exception cref="LedgerUnavailableException">It is not durable: what it stands for must not happen.</exception>
    internal ValueTask<LedgerPosition> AppendAsync(
        LedgerRecord record, LedgerPriority room, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<LedgerPosition>(cancellationToken);
        }

        return HasRoom(record, room)
            ? _writer.Append(record, Facts(record))
            : ValueTask.FromException<LedgerPosition>(new LedgerUnavailableException("no room is left in the WAL"));
    }

    /// <summary>
    /// Gives a record away: written with the next batch, at the latest a moment later; lost if the process dies
    /// before.
    /// For outcomes: the next start writes <c>unknown</c> for a release without one.
    /// </summary>
    internal void Enqueue(LedgerRecord record)
    {
        if (_writer.TryEnqueue(record, Facts(record)))
        {
            _signal.Writer.TryWrite(true);
        }
    }

    /// <summary>Publishes everything that is durable, now.</summary>
    internal async Task PublishAsync(CancellationToken cancellationToken)
    {
        await _publishing.WaitAsync(cancellationToken);
        try
        {
            if (_failed.Task.IsCompleted)
            {
                return;
            }

            var batches = new List<WalBatch>();
            var bytes = 0L;
            while (_durable.Reader.TryRead(out var batch))
            {
                batches.Add(batch);
                bytes += batch.Length;
            }

            _publisher.Publish(batches);
            Interlocked.Add(ref _unpublishedBytes, -bytes);
            Volatile.Write(ref _freeBytes, _parts.Disk.FreeBytes(_parts.Settings.Folder));
            Vitals.NotePublished();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _writer.Break(e);
        }
        finally
        {
            _publishing.Release();
        }
    }

    /// <summary>
    /// The clean stop: a <c>stop</c> entry, everything published, an empty WAL, the folder given back.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        if (_closing.IsCancellationRequested)
        {
            return;
        }

        if (_tick is not null)
        {
            await _tick.DisposeAsync();
        }

        var stop = Own(new StopEntry());
        _writer.Close(stop, Facts(stop));
        await _writer.Ended;
        await _closing.CancelAsync();
        if (!await HasEndedAsync(_loop) || _writer.MayStillWrite)
        {
            // The disk hangs, and with it whoever writes to it: the folder stays taken until the process is gone.
            return;
        }

        await CloseAsync();
        _publisher.Dispose();
        _writer.Dispose();
        _lock.Dispose();
        _closing.Dispose();
        _publishing.Dispose();
    }

    private async Task<bool> HasEndedAsync(Task loop)
    {
        try
        {
            await loop.WaitAsync(_parts.Settings.AppendTimeout, _parts.Time);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private static RecoveredLedger Recover(LedgerParts parts)
    {
        if (parts.Settings.AnchorFile is null)
        {
            parts.Logger.NoAnchor();
        }

        var recovered = new LedgerRecovery(parts).Run(new LedgerAnchor(parts.Disk, parts.Settings));
        if (recovered.Range.Size == 0)
        {
            recovered.Publisher.BeginFirst(parts.Time.GetUtcNow().Year);
        }

        return recovered;
    }

    private void Begin(RecoveredLedger recovered, IReadOnlyList<LedgerRecord> first)
    {
        var open = recovered.State.Open.Order().ToList();
        _parts.Logger.LedgerOpened(
            _parts.Settings.Origin, recovered.Year, recovered.Range.Size, recovered.Replayed);
        if (IsClockBehind)
        {
            _parts.Logger.ClockBehind(LastEntryTime!.Value);
        }

        // All in one batch: a release is never seen after a start without its outcome.
        var last = Own(new StartEntry(StartReason.Open, null));
        foreach (var record in first)
        {
            Enqueue(last);
            last = record;
        }

        if (!recovered.WasClean || open.Count > 0)
        {
            Enqueue(last);
            open.ForEach(transfer => Enqueue(Own(OutcomeEntry.Unknown(transfer))));
            last = Own(new RecoverEntry(recovered.Replayed, recovered.TornBytes, open.Count));
        }

        _ = AppendAsync(last, CancellationToken.None).AsTask().GetAwaiter().GetResult();
        _loop = LoopAsync();
        _tick = _parts.Time.CreateTimer(_ => Tick(), null, _parts.Settings.TickInterval, _parts.Settings.TickInterval);
    }

    private void Tick()
    {
        var record = Own(new TickEntry());
        if (_writer.TryEnqueue(record, Facts(record)))
        {
            _writer.Wake();
        }
    }

    private async Task LoopAsync()
    {
        try
        {
            while (IsAvailable && await _signal.Reader.WaitToReadAsync(_closing.Token))
            {
                _signal.Reader.TryRead(out _);
                await Task.Delay(_parts.Settings.PublishDelay, _parts.Time, _closing.Token);
                _writer.Wake();
                await PublishAsync(_closing.Token);
            }
        }
        catch (OperationCanceledException) when (_closing.IsCancellationRequested)
        {
            // The close publishes what is left.
        }
    }

    private async Task CloseAsync()
    {
        await PublishAsync(CancellationToken.None);
        if (_failed.Task.IsCompleted)
        {
            return;
        }

        try
        {
            _publisher.DropAll(Directory.GetFiles(_parts.Settings.WalFolder, "*.wal"));
            _parts.Logger.LedgerClosed(_parts.Settings.Origin);
        }
        catch (IOException e)
        {
            OnFailed(e);
        }
    }

    private void OnDurable(WalBatch batch, TimeSpan took)
    {
        Vitals.NoteFlush(batch, took);
        Interlocked.Add(ref _unpublishedBytes, batch.Length);
        _durable.Writer.TryWrite(batch);
        _signal.Writer.TryWrite(true);
    }

    private void OnFailed(Exception reason)
    {
        FailureReason = reason;
        Vitals.NoteFailure();
        if (_failed.TrySetResult())
        {
            _parts.Logger.LedgerFailed(reason);
        }
    }

    private bool HasRoom(LedgerRecord record, LedgerPriority room)
    {
        var settings = _parts.Settings;
        var needed = record.Entry.Length + record.Annex.Length + WalBatch.Overhead + WalBatch.ItemOverhead;
        return needed <= settings.SegmentBytes
            && needed <= FreeBytes - (room == LedgerPriority.Stranger ? settings.ReserveBytes : 0);
    }

    private LedgerRecord Own(LedgerEntry entry) => LedgerRecord.Of(entry, Volatile.Read(ref _context), _parts.Time);

    // A record that is not an entry, or whose annex is another than its entry says, is a mistake in this program.
    private static EntryFacts Facts(LedgerRecord record)
    {
        if (!EntryFacts.TryRead(record.Entry.Span, out var facts))
        {
            throw new ArgumentException("not a ledger entry", nameof(record));
        }

        var isOwn = facts.Kind == EntryKind.Release
            ? !record.Annex.IsEmpty && facts.Annex == record.Annex.Digest
            : record.Annex.IsEmpty;
        return isOwn ? facts : throw new ArgumentException("the annex is not the one its entry names", nameof(record));
    }
}
