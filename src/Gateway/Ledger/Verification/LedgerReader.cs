using System.Globalization;
using System.Text;
using Gateway.Ledger.Inspection;
using Gateway.Ledger.Notes;
using Gateway.Ledger.Tree;

namespace Gateway.Ledger.Verification;

/// <summary><c>ledger proof DIR --index N</c>: receipts out of what is published.</summary>
internal static class LedgerReader
{
    /// <summary>
    /// The tlog-proof of an entry. The cursor is "N", in the last shard, or "YYYY:N".
    /// </summary>
    /// <param name="proof">The text of the receipt; "" where there is none.</param>
    /// <param name="fault">Why there is none, for a person; "" where there is one.</param>
    internal static bool TryProve(string folder, string cursor, out string proof, out string fault)
    {
        proof = "";
        fault = "";
        if (!TryCursor(cursor, out var year, out var index))
        {
            fault = $"'{cursor}' is neither an index nor YYYY:index";
            return false;
        }

        var shard = ShardFolder.All(folder).LastOrDefault(shard => year is null || shard.Year == year);
        if (shard?.ReadCheckpoint() is not { } note || shard.ReadVkey() is not { } key
            || !Checkpoint.TryOpen(note, key, out var head) || head is null)
        {
            fault = "no shard with a checkpoint that its key signed";
            return false;
        }

        if (index >= head.Size)
        {
            fault = string.Create(CultureInfo.InvariantCulture, $"the published size of {shard.Year} is {head.Size}");
            return false;
        }

        var isComplete = true;
        var nodes = Nodes(shard, head.Size, () => isComplete = false);
        var receipt = new TransparencyProof(
            index, MerkleProof.Inclusion(index, head.Size, nodes), Encoding.UTF8.GetString(note));
        var leaf = new byte[MerkleTree.HashSize];
        nodes(0, index, leaf);
        if (!isComplete || !receipt.Check(leaf, key))
        {
            fault = "the tiles are not what the checkpoint says: run 'gateway ledger verify'";
            return false;
        }

        proof = receipt.Write();
        return true;
    }

    /// <summary>The nodes of a published tree, out of its tiles.</summary>
    internal static NodeSource Nodes(ShardFolder shard, long size, Action missing) => (height, index, hash) =>
    {
        var (level, bits) = (height / TilePath.HeightBits, height % TilePath.HeightBits);
        var first = index << bits;
        var (tile, slot, count) = (first / TilePath.FullWidth, (int)(first % TilePath.FullWidth), 1 << bits);
        if (shard.ReadTile(level, tile, size, slot + count) is { } hashes)
        {
            MerkleTree.Subtree(hashes.Span.Slice(slot * MerkleTree.HashSize, count * MerkleTree.HashSize), hash);
        }
        else
        {
            missing();
        }
    };

    private static bool TryCursor(string cursor, out int? year, out long index)
    {
        year = null;
        if (LedgerCursor.TryParse(cursor, out var named))
        {
            (year, index) = (named.Year, named.Index);
            return true;
        }

        return long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out index);
    }
}
