using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Gateway.Ledger.Entries;
using Gateway.Ledger.Tree;
using Gateway.Ledger.Wal;

namespace Gateway.Ledger;

//
//  The way of an append:
//
//      1. Put:    whoever brings the record has it read and hashed; then it waits in a list, under the gate.
//      2. Take:   the writer thread takes everything that waits. No timer: while one batch is being flushed, the next
//                 one gathers.
//      3. Turn:   a new UTC year begins a new shard; its first entry holds the last checkpoint of the shard before.
//      4. Build:  entries and annexes go into one buffer, their hashes into the tree, the head is signed, once.
//      5. Flush:  one write, one fdatasync. Before it returned nothing is acknowledged; after it returned everything
//                 in the batch survives any crash.
//      6. Hand on to the publisher, then have the pool answer the waiters (Answers).
//

/// <summary>The one thread that appends. After any failure it never writes again: only a restart may.</summary>
internal sealed class LedgerWriter : IDisposable
{
    // Several batches for more: one fdatasync of 4 MiB is as good as it gets.
    private const int MaxBatchBytes = 4 * 1024 * 1024;

    private readonly LedgerParts _parts;
    private readonly WalSegments _segments;
    private readonly Action<WalBatch, TimeSpan> _durable;
    private readonly Action<Exception> _failed;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Guards _waiting, _taken, _answered, _isClosing, _isWoken and _broken. What was taken is the writer thread's to
    // read without it: nobody else changes the list.
    private readonly Lock _gate = new();
    private List<PendingAppend> _waiting = [];
    private List<PendingAppend> _taken = [];

    // INVARIANT: each record is answered once: those taken, up to here, are answered already, and whoever moves this
    // on, or breaks the ledger, under the gate, answers for the rest.
    private int _answered;
    private bool _isClosing;
    private bool _isWoken;

    // Set once and never cleared. After a failed flush the page cache may still show bytes the disk never took, so
    // reading back proves nothing: only a restart, which replays and re-verifies, may append again.
    private Exception? _broken;

    // Wakes the thread. Set once for all that come while it is awake or waking.
    private readonly AutoResetEvent _wake = new(initialState: false);

    // Looks whether a write has been under way for too long: the thread that could say so is the one that hangs.
    private readonly ITimer _watch;

    // Set by the writer thread when it will never touch the folder again.
    private volatile bool _hasReturned;

    // When the write under way began; 0 while there is none. Written by the writer thread alone.
    private long _begun;

    // Owned by the writer thread.
    private CompactRange _range;
    private int _year;
    private bool _isNewShard;
    private byte[]? _lastCheckpoint;

    // Written by the writer thread alone; a number, because others read it meanwhile.
    private long _lastTicks;

    internal LedgerWriter(
        LedgerParts parts, RecoveredLedger recovered, Action<WalBatch, TimeSpan> durable, Action<Exception> failed)
    {
        (_parts, _durable, _failed) = (parts, durable, failed);
        (_range, _year, _lastCheckpoint) = (recovered.Range, recovered.Year, recovered.LastCheckpoint);
        _segments = new WalSegments(parts.Disk, parts.Settings);
        LastPolicy = recovered.State.LastPolicy;
        LastTrust = recovered.State.LastTrust;
        _lastTicks = recovered.State.LastTime?.UtcTicks ?? 0;
        var period = TimeSpan.FromTicks(Math.Min(TimeSpan.TicksPerSecond, parts.Settings.AppendTimeout.Ticks / 2));
        _watch = parts.Time.CreateTimer(_ => Watch(), null, period, period);
        new Thread(Run) { IsBackground = true, Name = "ledger-writer" }.Start();
    }

    internal PolicyState? LastPolicy { get; private set; }

    internal ImmutableSortedDictionary<string, TrustListState> LastTrust { get; private set; }

    /// <summary>The latest time of any entry; null while there is none.</summary>
    internal DateTimeOffset? LastTime =>
        Interlocked.Read(ref _lastTicks) is > 0 and var ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    /// <summary>Completes when the thread has written all that was put before <see cref="Close"/>, or broke.</summary>
    internal Task Ended => _ended.Task;

