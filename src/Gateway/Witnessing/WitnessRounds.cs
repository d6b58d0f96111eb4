using Gateway.Ledger;
using Gateway.Ledger.Entries;
using Gateway.Ledger.Inspection;
using Gateway.Settings;

namespace Gateway.Witnessing;

/// <summary>
/// Shows published heads to the configured witnesses and keeps their cosignatures. Never between a transfer and its
/// record: no transfer waits for a round, however slow or dead a witness is. What the rounds decide is whether egress
/// stops when there has been no quorum for too long, where that is configured.
/// </summary>
internal sealed class WitnessRounds : IDisposable
{
    // At a stop a supervisor waits, and then kills: for all that is asked from then on.
    private static readonly TimeSpan TimeAtStop = TimeSpan.FromSeconds(2);

    private readonly CosigningSettings _settings;
    private readonly LedgerParts _parts;
    private readonly TransparencyLedger _ledger;
    private readonly Func<EntryContext> _context;
    private readonly List<Cosigner> _members;

    // Held for a round, and while a head is sealed: a witness that saw a newer head first would not cosign the sealed
    // one any more.
    private readonly SemaphoreSlim _turn = new(1, 1);

    // Written by whoever holds _turn, read by any.
    private volatile CosigningState _state;

    private readonly CancellationTokenSource _stopping;

    /// <param name="parts">The ledger's; its key signs nothing here.</param>
    /// <exception cref="SettingsFileException">A file that the settings name cannot be used.</exception>
    internal WitnessRounds(
        CosigningSettings settings, LedgerParts parts, TransparencyLedger ledger, Func<EntryContext> context)
    {
        (_settings, _parts, _ledger, _context) = (settings, parts, ledger, context);
        _stopping = new CancellationTokenSource(System.Threading.Timeout.InfiniteTimeSpan, parts.Time);
        _members = [.. settings.Members.Select(member => new Cosigner(member, settings.Timeout, parts.Time))];
        _state = new CosigningState(
            settings.Quorum,
            null,
            LastKept() ?? parts.Time.GetUtcNow(),
            [.. _members.Select(member => new MemberState(member.Name, null, 0, "unasked"))]);
    }

    internal CosigningState State => _state;

    internal TimeSpan Interval => _settings.Interval;

    /// <summary>Whether nothing may leave, because there has been no quorum for as long as is configured.</summary>
    internal bool StopsEgress =>
        _settings.StopAfter is { } most && _parts.Time.GetUtcNow() - _state.LastQuorum > most;

    /// <summary>From now on there is as much time as a stop has, for the round under way too.</summary>
    internal void Hurry() => _stopping.CancelAfter(TimeAtStop);

