using Gateway.Ledger.Entries;
using Gateway.Ledger.Tree;

namespace Gateway.Ledger.Verification;

/// <summary>One entry bundle, read, hashed and parsed: the part of a verification that runs on all cores.</summary>
internal sealed class BundleReading
{
    private BundleReading(long index) => Index = index;

    internal long Index { get; }

    /// <summary>Leaf hashes side by side; empty where the bundle is missing or cut.</summary>
    internal byte[] LeafHashes { get; private set; } = [];

    internal bool IsMissing { get; private set; }

    /// <summary>Per entry; null where it is not one.</summary>
    internal EntryFacts?[] Facts { get; private set; } = [];

    internal AnnexState[] Annexes { get; private set; } = [];

    internal static BundleReading Read(ShardFolder shard, long index, long size, EntryChecks checks)
    {
        var reading = new BundleReading(index);
        var count = TilePath.WidthAt(size, 0, index);
        using var file = shard.OpenBundle(index, size);
        if (file is null || ShardFolder.Split(file.Span, count) is not { } entries
            || HasMore(file.Span, entries, count))
        {
            reading.IsMissing = file is null;
            return reading;
        }

        reading.LeafHashes = new byte[count * MerkleTree.HashSize];
        reading.Facts = new EntryFacts?[count];
        reading.Annexes = new AnnexState[count];
        using var side = checks.OpenAnnexes(shard.Year, index);
        var annexes = new AnnexBundle(side?.Memory ?? default);
        for (var i = 0; i < count; i++)
        {
            reading.Take(file.Span, entries[i], i, annexes.Item(i).Span);
        }

        return reading;
    }

    private void Take(Span<byte> bytes, Range entry, int i, ReadOnlySpan<byte> annex)
    {
        var (start, length) = entry.GetOffsetAndLength(bytes.Length);
        if (EntryFacts.TryRead(bytes.Slice(start, length), out var facts))
        {
            Facts[i] = facts;
            Annexes[i] = EntryChecks.CheckAnnex(facts, annex);
        }

        // The length before the entry was read already: its last byte makes room for the leaf prefix.
        bytes[start - 1] = MerkleTree.LeafPrefix;
        MerkleTree.LeafOfPrefixed(
            bytes.Slice(start - 1, length + 1), LeafHashes.AsSpan(i * MerkleTree.HashSize, MerkleTree.HashSize));
    }

    // A full bundle read in place of a partial one holds more; a full one with a surplus, or a partial one, may not.
    private static bool HasMore(ReadOnlySpan<byte> bytes, List<Range> entries, int count) =>
        entries[^1].End.Value != bytes.Length
            && (count == TilePath.FullWidth || ShardFolder.Split(bytes, TilePath.FullWidth) is null);
}
