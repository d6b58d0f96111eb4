using Gateway.Ledger;
using Gateway.Ledger.Inspection;
using Gateway.Ledger.Notes;
using Gateway.Ledger.Tree;
using Gateway.Ledger.Verification;

namespace Gateway.Witnessing;

/// <summary>A signed head of this ledger, and all that shows a witness that it continues an older one.</summary>
internal sealed class HeadToCosign
{
    private readonly ShardFolder _shard;
    private readonly long _published;

    private HeadToCosign(ShardFolder shard, long published, NoteKey key, Checkpoint head, byte[] note)
    {
        (_shard, _published) = (shard, published);
        (Key, Head, Note) = (key, head, note);
    }

    /// <summary>The log's key.</summary>
    internal NoteKey Key { get; }

    internal Checkpoint Head { get; }

    /// <summary>As the log alone signed it.</summary>
    internal byte[] Note { get; }

    internal ShardFolder Shard => _shard;

    /// <summary>The published head of a shard.</summary>
    internal static HeadToCosign Of(PublishedShard shard) => new(
        shard.Folder, shard.Head.Size, shard.Key, shard.Head, OwnNote.Of(shard.Note, shard.Head.Origin));

    /// <summary>An older signed head of it, such as a sealed one; null where the note is none.</summary>
    internal static HeadToCosign? Of(PublishedShard shard, byte[] note) =>
        Checkpoint.TryOpen(note, shard.Key, out var head) && head!.Size <= shard.Head.Size
            ? new HeadToCosign(shard.Folder, shard.Head.Size, shard.Key, head, note)
            : null;

    /// <summary>That the tree of a size is the start of this one; null where the tiles do not give it.</summary>
    internal IReadOnlyList<byte[]>? ProofFrom(long size)
    {
        if (size == 0 || size == Head.Size)
        {
            return [];
        }

        var isComplete = true;
        var nodes = LedgerReader.Nodes(_shard, _published, () => isComplete = false);
        var proof = MerkleProof.Consistency(size, Head.Size, nodes);
        return isComplete ? proof : null;
    }

    /// <summary>The root of this log at a size; null where it is beyond what is published.</summary>
    internal byte[]? RootAt(long size) =>
        size <= _published ? _shard.ReadRange(size, _published)?.Root() : null;
}
