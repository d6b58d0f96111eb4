using System.Security.Cryptography;
using Gateway.Ledger.Inspection;
using Gateway.Settings;

namespace Gateway.Audit.Taps;

/// <summary>What a tap is put together from.</summary>
/// <param name="LedgerFolder">What it reads: published entries, as anybody may who can read the folder.</param>
/// <param name="Origin">Of the ledger, without the year.</param>
internal sealed record TapParts(
    string LedgerFolder, string Origin, TapCursor Cursor, TapScope Scope, ITapReceiver Receiver, TimeProvider Time);

/// <summary>
/// One tap: reads what is published from its durable cursor on, and hands it to its receiver, at least once and in
/// order. It stands beside the ledger, never before it: no transfer waits for a tap, and a tap that cannot deliver
/// costs nothing but its own delay.
/// </summary>
internal sealed class Tap : IAsyncDisposable
{
    private const int Most = 4096;
    private const int Least = 64;
    private const long MostBytes = 8 * 1024 * 1024;

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    private readonly TapSettings _settings;
    private readonly TapParts _parts;
    private readonly PublishedEntries _entries;
    private readonly OcsfEvents _events;
    private readonly TapWatch _watch;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _loop;

    // Owned by the loop. Null: to be read, with what it says held against the ledger.
    private TapPosition? _position;
    private LedgerCursor _next;
    private int _limit = Most;
    private int _failures;

    internal Tap(TapSettings settings, TapParts parts, TapWatch watch)
    {
        (_settings, _parts, _watch) = (settings, parts, watch);
        _entries = new PublishedEntries(parts.LedgerFolder);
        _events = new OcsfEvents(settings.WithEntries, parts.Time);
        _loop = Task.Run(LoopAsync);
    }

    internal TapWatch Watch => _watch;

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _loop;
        _end.Dispose();
    }

    private async Task LoopAsync()
    {
        try
        {
            while (true)
            {
                if (!await TryDeliverAsync())
                {
                    await Task.Delay(Pause(), _parts.Time, _end.Token);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The daemon is stopping: what was under way goes out again at the next start.
        }
    }

    // True where there may be more at once.
    private async Task<bool> TryDeliverAsync()
    {
        try
        {
            var count = await DeliverAsync();
            if (count > 0)
            {
                _failures = 0;
                _limit = Math.Min(Most, _limit * 2);
                _watch.Took(_next);
            }

            return count == Most;
        }
        catch (TapException e)
        {
            Failed(e.Reason);
        }
        catch (LedgerUnreadableException)
        {
            Failed(TapException.Ledger);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Failed(TapException.Ledger);
        }

        return false;
    }

    private async Task<int> DeliverAsync()
    {
        _position ??= Begin();
        if (_entries.End() <= _next)
        {
            _watch.IsIdle(_next);
            return 0;
        }

        using var entries = _entries.From(_next, _end.Token).GetEnumerator();
        if (!entries.MoveNext())
        {
            // The year that was begun has nothing published yet.
            return 0;
        }

        _watch.HasPending(_next, EntryOutline.Of(entries.Current.Bytes)?.Time ?? _parts.Time.GetUtcNow());
        var first = entries.Current.Cursor;
        PublishedEntry last;
        var (count, bytes) = (0, 0L);
        await using (var delivery = await _parts.Receiver.BeginAsync(_end.Token))
        {
            do
            {
                last = entries.Current;
                var made = Make(last);
                await delivery.WriteAsync(made, _end.Token);
                (count, bytes) = (count + 1, bytes + made.Json.Length);
            }
            while (count < _limit && bytes < MostBytes && entries.MoveNext());

            await delivery.SettleAsync(_end.Token);
        }

        Move(first, last, count);
        return count < _limit && bytes < MostBytes ? count : Most;
    }

    private TapEvent Make(PublishedEntry entry)
    {
        var outline = EntryOutline.Of(entry.Bytes);
        return _events.Write(entry, outline is not null && _parts.Scope.Sees(outline) ? outline : null);
    }

    // What goes out again after a fault begins where the last settled delivery began; how far the receiver got never
    // goes back.
    private void Move(LedgerCursor first, PublishedEntry last, int count)
    {
        _watch.Sent(count);
        _next = last.Cursor.Next;
        var kept = _position!;
        var position = _next > kept.Next || kept.LeafHash.Length == 0
            ? kept with { Again = first, Next = _next, LeafHash = Convert.ToHexStringLower(last.LeafHash.Span) }
            : kept with { Again = first };
        position = position with { Time = _parts.Time.GetUtcNow() };
        _parts.Cursor.Write(position);
        _position = position;
    }

    // From where the last delivery began: what the receiver had read and not yet kept when it died goes out again.
    private TapPosition Begin()
    {
        var kept = _parts.Cursor.Read();
        if (kept is null || kept.Origin != _parts.Origin)
        {
            // A ledger in the place of another is read from its beginning.
            _next = kept is null ? _settings.From : LedgerCursor.Start;
            return new TapPosition(_parts.Origin, _next, _next, "", _parts.Time.GetUtcNow());
        }

        if (!kept.IsOf(_entries))
        {
            throw new TapException(TapException.Cursor);
        }

        _next = kept.Again;
        return kept;
    }

    private void Failed(string reason)
    {
        _failures++;
        _limit = Math.Max(Least, _limit / 2);
        _position = null;
        _watch.Failed(reason);
    }

    // Doubled with each failure, and spread: the taps of many gateways must not come back to one receiver together.
    private TimeSpan Pause()
    {
        if (_failures == 0)
        {
            return _settings.Interval;
        }

        var whole = FirstPause * Math.Pow(2, Math.Min(_failures - 1, 6));
        whole = whole < LongestPause ? whole : LongestPause;
        return (whole / 2) + TimeSpan.FromMilliseconds(
            RandomNumberGenerator.GetInt32((int)(whole.TotalMilliseconds / 2) + 1));
    }
}
