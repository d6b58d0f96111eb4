using System.Text;
using Gateway.Ledger.Entries;
using Gateway.Ledger.Notes;

namespace Gateway.Ledger.Inspection;

/// <summary>
/// A ledger that cannot go on, looked at for what the one in its place must know: its last head, and what was last in
/// force. Reads only; a bundle that is damaged is passed over.
/// </summary>
internal sealed class FormerLedger(string folder)
{
    /// <summary>The last checkpoint that a shard's own key signed, verbatim; null where there is none.</summary>
    internal string? Head() =>
        PublishedShard.All(folder).LastOrDefault() is { } shard
        && new ShardFolder(folder, shard.Year).ReadCheckpoint() is { } note
            ? Encoding.UTF8.GetString(note)
            : null;

    /// <summary>
    /// True for a checkpoint that the key of its year signed: the last one there, or a later one that somebody kept.
    /// </summary>
    internal bool IsHead(string note)
    {
        var bytes = Encoding.UTF8.GetBytes(note);
        var origin = Checkpoint.ClaimedOrigin(bytes);
        var last = PublishedShard.All(folder).LastOrDefault();

        // One before it would cut off, with two signatures under it, what the log has after it.
        return ShardFolder.All(folder).Any(shard =>
            shard.ReadVkey() is { } key && key.Name == origin && Checkpoint.TryOpen(bytes, key, out var head)
            && (last is null || (shard.Year, head!.Size).CompareTo((last.Year, last.Head.Size)) >= 0));
    }

    /// <summary>The origin of a head, without the year.</summary>
    internal static string OriginOf(string note)
    {
        var origin = Checkpoint.ClaimedOrigin(Encoding.UTF8.GetBytes(note));
        return origin[..Math.Max(0, origin.LastIndexOf('/'))];
    }

    /// <summary>
    /// The highest version of the bundle and sequence of each trust list that any readable entry tells: a new origin
    /// must not be a way back behind them.
    /// </summary>
    internal (PolicyState? Policy, IReadOnlyDictionary<string, TrustListState> Trust) LastInForce()
    {
        PolicyState? policy = null;
        var trust = new Dictionary<string, TrustListState>(StringComparer.Ordinal);
        foreach (var facts in Facts())
        {
            policy = facts.Policy is { } bundle && bundle.Version >= (policy?.Version ?? 0) ? bundle : policy;
            if (facts.Trust is { } list && list.Sequence >= (trust.GetValueOrDefault(list.List)?.Sequence ?? 0))
            {
                trust[list.List] = list;
            }
        }

        return (policy, trust);
    }

    private IEnumerable<EntryFacts> Facts()
    {
        foreach (var shard in PublishedShard.All(folder))
        {
            for (var bundle = 0L; bundle < shard.Bundles; bundle++)
            {
                var bytes = shard.ReadBundle(bundle) ?? [];
                foreach (var entry in shard.Entries(bundle, bytes))
                {
                    if (EntryFacts.TryRead(bytes.AsSpan(entry), out var facts))
                    {
                        yield return facts;
                    }
                }
            }
        }
    }
}
