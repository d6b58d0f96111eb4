using System.Collections.Concurrent;
using System.Reflection;
using Gateway.Identity;
using Gateway.Ledger;
using Gateway.Ledger.Entries;
using Gateway.Ledger.Index;
using Gateway.Ledger.Inspection;
using Gateway.Listening;
using Gateway.Operations;
using Gateway.Policies;

namespace Gateway.Audit.Desk;

/// <summary>
/// Finds what a reader asked for, no further than its scope. Ledger and index are read on a thread of their own.
/// </summary>
internal sealed class AuditAnswers(
    AuditLog log, TransferAnswers transfers, string origin, TimeProvider time) : IDisposable
{
    private const int Page = 10_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly Lazy<byte[]> Description = new(ReadDescription);

    // Few at a time: the desk may not take from transfers what they need. Whoever comes then waits a moment.
    private readonly SemaphoreSlim _places = new(2, 2);

    // One of each reader at a time: who asks much waits behind himself, and not everybody behind him.
    private readonly ConcurrentDictionary<ReaderName, SemaphoreSlim> _turns = new();

    private readonly TreeAnswers _tree = new(log.Folder);

    /// <summary>Whoever has seen an entry that is not there has seen another log, and would miss this one's.</summary>
    internal static Refusal Beyond { get; } =
        new(RefusalCode.RouteParameter, "no entry of this log has that id yet: nobody was sent it");

    internal async Task<Outcome<AuditAnswer>> FindAsync(
        AuditQuestion question, IdentifiedReader reader, Arrival arrival)
    {
        switch (question)
        {
            case AuditQuestion.Description:
                return AuditAnswer.OfJson(Description.Value);
            case AuditQuestion.Keys:
                return AuditAnswer.OfJson(PublishedKeys.DocumentOf(arrival.Pinned.Endorsed));
            default:
                break;
        }

        var turn = _turns.GetOrAdd(reader.Name, _ => new SemaphoreSlim(1, 1));
        if (!await turn.WaitAsync(Patience, arrival.CallerGone))
        {
            return new Refusal(RefusalCode.LimitConcurrency, $"{reader.Name} is being answered: ask again");
        }

        try
        {
            return await TakePlaceAsync(question, reader, arrival);
        }
        finally
        {
            turn.Release();
        }
    }

    public void Dispose()
    {
        _places.Dispose();
        foreach (var turn in _turns.Values)
        {
            turn.Dispose();
        }
    }

    private async Task<Outcome<AuditAnswer>> TakePlaceAsync(
        AuditQuestion question, IdentifiedReader reader, Arrival arrival)
    {
        if (!await _places.WaitAsync(Patience, arrival.CallerGone))
        {
            return new Refusal(RefusalCode.LimitConcurrency, "other readers are being answered: ask again");
        }

        try
        {
            return await FindAsync(question, reader, arrival.Pinned, arrival.CallerGone);
        }
        finally
        {
            _places.Release();
        }
    }

    private async Task<Outcome<AuditAnswer>> FindAsync(
        AuditQuestion question, IdentifiedReader reader, PinnedSnapshots pinned, CancellationToken gone)
    {
        var scope = EntryScope.AtDesk(reader.Scope, pinned.Policy.Bundle);
        switch (question)
        {
            case AuditQuestion.Head head:
                return _tree.Find(head);
            case AuditQuestion.Logs logs:
                return _tree.Find(logs);
            case AuditQuestion.Cosigned cosigned:
                return _tree.Find(cosigned);
            case AuditQuestion.Seal seal:
                return _tree.Find(seal);
            case AuditQuestion.Tile tile:
                return _tree.Find(tile, scope);
            default:
                break;
        }

        if (!(await log.LookAsync(gone)).TryPass(out var view, out var turnBack))
        {
            return turnBack;
        }

        try
        {
            return await AuditLog.ApartAsync(() => Ask(question, reader, view, scope, (pinned, gone)), gone);
        }
        catch (Exception e) when (e is IndexBrokenException or IndexAwayException)
        {
            log.Doubt(view, e);
            return AuditLog.Behind;
        }
    }

    private Outcome<AuditAnswer> Ask(
        AuditQuestion question,
        IdentifiedReader reader,
        AuditView view,
        EntryScope scope,
        (PinnedSnapshots Pinned, CancellationToken Gone) caller) => question switch
        {
            AuditQuestion.Transfers list => List(list, view, scope),
            AuditQuestion.Transfer one => transfers.Find(one.Id, view, scope, caller.Pinned),
            AuditQuestion.Evidence one => transfers.Evidence(one.Id, view, scope, caller.Pinned),
            AuditQuestion.Proof one => transfers.Proof(one, view, scope),
            AuditQuestion.Sample sample => Sample(sample, view, scope, caller.Gone),
            AuditQuestion.Report report => Report(report, view, scope, caller.Gone),
            _ => Summary(reader, view, scope),
        };

    private Outcome<AuditAnswer> List(AuditQuestion.Transfers asked, AuditView view, EntryScope scope)
    {
        if (asked.After is { } after && log.IsBeyond(after, view))
        {
            return Beyond;
        }

        var window = new IndexWindow(asked.After, view.End, asked.Filter.Since, asked.Filter.Until);
        var found = view.Index.Find(window, facet => asked.Filter.Matches(facet) && scope.Sees(facet), asked.Limit + 1);
        var listed = found.Take(asked.Limit).ToList();
        var proven = log.Read(listed);
        var hasMore = found.Count > listed.Count;

        // Where nothing more fits the reader goes on behind all that was looked at.
        var next = hasMore ? listed[^1].Cursor : view.Last;
        return AuditAnswer.Document(json =>
        {
            json.WriteString("origin", origin);
            json.WriteObjects("transfers", listed.Zip(proven), pair => json.WriteDecision(pair.First, pair.Second));
            json.WriteString("next", next.ToString());
            json.WriteBoolean("more", hasMore);
        });
    }

    private Outcome<AuditAnswer> Sample(
        AuditQuestion.Sample asked, AuditView view, EntryScope scope, CancellationToken gone)
    {
        var tree = asked.Tree ?? view.End;
        var shard = PublishedShard.Open(new ShardFolder(log.Folder, tree.Year));
        if (tree > view.End || tree.Index == 0 || shard is null || tree.Index > shard.Head.Size
            || shard.Folder.ReadRange(tree.Index, shard.Head.Size) is not { } range)
        {
            return new Refusal(RefusalCode.RouteParameter, "not a value of 'tree': YYYY:size of a published head");
        }

        var seed = asked.Seed ?? AuditSample.DrawSeed();
        var chosen = AuditSample.Choose(
            Decisions(view, tree, scope, gone),
            asked.Count,
            index => AuditSample.RankOf(shard.Head.Origin, tree.Index, seed, index),
            out var population);
        var inOrder = chosen.Select(item => item.Entry).OrderBy(entry => entry.Cursor).ToList();
        var proven = inOrder.Zip(log.Read(inOrder)).ToDictionary(pair => pair.First.Cursor, pair => pair.Second);
        return AuditAnswer.Document(json =>
        {
            json.WriteString("algorithm", AuditSample.Algorithm);
            json.WriteString("origin", shard.Head.Origin);
            json.WriteString("tree", tree.ToString());
            json.WriteString("root", Convert.ToHexStringLower(range.Root()));
            json.WriteString("seed", seed);
            json.WriteNumber("population", population);
            json.WriteObjects("sample", chosen, item =>
            {
                json.WriteString("rank", item.Rank);
                json.WriteDecision(item.Entry, proven[item.Entry.Cursor]);
            });
        });
    }

    // Page by page: a year of decisions is not held in memory.
    private static IEnumerable<IndexedEntry> Decisions(
        AuditView view, LedgerCursor tree, EntryScope scope, CancellationToken gone)
    {
        LedgerCursor? after = null;
        var first = new LedgerCursor(tree.Year - 1, long.MaxValue);
        while (true)
        {
            gone.ThrowIfCancellationRequested();
            var page = view.Index.Find(
                new IndexWindow(after ?? first, tree), facet => facet.IsDecision && scope.Sees(facet), Page);
            foreach (var entry in page)
            {
                yield return entry;
            }

            if (page.Count < Page)
            {
                yield break;
            }

            after = page[^1].Cursor;
        }
    }

    private AuditAnswer Report(
        AuditQuestion.Report asked, AuditView view, EntryScope scope, CancellationToken gone)
    {
        var totals = view.Index.Total(
            DaySpan.Of(asked.Period.Since, asked.Period.Until), facet => facet.IsDecision && scope.Sees(facet));
        var report = new AuditReport(
            asked.Period,
            origin,
            totals,
            time.GetUtcNow() >= asked.Period.Until)
        {
            NotHeld = PrunedEntries.In(log.Folder, asked.Period, gone),
        };
        return asked.Page is { } language
            ? AuditReportPage.Write(report, language)
            : AuditAnswer.Document(report.Write);
    }

    private AuditAnswer Summary(IdentifiedReader reader, AuditView view, EntryScope scope)
    {
        var totals = view.Index.Total(DaySpan.All, facet => facet.IsDecision && scope.Sees(facet));
        return AuditAnswer.Document(json =>
        {
            json.WriteString("origin", origin);
            json.WriteTime("now", time.GetUtcNow());
            json.WriteString("end", totals.End.ToString());
            json.WriteObjects("shards", PublishedShard.All(log.Folder), shard =>
            {
                json.WriteString("origin", shard.Head.Origin);
                json.WriteNumber("year", shard.Year);
                json.WriteNumber("size", shard.Head.Size);
                json.WriteNumber("minimum", shard.Folder.ReadMinimum());
                json.WriteString("root", Convert.ToHexStringLower(shard.Head.Root.Span));
                json.WriteTime("checkpointAt", shard.PublishedAt);
            });
            json.WriteStartObject("reader");
            json.WriteString("id", reader.Name.Id);
            json.WriteString("role", reader.Name.Role);
            json.WriteBoolean("everything", scope.SeesAll);
            json.WriteTexts("zones", reader.Scope?.Zones.Select(zone => zone.ToString()) ?? []);
            json.WriteTexts("parties", reader.Scope?.Parties ?? []);
            json.WriteTexts("categories", reader.Scope?.Categories ?? []);
            json.WriteEndObject();
            json.WriteNumber("transfers", totals.Transfers);
            var kinds = totals.Sums.GroupBy(sum => sum.Facet.Kind).OrderBy(group => group.Key);
            json.WriteObjects("decisions", kinds, group =>
            {
                json.WriteString("decision", group.Key.Wire());
                AuditReport.Total.Of(group).Write(json);
            });
        });
    }

    private static byte[] ReadDescription()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("audit/openapi-v1.json")
            ?? throw new InvalidOperationException("the description of the API is not in the executable");
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
