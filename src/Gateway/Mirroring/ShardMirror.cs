using System.Security.Cryptography;
using Gateway.Ledger;
using Gateway.Ledger.Entries;
using Gateway.Ledger.Inspection;
using Gateway.Ledger.Notes;
using Gateway.Ledger.Tree;
using Gateway.Witnessing;

namespace Gateway.Mirroring;

//
//  What is held against what:
//
//      1. The checkpoint   against the log's key, which the mirror's own settings name.
//      2. The edge         the last tile of each level, against the root that is signed.
//      3. The copy         its root, against the new one: RFC 6962 consistency, by the log's own tiles.
//      4. Each full tile   against its hash in the tile above, from the top down.
//      5. Each entry       against its leaf hash.
//      6. The cosigned head against the copy's root at its size; its witnesses are the reader's to judge.
//      7. The year before  its last head, against the one that the first entry of this year quotes.
//

/// <summary>Brings the copy of one shard up to what its log serves. One call at a time.</summary>
/// <param name="folder">The copy.</param>
/// <param name="key">Of the log: its name is the origin.</param>
/// <param name="withEntries">Whether the entries are served and copied too.</param>
internal sealed class ShardMirror(MirrorFolder folder, NoteKey key, LogSource source, bool withEntries)
{
    /// <summary>The head that is held afterwards; null where there is no such shard.</summary>
    /// <param name="before">The copy of the year before; null where there is none.</param>
    /// <exception cref="MirrorFindingException">What is wrong; what is held stays as it was.</exception>
    /// <exception cref="ForkSeenException">A fork: what proves it is in the copy's folder.</exception>
    internal async Task<PublishedShard?> SyncAsync(PublishedShard? before)
    {
        var held = folder.Held();
        var note = await source.GetAsync(ShardFolder.CheckpointName);
        if (note is null)
        {
            return held is null ? null : throw Found("log.gap", "the log no longer serves a checkpoint");
        }

        if (!Checkpoint.TryOpen(note, key, out var head) || head is null)
        {
            throw Found("checkpoint.signature", "what it serves is not a checkpoint that its key signed");
        }

        if (held is null || head.Size > held.Head.Size)
        {
            await CopyAsync(head, OwnNote.Of(note, key.Name), held);
            held = folder.Held()!;
        }
        else
        {
            CheckOlder(held, head, note);
        }

        TakeCosigned(held, await source.FindAsync(CosignFolder.NewestPath));
        CheckChain(held, before);
        return held;
    }

    // A log may be slow behind a cache; what it may never do is say something else of what was.
    private void CheckOlder(PublishedShard held, Checkpoint head, byte[] note)
    {
        CheckOlderRoot(held, head, note);
        if (head.Size < held.Head.Size)
        {
            throw Found("log.behind", "it serves an older checkpoint than the copy holds");
        }
    }

    private void CheckOlderRoot(PublishedShard held, Checkpoint head, byte[] note)
    {
        var root = folder.Shard.ReadRange(head.Size, held.Head.Size)?.Root()
            ?? throw Found("mirror.damaged", "tiles of the copy are missing");
        if (!CryptographicOperations.FixedTimeEquals(root, head.Root.Span))
        {
            throw Fork(held, note, head.Size);
        }
    }

    private async Task CopyAsync(Checkpoint head, byte[] note, PublishedShard? held)
    {
        folder.CheckRoom(held?.Head.Size ?? 0, head.Size);
        var tiles = new RemoteTiles(source, head.Size);
        var edge = await tiles.FetchEdgeAsync(head.Size);
        if (!CryptographicOperations.FixedTimeEquals(tiles.RootAt(head.Size), head.Root.Span))
        {
            throw Found("tile.mismatch", "its tiles do not lead to the root of its checkpoint");
        }

        var size = held?.Head.Size ?? 0;
        if (size > 0)
        {
            await CheckContinuesAsync(tiles, held!, head, note);
        }

        await CopyFullTilesAsync(tiles, size);
        foreach (var (level, index) in edge)
        {
            folder.WriteTile(
                level, index, TilePath.PartialWidth(head.Size, level), tiles.Known(level, index));
        }

        if (withEntries)
        {
            await CopyEntriesAsync(head.Size);
        }

        folder.WriteHead(note, size, head.Size);
    }

    private async Task CheckContinuesAsync(RemoteTiles tiles, PublishedShard held, Checkpoint head, byte[] note)
    {
        var (older, root) = (held.Head.Size, held.Head.Root);
        var proof = await tiles.ProofAsync(older);
        if (MerkleProof.CheckConsistency(older, head.Size, root.Span, head.Root.Span, proof))
        {
            return;
        }

        // If its own tree proves another root at that size, two heads that it signed contradict each other; else its
        // tiles are not what its checkpoint says.
        await tiles.FetchEdgeAsync(older);
        throw MerkleProof.CheckConsistency(older, head.Size, tiles.RootAt(older), head.Root.Span, proof)
            ? (Exception)Fork(held, note, head.Size)
            : Found("tile.mismatch", "its tiles do not prove that it continues");
    }

