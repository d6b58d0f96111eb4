using System.Buffers.Binary;
using System.Text;
using Gateway.Ledger.Entries;
using Gateway.Ledger.Tree;
using Gateway.Ledger.Wal;

namespace Gateway.Ledger.Inspection;

/// <summary>
/// Every entry of one transfer, out of a ledger folder of a running or a stopped daemon. There is no index: the bundles
/// are gone through one at a time, and only one that holds the id's very characters is taken apart.
/// </summary>
internal static class TransferSearch
{
    // The origin of a shard ends in "/YYYY".
    private const int YearSuffix = 5;

    /// <summary>In the order of the log; empty where the ledger does not know the transfer.</summary>
    internal static IReadOnlyList<FoundEntry> Find(
        string ledgerFolder, Guid transfer, CancellationToken cancellationToken)
    {
        // The WAL first: what it drops meanwhile is published by then. Where both have an entry the published one
        // counts, because it can be proven.
        var found = new SortedDictionary<(int Year, long Index), FoundEntry>();
        var unpublished = Unpublished(ledgerFolder, transfer);
        var origin = "";
        foreach (var shard in PublishedShard.All(ledgerFolder))
        {
            origin = shard.Head.Origin[..^Math.Min(YearSuffix, shard.Head.Origin.Length)];
            if (shard.Year >= FirstYear(transfer))
            {
                Search(shard, origin, transfer, found, cancellationToken);
            }
        }

        foreach (var (year, index, bytes) in unpublished)
        {
            found.TryAdd(
                (year, index), new FoundEntry(new LedgerPosition(origin, year, index), bytes, Inclusion.Unpublished));
        }

        return [.. found.Values];
    }

    /// <summary>What was pruned of the years in which a transfer may have its entries.</summary>
    internal static IEnumerable<PrunedRange> Pruned(string ledgerFolder, Guid transfer) =>
        new PublishedEntries(ledgerFolder).Pruned().Where(pruned => pruned.Year >= FirstYear(transfer));

    /// <summary>The moment a UUIDv7 begins with, in Unix milliseconds; null for another id.</summary>
    internal static long? MillisecondsOf(Guid transfer)
    {
        Span<byte> bytes = stackalloc byte[16];
        _ = transfer.TryWriteBytes(bytes, bigEndian: true, out _);
        var milliseconds = (long)(BinaryPrimitives.ReadUInt64BigEndian(bytes) >> 16);
        return transfer.Version == 7 && milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? milliseconds
            : null;
    }

    // An entry never stands in a shard of a year before its transfer began.
    private static int FirstYear(Guid transfer) =>
        MillisecondsOf(transfer) is { } began ? DateTimeOffset.FromUnixTimeMilliseconds(began).Year : 0;

    private static List<(int Year, long Index, ReadOnlyMemory<byte> Bytes)> Unpublished(string folder, Guid transfer)
    {
        var entries = new List<(int, long, ReadOnlyMemory<byte>)>();
        foreach (var batch in WalScan.Read(Path.Combine(folder, "wal")).Batches)
        {
            for (var i = 0; i < batch.Count; i++)
            {
                if (batch.Facts(i).TransferId == transfer)
                {
                    entries.Add((batch.Year, batch.First + i, batch.Entry(i).ToArray()));
                }
            }
        }

        return entries;
    }

    private static void Search(
        PublishedShard shard,
        string origin,
        Guid transfer,
        SortedDictionary<(int Year, long Index), FoundEntry> found,
        CancellationToken cancellationToken)
    {
        var name = Encoding.ASCII.GetBytes(transfer.ToString("D"));
        for (var bundle = 0L; bundle < shard.Bundles; bundle++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (shard.ReadBundle(bundle) is not { } bytes || bytes.AsSpan().IndexOf(name) < 0)
            {
                continue;
            }

            var entries = shard.Entries(bundle, bytes);
            for (var i = 0; i < entries.Count; i++)
            {
                var entry = bytes.AsMemory(entries[i]);
                if (EntryFacts.TryRead(entry.Span, out var facts) && facts.TransferId == transfer)
                {
                    var index = (bundle * TilePath.FullWidth) + i;
                    found[(shard.Year, index)] = new FoundEntry(
                        new LedgerPosition(origin, shard.Year, index),
                        entry.ToArray(),
                        shard.Proves(index, entry.Span) ? Inclusion.Proven : Inclusion.Unproven);
                }
            }
        }
    }
}
