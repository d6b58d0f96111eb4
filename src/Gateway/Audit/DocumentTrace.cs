using Gateway.Evidence;
using Gateway.Ledger;
using Gateway.Ledger.Inspection;
using Gateway.Ledger.Tree;
using Gateway.Settings;

namespace Gateway.Audit;

/// <summary>A release that a leaked document came from.</summary>
internal sealed record TracedTransfer(LedgerPosition Position, TransferRecord Record);

/// <summary>
/// From a leaked document back to the transfers it left with: every annex that is still there is opened and its record
/// digests are compared. Needs the annex keys and the source keys, and nothing that was kept of a body.
/// </summary>
internal static class DocumentTrace
{
    // "/YYYY": a shard's origin is the ledger's with the year.
    private const int YearSuffix = 5;

    /// <summary>In the order of the log.</summary>
    internal static IReadOnlyList<TracedTransfer> Run(
        string ledgerFolder, LeakedDocument document, KeyRing keys, CancellationToken cancellationToken)
    {
        var traced = new List<TracedTransfer>();
        foreach (var shard in PublishedShard.All(ledgerFolder))
        {
            for (var bundle = 0L; bundle < shard.Bundles; bundle++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                traced.AddRange(Search(ledgerFolder, shard, bundle, document, keys));
            }
        }

        return traced;
    }

    private static IEnumerable<TracedTransfer> Search(
        string ledgerFolder, PublishedShard shard, long bundle, LeakedDocument document, KeyRing keys)
    {
        var annexes = AnnexBundle.Read(Path.Combine(ledgerFolder, "side"), shard.Year, bundle);
        var bytes = shard.ReadBundle(bundle) ?? [];
        var entries = shard.Entries(bundle, bytes);
        var origin = shard.Head.Origin[..^Math.Min(YearSuffix, shard.Head.Origin.Length)];
        for (var i = 0; i < entries.Count; i++)
        {
            if (AnnexReading.Open(annexes.Item(i).Span, keys) is { } annex
                && document.IsAmong(annex.RecordKey, annex.Records, keys)
                && TransferRecord.Read(bytes.AsMemory(entries[i])) is { IsRelease: true } record)
            {
                var index = (bundle * TilePath.FullWidth) + i;
                yield return new TracedTransfer(new LedgerPosition(origin, shard.Year, index), record);
            }
        }
    }
}