    /// <summary>
    /// Whether a call to the disk that hangs may come back yet, and go on in the folder: it may be nobody else's.
    /// </summary>
    internal bool MayStillWrite => !_hasReturned || _segments.IsPreparing;

    internal bool IsBroken
    {
        get
        {
            lock (_gate)
            {
                return _broken is not null;
            }
        }
    }

    internal ValueTask<LedgerPosition> Append(LedgerRecord record, in EntryFacts facts)
    {
        var pending = new PendingAppend(record, facts, isAwaited: true);
        bool isAsleep;
        lock (_gate)
        {
            if (Closed() is { } reason)
            {
                return ValueTask.FromException<LedgerPosition>(reason);
            }

            _waiting.Add(pending);
            (isAsleep, _isWoken) = (!_isWoken, true);
        }

        if (isAsleep)
        {
            _wake.Set();
        }

        return pending.Task;
    }

    /// <summary>Waits for company: written with the next batch, or when <see cref="Wake"/> is called.</summary>
    internal bool TryEnqueue(LedgerRecord record, in EntryFacts facts)
    {
        var pending = new PendingAppend(record, facts, isAwaited: false);
        lock (_gate)
        {
            if (Closed() is not null)
            {
                return false;
            }

            _waiting.Add(pending);
            return true;
        }
    }

    internal void Wake() => _wake.Set();

    /// <summary>Nothing is taken after this record; what waits is still written.</summary>
    internal void Close(LedgerRecord last, in EntryFacts facts)
    {
        var pending = new PendingAppend(last, facts, isAwaited: false);
        lock (_gate)
        {
            if (Closed() is null)
            {
                _waiting.Add(pending);
            }

            _isClosing = true;
        }

        _wake.Set();
    }

    public void Dispose()
    {
        _watch.Dispose();
        _segments.Dispose();
        _wake.Dispose();
    }

    /// <summary>Stops for good: everything that waits is refused, and so is everything later.</summary>
    internal void Break(Exception reason)
    {
        PendingAppend[] waiting;
        lock (_gate)
        {
            if (_broken is not null)
            {
                return;
            }

            _broken = reason;
            waiting = [.. _taken.Skip(_answered), .. _waiting];
            _waiting = [];
        }

        new Answers(waiting, () => Unavailable(reason)).Queue();
        _wake.Set();
        _failed(reason);
    }

    // A disk that does not answer is as bad as one that says no: whether the write took is not known, and only a
    // restart may find out. The writer thread may hang for ever; nobody waits for it any more.
    private void Watch()
    {
        var begun = Interlocked.Read(ref _begun);
        if (begun != 0 && _parts.Time.GetElapsedTime(begun) > _parts.Settings.AppendTimeout)
        {
            Break(new IOException("a write of the ledger does not come back"));
            _ended.TrySetResult();
        }
    }

    private LedgerUnavailableException? Closed() =>
        _broken is not null ? Unavailable(_broken)
        : _isClosing ? new LedgerUnavailableException("the ledger is closing")
        : null;

