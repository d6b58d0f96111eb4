using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Gateway.Ledger.Entries;
using Gateway.Ledger.Tree;
using Gateway.Ledger.Wal;

namespace Gateway.Ledger;

//
//  The way of an append:
//
//      1. Put:    the record waits in a list, under the gate.
//      2. Take:   the writer thread takes everything that waits. No timer: while one batch is being flushed, the next
//                 one gathers.
//      3. Turn:   a new UTC year begins a new shard; its first entry holds the last checkpoint of the shard before.
//      4. Build:  entries and annexes go into one buffer, leaf hashes into the tree, the head is signed, once.
//      5. Flush:  one write, one fdatasync. Before it returned nothing is acknowledged; after it returned everything
//                 in the batch survives any crash.
//      6. Hand on to the publisher, then release the waiters.
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

    // Guards _waiting, _writing, _pool, _isClosing, _isWoken and _broken.
    private readonly Lock _gate = new();
    private readonly Stack<PendingAppend> _pool = [];
    private List<PendingAppend> _waiting = [];
    private PendingAppend[] _writing = [];
    private bool _isClosing;
    private bool _isWoken;

    // Set once and never cleared. After a failed flush the page cache may still show bytes the disk never took, so
    // reading back proves nothing: only a restart, which replays and re-verifies, may append again.
    private Exception? _broken;

    // Wakes the thread. Set once for all that come while it is awake or waking.
    private readonly AutoResetEvent _wake = new(initialState: false);

    // Looks whether a write has been under way for too long: the thread that could say so is the one that hangs.
    private readonly ITimer _watch;

    // When the write under way began; 0 while there is none. Written by the writer thread alone.
    private long _begun;

    // Owned by the writer thread.
    private List<PendingAppend> _taken = [];
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
        ValueTask<LedgerPosition> task;
        bool isAsleep;
        lock (_gate)
        {
            if (Closed() is { } reason)
            {
                return ValueTask.FromException<LedgerPosition>(reason);
            }

            task = Put(record, facts, isAwaited: true).Task;
            (isAsleep, _isWoken) = (!_isWoken, true);
        }

        if (isAsleep)
        {
            _wake.Set();
        }

        return task;
    }

    /// <summary>Waits for company: written with the next batch, or when <see cref="Wake"/> is called.</summary>
    internal bool TryEnqueue(LedgerRecord record, in EntryFacts facts)
    {
        lock (_gate)
        {
            if (Closed() is not null)
            {
                return false;
            }

            Put(record, facts, isAwaited: false);
            return true;
        }
    }

    internal void Wake() => _wake.Set();

    /// <summary>Nothing is taken after this record; what waits is still written.</summary>
    internal void Close(LedgerRecord last, in EntryFacts facts)
    {
        lock (_gate)
        {
            if (Closed() is null)
            {
                Put(last, facts, isAwaited: false);
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
            waiting = [.. _writing, .. _waiting];
            _waiting = [];
        }

        Refuse(waiting, reason);
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

    private PendingAppend Put(LedgerRecord record, in EntryFacts facts, bool isAwaited)
    {
        var pending = _pool.TryPop(out var used) ? used : new PendingAppend(GiveBack);
        pending.Set(record, facts, isAwaited);
        _waiting.Add(pending);
        return pending;
    }

    private void GiveBack(PendingAppend pending)
    {
        lock (_gate)
        {
            _pool.Push(pending);
        }
    }

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
            _taken.Clear();
        }

        _segments.Dispose();
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
                if (_waiting.Count > 0)
                {
                    (_taken, _waiting) = (_waiting, _taken);
                    _writing = [.. _taken];
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
        var payload = first is { } start ? Size(start.Record) : 0;
        var limit = Math.Min(MaxBatchBytes, _parts.Settings.SegmentBytes - WalBatch.Overhead);
        var to = from;
        for (; to < _taken.Count && (to == from || payload + Size(_taken[to].Record) <= limit); to++)
        {
            payload += Size(_taken[to].Record);
        }

        _segments.MakeRoom(WalBatch.Overhead + payload, _year, _range.Size, _isNewShard);
        var batch = WalBatch.Begin(_year, _range.Size, payload, to - from + 1, _segments.Current);
        if (first is { } entry)
        {
            _range.Append(batch.Add(entry.Record, entry.Facts));
        }

        for (var i = from; i < to; i++)
        {
            _range.Append(batch.Add(_taken[i].Record, _taken[i].Facts));
        }

        Seal(batch);
        var before = _parts.Time.GetTimestamp();
        _segments.Append(batch);
        var took = _parts.Time.GetElapsedTime(before);

        // From here on the batch is durable: whatever fails now, the next start finds it.
        _isNewShard = false;
        Learn(batch);
        var index = batch.Next - (to - from);
        _durable(batch, took);
        for (var i = from; i < to; i++)
        {
            _taken[i].Succeed(new LedgerPosition(_parts.Settings.Origin, _year, index + i - from));
        }

        return to;
    }

    private static int Size(LedgerRecord record) => WalBatch.ItemOverhead + record.Entry.Length + record.Annex.Length;

    private void Seal(WalBatch batch)
    {
        batch.EndEntries();
        _range.Root(batch.Root);
        WalHead.Sign(_parts.ShardOrigin(_year), batch, _parts.Key);
        batch.Close();
    }

    // A clock that runs backwards never goes back to a shard that was closed.
    private (LedgerRecord Record, EntryFacts Facts)? TurnYearIfDue()
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
        return (record, facts);
    }

    private void Learn(WalBatch batch)
    {
        _lastCheckpoint = null;
        for (var i = 0; i < batch.Count; i++)
        {
            var facts = batch.Facts(i);
            Interlocked.Exchange(ref _lastTicks, Math.Max(_lastTicks, facts.Time.UtcTicks));
            LastPolicy = facts.Policy ?? LastPolicy;
            LastTrust = facts.Trust is { } list ? LastTrust.SetItem(list.List, list) : LastTrust;
        }
    }

    private static LedgerUnavailableException Unavailable(Exception reason) =>
        new("the ledger stopped: nothing leaves until it was restarted and verified", reason);

    // Those of a batch that is durable already were answered, and stay so.
    private static void Refuse(PendingAppend[] waiting, Exception reason)
    {
        foreach (var pending in waiting)
        {
            pending.Fail(Unavailable(reason));
        }
    }
}