    /// <summary>Shows the newest head, and the last one of the year before where that was not cosigned yet.</summary>
    internal async Task RoundAsync()
    {
        await _turn.WaitAsync(CancellationToken.None);
        try
        {
            // A shard that has ended has one last head, which nobody may have seen yet. It says nothing of today.
            var shards = PublishedShard.All(_parts.Settings.Folder).TakeLast(2).ToList();
            foreach (var ended in shards.SkipLast(1)
                .Where(shard => CosignFolder.ReadNewest(shard.Folder)?.Text != shard.Head.Text))
            {
                await ShowAsync(HeadToCosign.Of(ended), _settings.Quorum, CosignFolder.KeepNewest);
            }

            if (shards.Count > 0 && HeadToCosign.Of(shards[^1]) is var head
                && await ShowAsync(head, _settings.Quorum, CosignFolder.KeepNewest) is { } results)
            {
                await TellAsync(head, results);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Nobody was asked, so nobody cosigned; that the ledger's own disk fails has an alarm of its own.
            _state = _state with
            {
                HasQuorum = false,
                Members = [.. _state.Members.Select(member => member with { Why = "unread" })],
            };
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Seals, and shows the sealed head before any newer one.</summary>
    internal async Task<SealEntry> SealAsync(Func<Task<SealEntry>> seal)
    {
        await _turn.WaitAsync(CancellationToken.None);
        try
        {
            var entry = await seal();
            if (PublishedShard.All(_parts.Settings.Folder).FirstOrDefault(shard => shard.Head.Origin == entry.Origin)
                is { } shard
                && Ledger.Seals.SealFolder.Covering(shard.Folder, entry.Size) is { } head
                && HeadToCosign.Of(shard, head.Note) is { } due
                && await ShowAsync(due, 1, CosignFolder.KeepSealed) is { } results)
            {
                await TellAsync(due, results);
            }

            return entry;
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose()
    {
        _members.ForEach(member => member.Dispose());
        _stopping.Dispose();
        _turn.Dispose();
    }

    // Null where the ledger was stopped over it. Kept where so many lines came as are worth keeping; a cosignature that
    // cannot be kept is none, for nobody could show it later.
    private async Task<CosignResult[]?> ShowAsync(
        HeadToCosign head, int worth, Action<LedgerDisk, HeadToCosign, IEnumerable<string>> keep)
    {
        long Durable() => Math.Max(_ledger.Vitals.Size, head.Head.Size);
        using var limit = new CancellationTokenSource(_settings.Timeout, _parts.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, _stopping.Token);
        var results = await Task.WhenAll(_members.Select(member => member.AskAsync(head, Durable, either.Token)));
        if (results.Select(result => result.Contradiction).OfType<byte[]>().FirstOrDefault() is { } other)
        {
            _parts.Logger.WitnessContradicts(
                _members[Array.FindIndex(results, result => result.Contradiction == other)].Name);
            await _ledger.StopAsync(other);
            return null;
        }

        try
        {
            var lines = results.Select(result => result.Line).OfType<string>().ToList();
            if (lines.Count >= worth)
            {
                keep(_parts.Disk, head, lines);
            }
        }
        catch (IOException)
        {
            return [.. results.Select(result => result with { Line = null, Why = "unkept" })];
        }

        return results;
    }

    private async Task TellAsync(HeadToCosign head, CosignResult[] results)
    {
        var (before, now) = (_state, _parts.Time.GetUtcNow());
        var cosigned = results.Count(result => result.Line is not null);
        var hasQuorum = cosigned >= _settings.Quorum;
        _state = before with
        {
            HasQuorum = hasQuorum,
            LastQuorum = hasQuorum ? now : before.LastQuorum,
            Members =
            [
                .. before.Members.Zip(results, (member, result) => result.Line is null
                    ? member with { Why = result.Why }
                    : new MemberState(member.Name, now, head.Head.Size, "")),
            ],
        };
        if (before.HasQuorum == hasQuorum)
        {
            return;
        }

        if (hasQuorum)
        {
            _parts.Logger.WitnessQuorum(cosigned, _settings.Quorum, head.Head.Origin, head.Head.Size);
        }
        else
        {
            _parts.Logger.WitnessQuorumLost(cosigned, _settings.Quorum, Missing(results));
        }

        await RecordAsync(head, results, hasQuorum);
    }

    private async Task RecordAsync(HeadToCosign head, CosignResult[] results, bool hasQuorum)
    {
        var entry = new WitnessEntry(
            head.Head.Origin,
            head.Head.Size,
            Sha256Digest.FromBytes(head.Head.Root.Span),
            hasQuorum,
            _settings.Quorum,
            [.. _members.Where((_, i) => results[i].Line is not null).Select(member => member.Name)],
            [
                .. _members.Zip(results).Where(pair => pair.Second.Line is null)
                    .Select(pair => new MissingWitness(pair.First.Name, pair.Second.Why)),
            ]);
        try
        {
            await _ledger.AppendAsync(LedgerRecord.Of(entry, _context(), _parts.Time), CancellationToken.None);
        }
        catch (LedgerUnavailableException)
        {
            // Nothing is recorded any more, and nothing leaves: that has an alarm of its own.
        }
    }

    private string Missing(CosignResult[] results) => string.Join(", ", _members.Zip(results)
        .Where(pair => pair.Second.Line is null)
        .Select(pair => $"{pair.First.Name} {pair.Second.Why}"));

    // As many of the kept lines as the quorum asks: the youngest time that so many of them have reached.
    private DateTimeOffset? LastKept()
    {
        if (PublishedShard.All(_parts.Settings.Folder).LastOrDefault() is not { } shard
            || CosignFolder.ReadNewest(shard.Folder) is not { } kept)
        {
            return null;
        }

        var times = _members
            .Select(member => kept.Lines.Max(line => member.Key.TimeOf(kept.Text, line)))
            .OfType<long>()
            .OrderDescending()
            .ToList();
        var now = _parts.Time.GetUtcNow();
        return times.Count < _settings.Quorum ? null
            : times[_settings.Quorum - 1] < now.ToUnixTimeSeconds()
                ? DateTimeOffset.FromUnixTimeSeconds(times[_settings.Quorum - 1])
                : now;
    }
}
