using Gateway.Ledger.Tree;

namespace Gateway.Ledger.Inspection;

/// <summary>The newest published entries of a ledger folder, the newest first.</summary>
internal static class LedgerTail
{
    /// <param name="bundles">How many bundles are read at most; one has up to 256 entries.</param>
    internal static IEnumerable<(LedgerPosition Position, ReadOnlyMemory<byte> Bytes)> Read(
        string ledgerFolder, int bundles)
    {
        foreach (var shard in PublishedShard.All(ledgerFolder).Reverse())
        {
            var origin = shard.Head.Origin[..Math.Max(0, shard.Head.Origin.LastIndexOf('/'))];
            for (var bundle = shard.Bundles - 1; bundle >= 0; bundle--)
            {
                if (bundles-- == 0)
                {
                    yield break;
                }

                var bytes = shard.ReadBundle(bundle) ?? [];
                var entries = shard.Entries(bundle, bytes);
                for (var i = entries.Count - 1; i >= 0; i--)
                {
                    var index = (bundle * TilePath.FullWidth) + i;
                    yield return (new LedgerPosition(origin, shard.Year, index), bytes.AsMemory(entries[i]));
                }
            }
        }
    }
}