    private void Run()
    {
        while (Take())
        {
            try
            {
                for (var done = 0; done < _taken.Count;)
                {
                    Interlocked.Exchange(ref _begun, _parts.Time.GetTimestamp());
                    done = WriteBatch(done);
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException
                or ObjectDisposedException)
            {
                // Disposed: this write hung, and the ledger was closed without waiting for it (Watch).
                Break(e);
            }

            Interlocked.Exchange(ref _begun, 0);
        }

        _segments.Dispose();
        _hasReturned = true;
        _ended.TrySetResult();
    }

    // True with at least one record in _taken; false when there will be no more.
    private bool Take()
    {
        while (true)
        {
            lock (_gate)
            {
                if (_broken is not null)
                {
                    return false;
                }

                _isWoken = false;
                _taken.Clear();
                _answered = 0;
                if (_waiting.Count > 0)
                {
                    (_taken, _waiting) = (_waiting, _taken);
                    return true;
                }

                if (_isClosing)
                {
                    return false;
                }
            }

            _wake.WaitOne();
        }
    }

    // Writes from one taken record on as many as make a batch; returns the first that is left.
    private int WriteBatch(int from)
    {
        var first = TurnYearIfDue();
        var payload = first?.Size ?? 0;
        var limit = Math.Min(MaxBatchBytes, _parts.Settings.SegmentBytes - WalBatch.Overhead);
        var to = from;
        for (; to < _taken.Count && (to == from || payload + _taken[to].Size <= limit); to++)
        {
            payload += _taken[to].Size;
        }

        _segments.MakeRoom(WalBatch.Overhead + payload, _year, _range.Size, _isNewShard);
        var batch = WalBatch.Begin(_year, _range.Size, payload, to - from + 1, _segments.Current);
        if (first is not null)
        {
            Add(batch, first);
        }

        for (var i = from; i < to; i++)
        {
            Add(batch, _taken[i]);
        }

        Seal(batch);
        var before = _parts.Time.GetTimestamp();
        _segments.Append(batch);
        var took = _parts.Time.GetElapsedTime(before);

        // From here on the batch is durable: whatever fails now, the next start finds it.
        _isNewShard = false;
        Learn(batch);
        var position = new LedgerPosition(_parts.Settings.Origin, _year, batch.Next - (to - from));
        _durable(batch, took);
        return Answer(from, to, position);
    }

    private void Add(WalBatch batch, PendingAppend pending)
    {
        batch.Add(pending.Record, pending.Facts, pending.LeafHash);
        _range.Append(pending.LeafHash);
        if (_range.FilledTile is { IsEmpty: false } root)
        {
            batch.AddFilledTile(root);
        }
    }

    // A write that came back after the ledger was given up answers nobody, and is the last.
    private int Answer(int from, int to, LedgerPosition first)
    {
        PendingAppend[] durable;
        lock (_gate)
        {
            if (_broken is not null)
            {
                return _taken.Count;
            }

            durable = [.. CollectionsMarshal.AsSpan(_taken)[from..to]];
            _answered = to;
        }

        new Answers(durable, first).Queue();
        return to;
    }

    private void Seal(WalBatch batch)
    {
        batch.EndEntries();
        _range.Root(batch.Root);
        WalHead.Sign(_parts.ShardOrigin(_year), batch, _parts.Key);
        batch.Close();
    }

    // A clock that runs backwards never goes back to a shard that was closed.
    private PendingAppend? TurnYearIfDue()
    {
        var year = _parts.Time.GetUtcNow().Year;
        if (year <= _year)
        {
            return null;
        }

        // The very first shard has none before it.
        if (_range.Size == 0)
        {
            _year = year;
            return null;
        }

        // Signing twice for one size gives the same bytes (RFC 8032 is deterministic), so the publisher's checkpoint
        // is this one. After a restart the published one is taken, for the key may have changed with the year.
        var previous = _lastCheckpoint ?? _parts.SignCheckpoint(_year, _range.Size, _range.Root());
        (_year, _range, _isNewShard, _lastCheckpoint) = (year, new CompactRange(), true, null);
        var record = LedgerRecord.Of(
            new StartEntry(StartReason.Year, Encoding.UTF8.GetString(previous)), _parts.OwnContext, _parts.Time);
        _ = EntryFacts.TryRead(record.Entry.Span, out var facts);
        return new PendingAppend(record, facts, isAwaited: false);
    }

    private void Learn(WalBatch batch)
    {
        _lastCheckpoint = null;
        var last = _lastTicks;
        for (var i = 0; i < batch.Count; i++)
        {
            ref readonly var facts = ref batch.Facts(i);
            last = Math.Max(last, facts.Time.UtcTicks);
            LastPolicy = facts.Policy ?? LastPolicy;
            LastTrust = facts.Trust is { } list ? LastTrust.SetItem(list.List, list) : LastTrust;
        }

        Interlocked.Exchange(ref _lastTicks, last);
    }

    private static LedgerUnavailableException Unavailable(Exception reason) =>
        new("the ledger stopped: nothing leaves until it was restarted and verified", reason);
}