    // From the top: a tile's hash is a hash in the tile above it, which is proven by then.
    private async Task CopyFullTilesAsync(RemoteTiles tiles, long from)
    {
        var top = 0;
        while (TilePath.FullTiles(tiles.Size, top + 1) > 0)
        {
            top++;
        }

        for (var level = top; level >= 0; level--)
        {
            var end = TilePath.FullTiles(tiles.Size, level);
            for (var index = TilePath.FullTiles(from, level); index < end; index++)
            {
                var tile = await tiles.FetchOnceAsync(level, index);
                var hash = new byte[MerkleTree.HashSize];
                MerkleTree.Subtree(tile, hash);
                if (!hash.AsSpan().SequenceEqual(HashAbove(tiles, level, index).Span))
                {
                    throw new MirrorFindingException(
                        "tile.mismatch", TilePath.Of(level, index, 0), "it is not what the tile above it says");
                }

                folder.WriteTile(level, index, 0, tile);
            }
        }
    }

    private ReadOnlyMemory<byte> HashAbove(RemoteTiles tiles, int level, long index)
    {
        var (above, slot) = Math.DivRem(index, TilePath.FullWidth);
        var tile = above < TilePath.FullTiles(tiles.Size, level + 1)
            ? folder.Shard.ReadTile(level + 1, above, tiles.Size, TilePath.FullWidth)
                ?? throw Found("mirror.damaged", "a tile of the copy is missing")
            : tiles.Known(level + 1, above);
        return tile.Slice((int)slot * MerkleTree.HashSize, MerkleTree.HashSize);
    }

    private async Task CopyEntriesAsync(long size)
    {
        var bundles = TilePath.Bundles(size);
        for (var index = 0L; index < bundles; index++)
        {
            var width = TilePath.WidthAt(size, 0, index);
            if (width < TilePath.FullWidth || !File.Exists(folder.Shard.FileOf(TilePath.EntriesLevel, index, 0)))
            {
                await CopyBundleAsync(index, width, size);
            }
        }
    }

    private async Task CopyBundleAsync(long index, int width, long size)
    {
        var path = TilePath.Of(TilePath.EntriesLevel, index, width);
        var bytes = await source.GetAsync(path)
            ?? (width < TilePath.FullWidth ? await source.GetAsync(TilePath.Of(TilePath.EntriesLevel, index, 0)) : null)
            ?? throw new MirrorFindingException("log.gap", path, "entries under the checkpoint are not served");
        if (ShardFolder.Split(bytes, width) is not { } entries
            || folder.Shard.ReadTile(0, index, size, width) is not { } leaves || !AreLeaves(bytes, entries, leaves))
        {
            throw new MirrorFindingException(
                "bundle.mismatch", path, "entries are not what the tile of their hashes says");
        }

        folder.WriteTile(TilePath.EntriesLevel, index, width, bytes.AsSpan(0, entries[^1].End.Value));
    }

    private static bool AreLeaves(byte[] bundle, List<Range> entries, ReadOnlyMemory<byte> leaves)
    {
        var hash = new byte[MerkleTree.HashSize];
        for (var i = 0; i < entries.Count; i++)
        {
            MerkleTree.Leaf(bundle.AsSpan(entries[i]), hash);
            if (!leaves.Span.Slice(i * MerkleTree.HashSize, MerkleTree.HashSize).SequenceEqual(hash))
            {
                return false;
            }
        }

        return true;
    }

    // The first entry of a year quotes the last head of the year before: a year that was cut short shows.
    private void CheckChain(PublishedShard held, PublishedShard? before)
    {
        if (!withEntries || before is null || held.Head.Size == 0)
        {
            return;
        }

        var quoted = held.TryProveBundle(0, out var entries)
            && EntryFacts.TryRead(entries[0].Bytes.Span, out var first) && first.Previous is { } previous
            && Checkpoint.TryOpen(System.Text.Encoding.UTF8.GetBytes(previous), before.Key, out var head)
                ? head
                : null;
        if (quoted?.Text != before.Head.Text)
        {
            throw Found("shard.chain", "it does not begin where the year before ends");
        }
    }

    // Whose the other lines are, and whether they hold, is for whoever trusts witnesses to say (C2SP tlog-policy): what
    // is asked here is that the log signed that head, and that it is of this history.
    private void TakeCosigned(PublishedShard held, byte[]? note)
    {
        const int Longest = 64 * 1024;
        if (note is null || note.Length > Longest)
        {
            return;
        }

        if (!Checkpoint.TryOpen(note, key, out var head) || head is null)
        {
            throw new MirrorFindingException(
                "checkpoint.signature", CosignFolder.NewestPath, "what it serves is not a head that its key signed");
        }

        if (head.Size > held.Head.Size)
        {
            // It grew since its checkpoint was asked for: the next round takes both.
            return;
        }

        CheckOlderRoot(held, head, OwnNote.Of(note, key.Name));
        folder.KeepCosigned(head, note);
    }

    private ForkSeenException Fork(PublishedShard held, byte[] note, long size)
    {
        folder.KeepFork(held, OwnNote.Of(note, key.Name), size);
        return new ForkSeenException();
    }

    private MirrorFindingException Found(string code, string detail) => new(code, key.Name, detail);
}
