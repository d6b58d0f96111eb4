using System.Text;
using Gateway.Ledger.Notes;
using Gateway.Ledger.Tree;
using Gateway.Ledger.Verification;

namespace Gateway.Ledger.Inspection;

/// <summary>
/// One shard under its signed checkpoint: its entries, bundle by bundle, and the proof that one is in it. The key is
/// the shard's own; whose it is, <c>ledger verify --key</c> says.
/// </summary>
internal sealed class PublishedShard
{
    private readonly ShardFolder _folder;
    private readonly NoteKey _key;
    private readonly byte[] _note;

    private PublishedShard(ShardFolder folder, NoteKey key, byte[] note, Checkpoint head) =>
        (_folder, _key, _note, Head) = (folder, key, note, head);

    internal Checkpoint Head { get; }

    /// <summary>The signed head, verbatim.</summary>
    internal ReadOnlySpan<byte> Note => _note;

    /// <summary>The key that signed it: the shard's own.</summary>
    internal NoteKey Key => _key;

    internal ShardFolder Folder => _folder;

    internal int Year => _folder.Year;

    /// <summary>How many bundles hold the entries; the last may be partial.</summary>
    internal long Bundles => TilePath.Bundles(Head.Size);

    internal DateTimeOffset PublishedAt => File.GetLastWriteTimeUtc(_folder.CheckpointFile);

    /// <summary>Null where no checkpoint is there, or its own key did not sign it.</summary>
    internal static PublishedShard? Open(ShardFolder folder) =>
        folder.ReadCheckpoint() is { } note
        && folder.ReadVkey() is { } key
        && Checkpoint.TryOpen(note, key, out var head)
        && head is not null
            ? new PublishedShard(folder, key, note, head)
            : null;

    /// <summary>The shards of a folder that can be opened, oldest first.</summary>
    internal static IEnumerable<PublishedShard> All(string ledgerFolder) =>
        ShardFolder.All(ledgerFolder).Select(Open).OfType<PublishedShard>();

    /// <summary>A bundle's bytes; null where it is missing.</summary>
    internal byte[]? ReadBundle(long bundle) => _folder.ReadBundle(bundle, Head.Size);

    /// <summary>Where its entries stand in a bundle's bytes; none where they are cut.</summary>
    internal IReadOnlyList<Range> Entries(long bundle, byte[] bytes) =>
        ShardFolder.Split(bytes, TilePath.WidthAt(Head.Size, 0, bundle)) ?? [];

    /// <summary>
    /// All entries of a bundle, where they are what the signed checkpoint says. The audit path of one leaf takes in the
    /// hash of every other, so one proof stands for the whole bundle.
    /// </summary>
    internal bool TryProveBundle(long bundle, out IReadOnlyList<PublishedEntry> entries)
    {
        entries = [];
        var first = bundle * TilePath.FullWidth;
        var width = TilePath.WidthAt(Head.Size, 0, bundle);
        if (ReadBundle(bundle) is not { } bytes || ShardFolder.Split(bytes, width) is not { } places
            || _folder.ReadTile(0, bundle, Head.Size, width) is not { } tile)
        {
            return false;
        }

        var proven = new List<PublishedEntry>(width);
        for (var i = 0; i < width; i++)
        {
            var entry = bytes.AsMemory(places[i]);
            var hash = tile.Slice(i * MerkleTree.HashSize, MerkleTree.HashSize);
            var leaf = new byte[MerkleTree.HashSize];
            MerkleTree.Leaf(entry.Span, leaf);
            if (!hash.Span.SequenceEqual(leaf))
            {
                return false;
            }

            proven.Add(new PublishedEntry(Head.Origin, new LedgerCursor(Year, first + i), entry, leaf));
        }

        entries = proven;
        return Proves(first, proven[0].Bytes.Span);
    }

    /// <summary>True where the tiles prove that this very entry stands there under the signed checkpoint.</summary>
    internal bool Proves(long index, ReadOnlySpan<byte> entry) => Prove(index, entry, _note) is not null;

    /// <summary>
    /// The receipt of an entry under a signed head of this shard, the published one or one before it; null where the
    /// tiles do not give it.
    /// </summary>
    internal TransparencyProof? Prove(long index, ReadOnlySpan<byte> entry, byte[] note)
    {
        if (!Checkpoint.TryOpen(note, _key, out var head) || head!.Size > Head.Size || index >= head.Size)
        {
            return null;
        }

        var isComplete = true;
        var nodes = LedgerReader.Nodes(_folder, Head.Size, () => isComplete = false);
        var receipt = new TransparencyProof(
            index, MerkleProof.Inclusion(index, head.Size, nodes), Encoding.UTF8.GetString(note));
        var leaf = new byte[MerkleTree.HashSize];
        MerkleTree.Leaf(entry, leaf);
        return isComplete && receipt.Check(leaf, _key) ? receipt : null;
    }
}
