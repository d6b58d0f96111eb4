using System.Globalization;
using Gateway.Ledger.Entries;
using Gateway.Ledger.Inspection;
using Gateway.Ledger.Tree;

namespace Gateway.Ledger;

//
//  Minimum index
//
//  References:
//
//      C2SP tlog-tiles v0.1.0, "Pruning" - bundles that end at or below the minimum index may go, and only with a
//          written policy; proofs for what is at or above it must stay constructible
//      docs/decisions/0061
//
//  Here entry bundles and annexes go, and every hash tile stays: so the root, every proof of inclusion and every proof
//  of consistency stay constructible too, of entries that are gone as well.
//

/// <summary>
/// Takes entries of an old year off the disk, in this order: the <c>prune</c> entry is durable, the year's minimum
/// index is on the disk, then files go. A crash in between leaves files that are named as gone; the same order again
/// removes them.
/// </summary>
internal sealed class ShardPruning(LedgerSettings settings, LedgerDisk disk)
{
    /// <summary>
    /// The largest minimum index under which no entry is younger than the cut-off: a multiple of 256, or the size.
    /// </summary>
    /// <exception cref="LedgerUnreadableException">An entry on the way cannot be proven.</exception>
    internal static long Allowed(PublishedShard shard, DateTimeOffset cutOff)
    {
        for (var bundle = FirstBundle(shard.Folder); bundle < shard.Bundles; bundle++)
        {
            if (!shard.TryProveBundle(bundle, out var entries))
            {
                throw new LedgerUnreadableException(
                    $"the entries from {shard.Year:D4}:{bundle * TilePath.FullWidth} on are not what the checkpoint "
                    + "says: run 'gateway ledger verify'");
            }

            if (!entries.All(entry => EntryFacts.TryRead(entry.Bytes.Span, out var facts) && facts.Time < cutOff))
            {
                return bundle * TilePath.FullWidth;
            }
        }

        return shard.Head.Size;
    }

    /// <summary>The first bundle that is kept.</summary>
    internal static long FirstBundle(ShardFolder shard) =>
        (shard.ReadMinimum() + TilePath.FullWidth - 1) / TilePath.FullWidth;

    /// <summary>
    /// Whether entries from the minimum on still say what bundle and lists were last in force: the next start, and
    /// every reader, measures rollbacks against them.
    /// </summary>
    internal bool KeepsWhatIsInForce(
        LedgerCursor from, PolicyState? policy, IEnumerable<TrustListState> trust, CancellationToken cancellationToken)
    {
        var lists = trust.ToHashSet();
        foreach (var entry in new PublishedEntries(settings.Folder).From(from, cancellationToken))
        {
            if (policy is null && lists.Count == 0)
            {
                return true;
            }

            if (EntryFacts.TryRead(entry.Bytes.Span, out var facts))
            {
                policy = facts.Policy == policy ? null : policy;
                _ = facts.Trust is { } list && lists.Remove(list);
            }
        }

        return policy is null && lists.Count == 0;
    }

    /// <summary>What the entry orders. Durable when it returns.</summary>
    internal void Remove(ShardFolder shard, long size, long minimum)
    {
        disk.ReplaceDurably(
            shard.MinimumFile,
            System.Text.Encoding.ASCII.GetBytes(minimum.ToString(CultureInfo.InvariantCulture) + "\n"));
        var folders = new HashSet<string>(StringComparer.Ordinal);
        for (var bundle = 0L; Math.Min(size, (bundle + 1) * TilePath.FullWidth) <= minimum; bundle++)
        {
            var full = shard.FileOf(TilePath.EntriesLevel, bundle, 0);
            foreach (var file in PartialsOf(full)
                .Append(full)
                .Append(AnnexBundle.PathOf(settings.SideFolder, shard.Year, bundle))
                .Where(File.Exists))
            {
                disk.Delete(file);
                folders.Add(Path.GetDirectoryName(file)!);
            }

            if (Math.Min(size, (bundle + 1) * TilePath.FullWidth) == size)
            {
                break;
            }
        }

        foreach (var folder in folders)
        {
            disk.FlushFolder(folder);
        }
    }

    private static string[] PartialsOf(string bundle) =>
        Directory.Exists(bundle + ".p") ? Directory.GetFiles(bundle + ".p") : [];
}
