using System.Text;
using Gateway.Identity;
using Gateway.Ledger;
using Gateway.Ledger.Entries;
using Gateway.Ledger.Index;
using Gateway.Ledger.Inspection;
using Gateway.Listening;
using Gateway.Operations;
using Gateway.State;

namespace Gateway.Audit.Desk;

//
//  Decisions and outcomes as they are published
//
//  References:
//
//      WHATWG HTML, section 9.2 - server-sent events: id, event, data; a line that begins with ':' is a comment
//
//  A reader that comes back with the last id it saw goes on exactly behind it: events are read from the log in its
//  order, and nothing is sent that is not proven. The stream ends when the daemon drains, when what is in force changes
//  (the next one is judged by it), and after an hour, so that a certificate's end is an end.
//

/// <summary>GET /v1/stream.</summary>
internal sealed class AuditStream(
    AuditLog log, AuditReadings readings, Func<PinnedSnapshots> current, Intake intake, StreamTimes times)
{
    private const int Batch = 256;

    /// <summary>Whether a place is behind the last entry there is; false where nobody knows now.</summary>
    internal async Task<bool> IsBeyondAsync(LedgerCursor after, CancellationToken cancellationToken) =>
        (await log.LookAsync(cancellationToken)).TryPass(out var view, out _) && log.IsBeyond(after, view);

    internal async Task RunAsync(Arrival arrival, IdentifiedReader reader, LedgerCursor? after)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(arrival.CallerGone, intake.Closing);
        using var most = times.Clock.CreateTimer(_ => end.Cancel(), null, times.Most, Timeout.InfiniteTimeSpan);
        try
        {
            var response = arrival.Context.Response;
            response.ContentType = "text/event-stream";
            response.Headers.CacheControl = "no-store";
            await response.StartAsync(end.Token);
            await WriteAsync(arrival, ": entries as they are published\n\n", end.Token);
            await FollowAsync(arrival, reader, after, end.Token);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // It ends between two events: whoever comes again goes on behind the last one it saw.
        }
    }

    private async Task FollowAsync(
        Arrival arrival, IdentifiedReader reader, LedgerCursor? after, CancellationToken ended)
    {
        var scope = EntryScope.AtDesk(reader.Scope, arrival.Pinned.Policy.Bundle);
        var told = LedgerCursor.Start;
        while (ReferenceEquals(current(), arrival.Pinned))
        {
            if ((await log.LookAsync(ended)).TryPass(out var view, out _))
            {
                var from = after ??= view.Last;
                try
                {
                    after = await SendAsync(arrival, reader, view, scope, from, ended);
                    if (after >= view.Last && view.End > told)
                    {
                        await WriteAsync(arrival, Head(told = view.End), ended);
                    }
                }
                catch (Exception e) when (e is IndexBrokenException or IndexAwayException)
                {
                    // Looked at or made again meanwhile; what was sent so far stands.
                    log.Doubt(view, e);
                }

                if (after < view.Last || await log.HasMoreAsync(view.End, times.Heartbeat, ended))
                {
                    continue;
                }
            }

            await WriteAsync(arrival, ": still here\n\n", ended);
        }
    }

    // Up to a batch of what may be seen; where there was less, all that was looked at is behind the reader.
    private async Task<LedgerCursor> SendAsync(
        Arrival arrival,
        IdentifiedReader reader,
        AuditView view,
        EntryScope scope,
        LedgerCursor after,
        CancellationToken ended)
    {
        var (found, seen) = await AuditLog.ApartAsync(() => Look(view, scope, after), ended);
        if (seen.Count > 0)
        {
            await readings.NoteAsync(reader, "stream", arrival.Pinned);
        }

        foreach (var entry in log.Read(seen))
        {
            await WriteAsync(arrival, Event(entry), ended);
        }

        var last = found.Count == Batch ? found[^1].Cursor : view.Last;
        return after > last ? after : last;
    }

    private static (IReadOnlyList<IndexedEntry> Found, List<IndexedEntry> Seen) Look(
        AuditView view, EntryScope scope, LedgerCursor after)
    {
        var found = view.Index.Find(
            new IndexWindow(after, view.End),
            facet => scope.Sees(facet, isKnown: true),
            Batch);
        return (found, [.. found.Where(entry => IsSeen(entry, view, scope))]);
    }

    private static bool IsSeen(IndexedEntry entry, AuditView view, EntryScope scope) =>
        entry.Facet.Kind != EntryKind.Outcome
        || scope.SeesAll
        || (entry.Transfer is { } transfer && scope.Visible(view.Index.Of(transfer)).Contains(entry));

    private static string Event(PublishedEntry entry)
    {
        using var stream = new MemoryStream();
        using (var json = OperatorJson.Writer(stream))
        {
            PublishedEntryJson.Write(json, entry);
        }

        return $"id: {entry.Cursor}\nevent: entry\ndata: {Encoding.UTF8.GetString(stream.ToArray())}\n\n";
    }

    // The signed head: the log lives, also while there is nothing to see. It is no entry, and has no id.
    private string Head(LedgerCursor end) =>
        PublishedShard.Open(new ShardFolder(log.Folder, end.Year)) is { } shard
            ? $"event: checkpoint\ndata: {Convert.ToBase64String(shard.Note)}\n\n"
            : "";

    private static async Task WriteAsync(Arrival arrival, string text, CancellationToken ended)
    {
        var body = arrival.Context.Response.Body;
        await body.WriteAsync(Encoding.UTF8.GetBytes(text), ended);
        await body.FlushAsync(ended);
    }
}

/// <summary>The times of a stream.</summary>
/// <param name="Heartbeat">How long it may be quiet.</param>
/// <param name="Most">How long one lasts.</param>
internal sealed record StreamTimes(TimeProvider Clock, TimeSpan Heartbeat, TimeSpan Most);
