using Gateway.Ledger.Entries;
using Gateway.Ledger.Notes;
using Gateway.Ledger.Tree;

namespace Gateway.Ledger.Verification;

/// <summary>
/// Re-computes one shard from its entries: every tile, the root, and the chain to the shard before. What is published
/// is believed in nothing but the signature.
/// </summary>
internal sealed class ShardVerifier(ShardFolder shard, EntryChecks checks, Findings findings)
{
    private const int Window = 32;

    private readonly string _name = Path.GetFileName(shard.Root);
    private readonly PartialCheck _partials = new(shard, findings);

    internal ShardFolder Shard => shard;

    internal NoteKey? Key { get; private set; }

    internal byte[]? Note { get; private set; }

    /// <summary>The signed head; null where there is none to believe.</summary>
    internal Checkpoint? Head { get; private set; }

    /// <param name="isPinned">Whether a public key is one the caller trusts; null: any.</param>
    /// <param name="before">The shard before; null for the first.</param>
    internal void Run(Func<ReadOnlyMemory<byte>, bool>? isPinned, ShardVerifier? before)
    {
        if (!ReadHead(isPinned) || Head is not { } head)
        {
            return;
        }

        var frontier = new TileFrontier((level, index, bytes) => Compare(level, index, TilePath.FullWidth, bytes));
        foreach (var reading in Readings(head.Size))
        {
            if (!Take(reading, frontier, before))
            {
                return;
            }
        }

        for (var level = 0; level < frontier.Levels; level++)
        {
            var width = TilePath.PartialWidth(head.Size, level);
            if (width > 0)
            {
                Compare(level, TilePath.FullTiles(head.Size, level), width, frontier.PartialTile(level));
            }
        }

        var range = CompactRange.FromTiles(head.Size, level => frontier.PartialTile(level).ToArray());
        if (!range.Root().AsSpan().SequenceEqual(head.Root.Span))
        {
            findings.Add("checkpoint.root", $"{_name}/checkpoint", "its root is not that of the entries");
        }
    }

    /// <summary>The salt of every published entry that is one, in order.</summary>
    internal IEnumerable<(int Year, long Index, UInt128 Salt)> Salts()
    {
        foreach (var reading in Readings(Head?.Size ?? 0))
        {
            for (var i = 0; i < reading.Facts.Length; i++)
            {
                if (reading.Facts[i] is { } facts)
                {
                    yield return (shard.Year, (reading.Index * TilePath.FullWidth) + i, facts.Salt);
                }
            }
        }
    }

    // On all cores, a window ahead of whoever takes them: neither a slow taker nor a long log fills the memory.
    private IEnumerable<BundleReading> Readings(long size)
    {
        var bundles = TilePath.Bundles(size);
        var next = ReadWindow(0);
        for (var first = 0L; first < bundles; first += Window)
        {
            var window = next.GetAwaiter().GetResult();
            next = ReadWindow(first + Window);
            foreach (var reading in window)
            {
                yield return reading;
            }
        }

        Task<BundleReading[]> ReadWindow(long first) => Task.Run(() =>
        {
            var window = new BundleReading[Math.Clamp(bundles - first, 0, Window)];
            Parallel.For(0, window.Length, i => window[i] = BundleReading.Read(shard, first + i, size, checks));
            return window;
        });
    }

    private bool ReadHead(Func<ReadOnlyMemory<byte>, bool>? isPinned)
    {
        Key = shard.ReadVkey();
        Note = shard.ReadCheckpoint();
        if (Key is null)
        {
            findings.Add("vkey.malformed", $"{_name}/vkey", "missing, or not one line with an Ed25519 vkey");
            return false;
        }

        if (!Key.Name.EndsWith("/" + _name, StringComparison.Ordinal))
        {
            findings.Add("vkey.origin", $"{_name}/vkey", "its name does not end in the shard's year");
        }

        if (isPinned is not null && !isPinned(Key.PublicKey.ToArray()))
        {
            findings.Add("vkey.unknown", $"{_name}/vkey", "the key is not one of those given");
            return false;
        }

        if (Note is null)
        {
            findings.Add("checkpoint.missing", $"{_name}/checkpoint", "no head is published");
            return false;
        }

        if (!Checkpoint.TryOpen(Note, Key, out var head))
        {
            findings.Add("checkpoint.signature", $"{_name}/checkpoint",
                "not a checkpoint that the shard's key signed");
            return false;
        }

        Head = head;
        return true;
    }

    // False where neither bundle nor tile says what the leaves are: nothing after it can be computed.
    private bool Take(BundleReading reading, TileFrontier frontier, ShardVerifier? before)
    {
        var hashes = reading.LeafHashes.AsSpan();
        if (hashes.IsEmpty)
        {
            var width = TilePath.WidthAt(Head!.Size, 0, reading.Index);
            var where = $"{_name}/{TilePath.Of(TilePath.EntriesLevel, reading.Index, width)}";
            if (reading.IsMissing)
            {
                var first = reading.Index * TilePath.FullWidth;
                checks.NoteGone(new GoneEntries(Key!.Name, shard.Year, first, first + width, where));
            }
            else
            {
                findings.Add("bundle.malformed", where, "the entries cannot be read");
            }

            if (shard.ReadTile(0, reading.Index, Head.Size, width) is not { } tile)
            {
                findings.Add("tile.missing", $"{_name}/{TilePath.Of(0, reading.Index, width)}",
                    "nor can their hashes");
                return false;
            }

            hashes = tile.ToArray();
        }

        _partials.Bundles(reading.Index, hashes);
        for (var i = 0; i < hashes.Length / MerkleTree.HashSize; i++)
        {
            frontier.AppendHash(hashes.Slice(i * MerkleTree.HashSize, MerkleTree.HashSize));
        }

        for (var i = 0; i < reading.Facts.Length; i++)
        {
            TakeEntry((reading.Index * TilePath.FullWidth) + i, reading.Facts[i], reading.Annexes[i], before);
        }

        return true;
    }

    private void TakeEntry(long index, EntryFacts? facts, AnnexState annex, ShardVerifier? before)
    {
        if (facts is not { } known)
        {
            findings.AtEntry("entry.malformed", shard.Year, index, "not an entry of a known kind");
            return;
        }

        checks.Take(shard.Year, index, known, annex);
        if (index == 0 && !(checks.IsPart && before is null))
        {
            CheckChain(known, shard.Year, before, findings);
        }
    }

    internal static void CheckChain(in EntryFacts first, int year, ShardVerifier? before, Findings findings)
    {
        // A shard that never had an entry has nothing to hold on to.
        var expected = before is { Note: { } note, Head.Size: > 0 } ? System.Text.Encoding.UTF8.GetString(note) : null;
        if (first.Previous != expected)
        {
            findings.AtEntry("shard.chain", year, 0,
                "the first entry does not hold the last checkpoint of the shard before");
        }
    }

    private void Compare(int level, long index, int width, ReadOnlySpan<byte> expected)
    {
        var where = $"{_name}/{TilePath.Of(level, index, width)}";
        if (shard.ReadTile(level, index, Head!.Size, width) is not { } tile)
        {
            findings.Add("tile.missing", where, "missing or cut");
        }
        else if (!tile.Span.SequenceEqual(expected))
        {
            findings.Add("tile.mismatch", where, "not the hashes of the entries");
            return;
        }

        // The one that was just compared is not told twice.
        _partials.Tiles(level, index, expected);
    }
}
